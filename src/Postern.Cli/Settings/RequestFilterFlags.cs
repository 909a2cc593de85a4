using System.CommandLine;
using System.Globalization;

namespace Postern.Cli;

/// <summary>The flags that say which of the requests on record are meant.</summary>
sealed class RequestFilterFlags : IFlags
{
    readonly Option<string?> _endpoint = new("--endpoint")
    {
        HelpName = "PATH",
        Description = "Its path, * for part of it and ** for several, or the end of it, such as token [default: any]",
    };
    readonly Option<string?> _client = new("--client-id") { HelpName = "ID", Description = "The app that asked [default: any]" };
    readonly Option<string?> _user = new("--user") { HelpName = "LOGIN", Description = "The user whom it concerned [default: any]" };
    readonly Option<string?> _outcome = new("--outcome")
    {
        HelpName = "WORD",
        Description = "What came of it: done, refused, failed …, or the error's code, such as invalid_grant [default: any]",
    };
    readonly Option<int> _status = FlagValues.Whole("--status", 0, 0, 599);
    readonly Option<string?> _since = new("--since")
    {
        HelpName = "INSTANT",
        Description = "Not before then by the org's clock, such as 2026-02-03T10:15:30Z [default: any]",
    };

    public void AddTo(Command command)
    {
        (_status.HelpName, _status.Description) = ("STATUS", "Of HTTP; 0 is any");
        command.AddAll(_endpoint, _client, _user, _outcome, _status, _since);
    }

    /// <summary>As the query of a request to the org.</summary>
    public string Read(ParseResult parse)
    {
        var since = parse.GetValue(_since);
        if (since is not null && !DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
            throw new UsageException($"--since wants an instant, and {since} is none.", "Write it as 2026-02-03T10:15:30Z.");

        (string Name, string? Value)[] given =
        [
            ("endpoint", parse.GetValue(_endpoint)), ("clientId", parse.GetValue(_client)), ("user", parse.GetValue(_user)),
            ("outcome", parse.GetValue(_outcome)), ("since", since),
            ("status", parse.GetValue(_status) is > 0 and var status ? status.ToString(CultureInfo.InvariantCulture) : null),
        ];
        return string.Join(
            '&', given.Where(each => each.Value is not null).Select(each => $"{each.Name}={Uri.EscapeDataString(each.Value!)}"));
    }
}
