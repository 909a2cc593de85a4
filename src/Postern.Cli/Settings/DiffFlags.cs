using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags that say which two orgs are compared, and how that is shown.</summary>
sealed class DiffFlags : IFlags
{
    readonly Option<string?> _seed = new("--seed")
    {
        HelpName = "FILE",
        Description = "The seed that is started as a local org, YAML or JSON",
    };
    readonly Option<string?> _org = new("--org")
    {
        HelpName = "URL",
        Description = $"The org that it is held against [default: {EnvironmentNames.OrgUrl}]",
    };
    readonly Option<string[]> _servers = new("--auth-server")
    {
        HelpName = "ID",
        Description =
            "Compare this authorization server, or 'org' for the org's own; tokens are the first's; repeatable [default: all of the " +
            "seed's]",
    };
    readonly Option<string?> _redirectUri = new("--redirect-uri")
    {
        HelpName = "URI",
        Description = "One of the app's in both [default: its first]",
    };
    readonly Option<bool> _noWrongPassword = new("--no-wrong-password")
    {
        Description = "Send no wrong password; without it the user is failed once",
    };
    readonly Option<bool> _all = new("--all") { Description = "Show what is the same too" };
    readonly Option<string> _output = new("--output", "-o")
    {
        Description = "table: what differs; json: everything; junit: XML that CI shows as tests",
        DefaultValueFactory = JsonFlag.Or("table"),
    };

    public void AddTo(Command command)
    {
        _output.OnlyOneOf("table", "json", "junit");
        command.AddAll(_seed, _org, _servers, _redirectUri, _noWrongPassword, _all, _output);
    }

    public DiffOptions Read(ParseResult parse) => new()
    {
        Seed = parse.GetValue(_seed),
        Org = parse.GetValue(_org) is { } org ? ServerAddress.ParseOrg(org, "--org") : null,
        Servers = parse.GetValue(_servers) is { Length: > 0 } servers
            ? [.. servers.Select(server => server is ServerAddress.OrgServer ? null : server)]
            : null,
        RedirectUri = parse.GetValue(_redirectUri),
        SendsWrongPassword = !parse.GetValue(_noWrongPassword),
        ShowsAll = parse.GetValue(_all),
        Output = parse.GetValue(_output)!,
    };
}
