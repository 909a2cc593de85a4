using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags that lead to a running local org, and prove that one may move it from outside.</summary>
sealed class RunningOrgFlags : IFlags
{
    /// <summary>Where <c>postern org start</c> listens, unless it is told otherwise.</summary>
    const string Usual = "http://localhost:7777";

    const int Day = 86_400;

    readonly Option<string?> _org = new("--org")
    {
        HelpName = "URL",
        Description = $"The local org [default: {EnvironmentNames.OrgUrl}, else {Usual}]",
    };
    readonly Option<string?> _key = new("--control-key")
    {
        HelpName = SecretReader.HelpName,
        Description = "What it was started with as --control-key [default: none]",
    };
    readonly Option<string?> _caFile = new("--ca-file")
    {
        HelpName = "PEM",
        Description = "Trust these root certificates instead of the system's",
    };
    readonly Option<double> _timeout = FlagValues.Seconds("--timeout", 30, 0.001, Day);

    public void AddTo(Command command)
    {
        _timeout.Description = "How long to wait for each answer";
        command.AddAll(_org, _key, _caFile, _timeout);
    }

    public RunningOrgChoice Read(ParseResult parse) => new()
    {
        Org = parse.GetValue(_org) is { } org ? ServerAddress.ParseOrg(org, "--org") : null,
        Key = parse.GetValue(_key),
        Http = new()
        {
            CaFile = parse.GetValue(_caFile),
            Timeout = TimeSpan.FromSeconds(parse.GetValue(_timeout)),
            MaxWait = TimeSpan.Zero,
            ClockSkew = TimeSpan.Zero,
            Unsaid = [.. ((Option[])[_caFile, _timeout]).Where(flag => parse.GetResult(flag) is null or { Implicit: true })
                .Select(flag => flag.Name)],
        },
    };

    internal static string UsualFor(Terminal io) =>
        io.FirstOf(EnvironmentNames.OrgUrl) is { } named ? ServerAddress.ParseOrg(named, EnvironmentNames.OrgUrl) : Usual;
}

/// <summary>What the flags said about the local org that is to be moved.</summary>
sealed record RunningOrgChoice
{
    public string? Org { get; init; }

    /// <summary>Where it is found, as every secret of the command's.</summary>
    public string? Key { get; init; }

    public required HttpChoice Http { get; init; }

    public async Task<OrgControl> ConnectAsync(Terminal io, CancellationToken ct)
    {
        var url = Org ?? RunningOrgFlags.UsualFor(io);
        var key = Key is null ? null : await new SecretReader(io).ReadAsync(Key, "--control-key", $"Control key of {url}", ct);
        return new(Http.Open(url, OrgControl.LongestAnswer, io), url, key);
    }

    public override string ToString() => Org ?? "the usual org";
}
