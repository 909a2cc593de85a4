using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags that say how to reach an org.</summary>
/// <param name="cassette">Null where what is asked is nothing to keep.</param>
sealed class HttpFlags(CassetteFlags? cassette) : IFlags
{
    internal const int Day = 86_400;

    internal const int LongestSkew = 10 * 365 * Day;

    readonly Option<string?> _caFile = new("--ca-file")
    {
        HelpName = "PEM",
        Description = "Trust these root certificates instead of the system's",
    };
    readonly Option<double> _timeout = FlagValues.Seconds("--timeout", 30, 0.001, Day);
    readonly Option<double> _maxWait = FlagValues.Seconds("--max-wait", 60, 0, Day);
    readonly Option<double> _clockSkew = FlagValues.Seconds("--clock-skew", 120, 0, LongestSkew);

    public HttpFlags()
        : this(new())
    {
    }

    public void AddTo(Command command)
    {
        _timeout.Description = "How long to wait for each answer";
        _maxWait.Description = "How long to wait for a rate limit to reset";
        _clockSkew.Description = "How far the org's clock and this machine's may disagree when tokens are checked";
        command.AddAll(_caFile, _timeout, _maxWait, _clockSkew);
        cassette?.AddTo(command);
    }

    public HttpChoice Read(ParseResult parse) => new()
    {
        CaFile = parse.GetValue(_caFile),
        Timeout = TimeSpan.FromSeconds(parse.GetValue(_timeout)),
        MaxWait = TimeSpan.FromSeconds(parse.GetValue(_maxWait)),
        ClockSkew = TimeSpan.FromSeconds(parse.GetValue(_clockSkew)),
        Cassette = cassette?.Read(parse),
        Unsaid =
            [.. Array.FindAll<Option>(
                [_caFile, _timeout, _maxWait, _clockSkew], flag => parse.GetResult(flag) is null or { Implicit: true })
            .Select(flag => flag.Name)],
    };
}
