using System.Text.Json;

namespace Postern.Benchmarks;

/// <summary>The local org, described as its peers describe themselves.</summary>
static class OrgTarget
{
    const string Server = "/oauth2/default/v1";

    const string Interacting = "0oa1posternInterac05";

    /// <summary>A scope that <see cref="OrgFile"/> adds, since OpenID Connect's are not for services.</summary>
    public const string ApiScope = "api";

    /// <summary>From the line of JSON with which <c>postern org start</c> says that it listens.</summary>
    public static Target Read(string line)
    {
        var ready = JsonDocument.Parse(line).RootElement;
        var (service, app) = (App(ready, "service"), App(ready, "spa"));
        return new()
        {
            Name = "Postern, SQLite",
            Url = ready.GetProperty("url").GetString()!,
            AuthorizePath = Server + "/authorize",
            TokenPath = Server + "/token",
            IntrospectionPath = Server + "/introspect",
            KeysPath = Server + "/keys",
            AuthorityFile = ready.TryGetProperty("authority", out var authority) ? authority.GetString() : null,
            Authn = """{"username":"ada@example.com","password":"Correct-Horse-9"}""",
            Service = new()
            {
                ClientId = service.GetProperty("clientId").GetString()!,
                Secret = service.GetProperty("clientSecret").GetString()!,
                Form = "scope=" + ApiScope,
            },
            App = new()
            {
                ClientId = app.GetProperty("clientId").GetString()!,
                RedirectUri = app.GetProperty("redirectUris")[0].GetString()!,
            },
            Flows = new()
            {
                ["clientCredentials"] = new() { Does = "client secret, policy, RS256 access token; JWTs it does not store" },
                ["code"] = new() { Does = "session cookie, prompt=none, policy, PKCE; RS256 access and ID token; the code is stored" },
                ["refresh"] = new() { Does = "rotation, policy; RS256 access and ID token" },
                ["introspection"] = new() { Does = "client secret, RS256 signature, look-up among the revoked" },
                ["keys"] = new() { Does = "the public key" },
            },
            Note = "Native, its data in an SQLite file.",
        };
    }

    /// <summary>The same, with the app that the demo has on Identity Engine for the interaction code.</summary>
    public static Target ReadInteracting(string line) => Read(line) with
    {
        App = new() { ClientId = Interacting, RedirectUri = Read(line).App.RedirectUri },
    };

    static JsonElement App(JsonElement ready, string kind) =>
        ready.GetProperty("apps").EnumerateArray().First(app => app.GetProperty("kind").GetString() == kind);
}
