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
        "--username" or "--for-user" => Completer.Starting(typed, await NamesAsync("users", "login", "state", ct)),
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
        var front = Address() is { } address ? await LocalAnswer.ReadAsync($"{address.OrgUrl}/", io, ct) : null;
        return front?[what] is JsonArray known
            ? known.OfType<JsonObject>().Where(one => one.Text(name) is not null)
                .Select(one => new Candidate(one.Text(name)!, one.Text(about) ?? ""))
            : [];
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
