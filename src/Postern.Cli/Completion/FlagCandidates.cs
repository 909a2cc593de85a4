using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json.Nodes;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>What the value of a flag could be: its own words, names of this machine's, or what a local org has.</summary>
sealed class FlagCandidates(ParseResult parse, Terminal io)
{
    static readonly Candidate[] References =
    [
        new("env:", "An environment variable holds it"),
        new("file:", "A file holds it"),
        new("-", "Standard input holds it"),
        new("cmd:", "A command prints it"),
        new("keyring:", "The desktop's keyring holds it"),
        new("prompt", "Ask for it"),
    ];

    static readonly string[] UsualScopes =
    [
        Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.OfflineAccess, Scopes.Address, Scopes.Phone, Scopes.Groups, Scopes.DeviceSso,
    ];

    public async Task<IEnumerable<Candidate>> OfAsync(Option option, string typed, CancellationToken ct) => option.Name switch
    {
        "--profile" or "--inherits" => Completer.Starting(typed, Profiles()),
        "--scopes" => InList(typed, await ScopesAsync(ct)),
        "--set" => OfVariable(typed),
        "--keep-file" => Completer.Starting(typed, Profiles().Select(profile => new Candidate($"{profile.Text}="))),
        "--auth-server" => Completer.Starting(typed, await ServersAsync(ct)),
        _ when option.HelpName is "LOGIN" => Completer.Starting(typed, await NamesAsync("users", "login", "state", ct)),
        "--client-id" => Completer.Starting(typed, await NamesAsync("apps", "clientId", "name", ct)),
        "--for-app" => Completer.Starting(typed, await NamesAsync("apps", "name", "kind", ct)),
        "--factor" => Completer.Starting(typed, Factors()),
        _ when option.HelpName?.StartsWith(SecretReader.HelpName, StringComparison.Ordinal) is true => OfReference(typed),
        _ => Completer.Starting(typed, option.GetCompletions(CompletionContext.Empty).Select(found => new Candidate(found.Label))),
    };

    public IEnumerable<Candidate> Profiles()
    {
        try
        {
            return io.Files.Profiles.Value.Names.Select(name => new Candidate(name)).ToList();
        }
        catch (UsageException)
        {
            return []; // Whatever is wrong with the file is told by the command that needs it.
        }
    }

    // Its name is anybody's to choose; behind it stands a profile.
    IEnumerable<Candidate> OfVariable(string typed) => typed.Split('=', 2) is [var name, var begun]
        ? Completer.Starting(begun, Profiles()).Select(profile => profile with { Text = $"{name}={profile.Text}" })
        : [];

    static IEnumerable<Candidate> Factors() =>
        ((string[])["totp", "question", "sms", "call", "email", "push", "token"]).Select(name => new Candidate(name));

    // A file is the shell's to complete.
    IEnumerable<Candidate> OfReference(string typed) => typed.StartsWith("env:", StringComparison.Ordinal)
        ? Completer.Starting(typed, io.Variables().Order(StringComparer.Ordinal).Select(name => new Candidate($"env:{name}")))
        : Completer.Starting(typed, References);

    // Of a list the last one is being typed; those before it are not offered again.
    static IEnumerable<Candidate> InList(string typed, IEnumerable<string> words)
    {
        var before = typed[..(typed.LastIndexOfAny([' ', ',']) + 1)];
        var given = before.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return Completer.Starting(typed, words.Except(given).Select(word => new Candidate(before + word)));
    }

    async Task<IEnumerable<string>> ScopesAsync(CancellationToken ct)
    {
        var issuer = Address() is { } address ? address.Issuer : null;
        var document = issuer is null ? null : await LocalAnswer.ReadAsync($"{issuer}/.well-known/openid-configuration", io, ct);
        return document?["scopes_supported"] is JsonArray scopes ? scopes.Select(scope => scope.ToPlainText()) : UsualScopes;
    }

    async Task<IEnumerable<Candidate>> NamesAsync(string what, string name, string about, CancellationToken ct)
    {
        return (await FrontAsync(ct))?[what] is JsonArray known
            ? known.OfType<JsonObject>().Where(one => one.Text(name) is not null)
                .Select(one => new Candidate(one.Text(name)!, one.Text(about) ?? ""))
            : [];
    }

    async Task<IEnumerable<Candidate>> ServersAsync(CancellationToken ct)
    {
        var issuers = (await FrontAsync(ct))?["issuers"] as JsonArray ?? [];
        var custom = issuers.Select(issuer => issuer.ToPlainText().Split("/oauth2/")).Where(parts => parts.Length is 2);
        return custom.Select(parts => parts[1]).Concat(["default", ServerAddress.OrgServer]).Distinct().Select(id => new Candidate(id));
    }

    async Task<JsonObject?> FrontAsync(CancellationToken ct) =>
        OrgUrl() is { } url ? await LocalAnswer.ReadAsync($"{url}/", io, ct) : null;

    // Commands that move a running local org mean the usual one where none is named.
    string? OrgUrl()
    {
        if (Address() is { } address)
            return address.OrgUrl;

        var movesOne = parse.CommandResult.Command.Options.Any(option => option.Name is "--control-key")
            && parse.CommandResult.Command.Name is not ("start" or "run");
        return movesOne && Given("--org") is null ? RunningOrgFlags.UsualFor(io) : null;
    }

    // What is no address yet is none to ask.
    ServerAddress? Address()
    {
        try
        {
            return new OrgChoice { Org = Given("--org"), AuthServer = Given("--auth-server"), Issuer = Given("--issuer") }
                .Resolve(io with { Quiet = true });
        }
        catch (UsageException)
        {
            return null;
        }
    }

    string? Given(string flag) =>
        parse.CommandResult.Command.Options.FirstOrDefault(option => option.Name == flag) is { } option
            && parse.GetResult(option) is { Implicit: false, Tokens: [var token] }
            ? token.Value
            : null;
}
