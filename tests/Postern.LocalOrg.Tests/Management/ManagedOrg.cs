using System.Net.Http.Headers;
using System.Text;

namespace Postern.LocalOrg.Tests.Management;

/// <summary>An org that a class of tests manages by an API token.</summary>
public sealed class ManagedOrg : IAsyncLifetime
{
    static readonly (string, string) ApiToken = ("Authorization", "SSWS 00testApiToken");

    public LocalOrg Org { get; private set; } = null!;

    public Browserless Http { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Http = new(
        Org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { ApiTokens = ["00testApiToken"] } }));

    public Task<Answer> GetAsync(string path) => Http.GetAsync("/api/v1" + path, ApiToken);

    public Task<Answer> PostAsync(string path, string json = "{}") => SendAsync(HttpMethod.Post, path, json);

    public Task<Answer> PutAsync(string path, string json = "{}") => SendAsync(HttpMethod.Put, path, json);

    public Task<Answer> DeleteAsync(string path) => Http.SendAsync(HttpMethod.Delete, "/api/v1" + path, null, ApiToken);

    public Task<Answer> SendAsync(HttpMethod method, string path, string json) => Http.SendAsync(
        method, "/api/v1" + path, new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")), ApiToken);

    /// <summary>An app of the kind that serves itself, with its credentials in a header.</summary>
    public async Task<(string Id, (string, string) Basic)> ServiceAsync(string label, string settings = "")
    {
        var made = await PostAsync(
            "/apps",
            $$$$"""{"name":"oidc_client","label":"{{{{label}}}}","signOnMode":"OPENID_CONNECT","settings":{"oauthClient":{"application_type":"service"{{{{settings}}}}}}}""");
        made.Status.ShouldBe(200, made.Body);
        var client = made.Json.GetProperty("credentials").GetProperty("oauthClient");
        return (made.Text("id"), Basic(client.GetProperty("client_id").GetString()!, client.GetProperty("client_secret").GetString()!));
    }

    /// <summary>An app that a browser signs in to without a secret.</summary>
    public async Task<string> PageAsync(string label, string grants = "\"authorization_code\",\"refresh_token\"")
    {
        var made = await PostAsync(
            "/apps",
            $$$$"""{"name":"oidc_client","label":"{{{{label}}}}","signOnMode":"OPENID_CONNECT","settings":{"oauthClient":{"application_type":"browser","redirect_uris":["{{{{The.Callback}}}}"],"grant_types":[{{{{grants}}}}],"response_types":["code"]}}}""");
        made.Status.ShouldBe(200, made.Body);
        return made.Text("id");
    }

    /// <summary>What the token endpoint says to a client that acts for itself.</summary>
    public Task<Answer> ServeAsync((string, string) basic, string server = "/oauth2/default", string scope = "api:read") =>
        Http.PostFormAsync($"{server}/v1/token", $"grant_type=client_credentials&scope={scope}", basic);

    /// <summary>What an authorize request of an app's comes to for Ada, with a fresh session token of hers.</summary>
    public Task<Answer> AuthorizeAsync(string clientId, string scope = "openid", string server = "/oauth2/default") => Http.AuthorizeAsync(
        server,
        $"client_id={clientId}&response_type=code&scope={scope}&redirect_uri={The.EncodedCallback}&state=s-1f0c&nonce=n-8c2e&{The.Pkce}");

    public static (string, string) Basic(string clientId, string secret) =>
        ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{secret}")));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Org.DisposeAsync();
    }
}
