using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags that say what a local org begins with.</summary>
sealed class SeedFlags : IStartFlags
{
    readonly Option<string?> _seed = new("--seed")
    {
        HelpName = "FILE",
        Description = "What a new org begins with, YAML or JSON; - reads standard input [default: the demo org]",
    };
    readonly Option<bool> _empty = new("--empty") { Description = "Begin with nothing but what the flags below say" };
    readonly Option<string[]> _app = new("--app")
    {
        HelpName = "APP",
        Description = "Another app: its kind, a name if wanted, redirect URIs, as \"spa http://localhost:3000/callback\"; repeatable",
    };
    readonly Option<string[]> _user = new("--user")
    {
        HelpName = "USER",
        Description = "Another user: a login, and where the password is, as \"ada@example.com env:ADA_PASSWORD\"; repeatable",
    };
    readonly Option<string[]> _apiToken = new("--api-token")
    {
        HelpName = SecretReader.HelpName,
        Description = "An API token (SSWS) that the org takes: env:NAME, file:PATH, - or prompt; repeatable",
    };
    readonly Option<string[]> _origin = new("--origin")
    {
        HelpName = "ORIGIN",
        Description = "A trusted origin (CORS), as http://localhost:3000; repeatable",
    };

    readonly Option<bool> _watch = new("--watch") { Description = "Apply what changes in the seed file while the org runs" };

    public void AddTo(Command command) => command.AddAll(_seed, _watch, _empty, _app, _user, _apiToken, _origin);

    public IStartChoice Read(ParseResult parse)
    {
        SeedChoice choice = new()
        {
            File = parse.GetValue(_seed),
            IsWatched = parse.GetValue(_watch),
            IsEmpty = parse.GetValue(_empty),
            Apps = parse.GetValue(_app) ?? [],
            Users = parse.GetValue(_user) ?? [],
            ApiTokens = parse.GetValue(_apiToken) ?? [],
            Origins = parse.GetValue(_origin) ?? [],
        };
        if (choice is { File: not null, IsEmpty: true })
            throw new UsageException("Both --seed and --empty are given.", "What the file says is all there is: leave --empty out.");
        if (choice is { IsWatched: true, File: null or SeedInput.Stdin })
            throw new UsageException("--watch has no file to watch.", "Give one with --seed FILE.");
        return choice;
    }
}
