using System.CommandLine;
using System.Text.Json.Nodes;
using Postern.Client;

namespace Postern.Cli;

/// <summary><c>postern authn</c>: the technique's first step, a password for a session token.</summary>
static class AuthnCommand
{
    const string Examples = """
        postern authn --org https://dev-1.okta.com --username ada@example.com --password env:ADA_PASSWORD
        postern authn … --totp-secret env:ADA_TOTP     # a user with a second factor
        postern authn … | postern authorize … | postern exchange …
        """;

    public static Command Create()
    {
        var (org, user, factor, http, output) = (new OrgFlags(), new UserFlags(), new FactorFlags(), new HttpFlags(), StepOutput.Option());
        var command = new Verb("authn", "Step 1: gives a password, gets a session token. It makes one session, once, within 5 minutes.")
        {
            Examples = Examples,
        };
        command.AddAll(org, user, factor, http);
        command.Add(output);
        command.Runs<AuthnOptions>(
            parse => new()
            {
                Org = org.Read(parse),
                User = user.Read(parse),
                Factor = factor.Read(parse),
                Http = http.Read(parse),
                Format = parse.GetRequiredValue(output),
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(AuthnOptions options, Terminal io, CancellationToken ct)
    {
        var address = options.Org.Require(io);
        var secrets = new SecretReader(io);
        var user = await options.User.ResolveAsync(io, secrets, ct);
        var answers = await options.Factor.ResolveAsync(user.Username, io, secrets, ct);

        var settings = await options.Factor.AddToAsync(new ClientApp { ClientId = "" }.OptionsFor(address, io), io, secrets, ct);

        using var connection = options.Http.Connect(address, settings, io);
        var authenticated = await connection.Client.SessionTokenFlow.SignInAsync(user.Username, user.Password, answers, ct);
        return StepOutput.Write(io, options.Format, Members(authenticated, address), "session_token");
    }

    static JsonObject Members(AuthnTransaction.Success authenticated, ServerAddress address)
    {
        var json = new JsonObject
        {
            ["status"] = authenticated.Status,
            ["session_token"] = authenticated.SessionToken,
        };
        json.AddPresent("expires_at", authenticated.ExpiresAt is { } expiresAt ? Words.Instant(expiresAt) : null);
        json.AddPresent("user_id", authenticated.User?.Id);
        json.AddPresent("login", authenticated.User?.Login);
        json["org"] = address.OrgUrl;
        return json;
    }
}

/// <summary>What <c>postern authn</c> was asked for.</summary>
sealed record AuthnOptions
{
    public required OrgChoice Org { get; init; }
    public required UserChoice User { get; init; }
    public required FactorChoice Factor { get; init; }
    public required HttpChoice Http { get; init; }
    public required string Format { get; init; }
}
