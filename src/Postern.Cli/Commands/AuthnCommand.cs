using System.CommandLine;
using System.Text.Json.Nodes;
using Postern.Client;

namespace Postern.Cli;

/// <summary><c>postern authn</c>: the technique's first step, a password for a session token.</summary>
static class AuthnCommand
{
    const string Examples = """
        postern authn --org https://dev-1.okta.com --username ada@example.com --password env:ADA_PASSWORD
        postern authn … | postern authorize … | postern exchange …
        """;

    public static Command Create(GlobalFlags flags, Terminal io)
    {
        var (org, user, http, output) = (new OrgFlags(), new UserFlags(), new HttpFlags(), StepOutput.Option());
        var command = new Verb("authn", "Step 1: gives a password, gets a session token. It makes one session, once, within 5 minutes.") { Examples = Examples };
        command.AddAll(org, user, http);
        command.Add(output);
        command.SetAction((parse, ct) => RunAsync(
            new() { Org = org.Read(parse), User = user.Read(parse), Http = http.Read(parse), Format = parse.GetRequiredValue(output) },
            flags.Apply(parse, io),
            ct));
        return command;
    }

    internal static async Task<int> RunAsync(AuthnOptions options, Terminal io, CancellationToken ct)
    {
        var address = options.Org.Require(io);
        var user = await options.User.ResolveAsync(io, new(io), ct);

        using var http = options.Http.Open(address.OrgUrl, io);
        var client = new OktaClient(http, new() { Issuer = address.Issuer, ClientId = "", Time = io.Time });
        var transaction = await client.SessionTokenFlow.AuthenticateAsync(user.Username, user.Password, ct);
        var authenticated = transaction as AuthnTransaction.Success ?? throw new AuthnException(transaction);
        return StepOutput.Write(io, options.Format, Members(authenticated, address), "session_token");
    }

    static JsonObject Members(AuthnTransaction.Success authenticated, OrgAddress address)
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
    public required HttpChoice Http { get; init; }
    public required string Format { get; init; }
}
