using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.Tests.Authn;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>An org on Identity Engine whose native app may hand its users on to web apps, of several kinds (direct-auth.md 8.1).</summary>
public sealed class HandoverOrg : IAsyncLifetime
{
    public const string Start = "https://app.example.com/start?tenant=acme";
    public const string Careful = "0oa1carefulWebApp005", Asking = "0oa1askingWebApp0005", Telling = "0oa1tellingWebApp005";
    public const string Untrusting = "0oa1untrustingApp005", Asleep = "0oa1asleepWebApp0005", NoPlace = "0oa1noPlaceWebApp005";
    public const string Renamed = "the-renamed-one", RenamedId = "0oa1renamedWebApp005", Empty = "0oa1emptyWebApp00005";

    const string Exchange = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange";
    const string TokenType = "urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3A";
    public const string Interclient = "urn%3Aokta%3Aparams%3Aoauth%3Atoken-type%3Ainterclient_token";
    public const string WebSso = "urn%3Aokta%3Aoauth%3Atoken-type%3Aweb_sso_token";

    public LocalOrg Org { get; private set; } = null!;

    public FakeTimeProvider Time { get; } = new(The.Now);

    public Browserless Http { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Http = new(Org = await LocalOrg.StartAsync(new() { Time = Time, Seed = Seed(), RateLimits = RateLimits.Off }, The.Ct));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Org.DisposeAsync();
    }

    static OrgSeed Seed()
    {
        var seed = OrgSeed.Default;
        var web = seed.Apps.Single(app => app.ClientId == The.Web) with
        {
            InterclientAllowedAppIds = [The.Native, The.Spa],
            InitiateLoginUri = Start,
        };
        return seed with
        {
            Engine = OrgEngine.IdentityEngine,
            ApiTokens = [Walk.ApiToken],
            Apps =
            [
                .. seed.Apps.Where(app => app.ClientId != The.Web), web,
                web with { ClientId = Careful, Name = "Careful", RequiresFactor = true },
                web with { ClientId = Asking, Name = "Asking", RequiresConsent = true },
                web with
                {
                    ClientId = Telling, Name = "Telling",
                    Settings = new() { ["oauthClient"] = new JsonObject { ["frontchannel_logout_session_required"] = true } },
                },
                web with { ClientId = Untrusting, Name = "Untrusting", InterclientAllowedAppIds = [The.Spa] },
                web with { ClientId = Asleep, Name = "Asleep", IsActive = false },
                web with { ClientId = NoPlace, Name = "No place", InitiateLoginUri = null },
                web with { ClientId = Empty, Name = "Empty", AssignedGroupIds = [] },
                web with { ClientId = Renamed, AppId = RenamedId, Name = "Renamed" },
            ],
            AuthorizationServers =
            [
                seed.AuthorizationServers[0] with
                {
                    Scopes = [.. seed.AuthorizationServers[0].Scopes, new() { Name = "orders", Consent = ScopeConsent.Required }],
                },
                seed.AuthorizationServers[1],
            ],
            Users =
            [
                .. seed.Users,
                Walk.Amy with
                {
                    Id = "00u1abeAbe0000000005", Login = "abe@example.com", State = UserState.Active, GroupIds = [The.Testers],
                },
            ],
        };
    }

    /// <summary>The native app's tokens for somebody, by the password alone.</summary>
    public async Task<Answer> SignInAsync(
        string scope = "openid%20interclient_access", string login = "ada@example.com", string server = "/oauth2/default")
    {
        var tokens = await PasswordAsync(scope, login, server);
        tokens.Status.ShouldBe(200, tokens.Body);
        return tokens;
    }

    public Task<Answer> PasswordAsync(
        string scope, string login = "ada@example.com", string server = "/oauth2/default") => Http.PostFormAsync(
        $"{server}/v1/token",
        $"grant_type=password&client_id={The.Native}&username={Uri.EscapeDataString(login)}&password={The.Password}&scope={scope}");

    /// <summary>What the native app asks for a one-time token with.</summary>
    public static string Form(Answer tokens, string app = The.Web, string type = Interclient) =>
        $"{Exchange}&client_id={The.Native}&subject_token={tokens.Text("id_token")}&subject_token_type={TokenType}id_token" +
        $"&actor_token={tokens.Text("access_token")}&actor_token_type={TokenType}access_token&requested_token_type={type}" +
        $"&audience=urn%3Aokta%3Aapps%3A{app}";

    public Task<Answer> ExchangeAsync(
        Answer tokens, string app = The.Web, string type = Interclient, string server = "/oauth2/default") =>
        Http.PostFormAsync($"{server}/v1/token", Form(tokens, app, type));

    /// <summary>A fresh interclient token for the app.</summary>
    public async Task<string> TokenAsync(string app = The.Web, string login = "ada@example.com", string server = "/oauth2/default")
    {
        var answer = await ExchangeAsync(await SignInAsync(login: login, server: server), app, server: server);
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Text("access_token");
    }

    /// <summary>A fresh web SSO token for the app.</summary>
    public async Task<string> WebTokenAsync(string app = The.Web)
    {
        var tokens = await SignInAsync("openid%20okta.apps.sso", server: "/oauth2");
        var answer = await ExchangeAsync(tokens, app, WebSso, "/oauth2");
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Text("access_token");
    }

    public Task<Answer> AuthorizeAsync(string token, string changes = "prompt=none", string server = "/oauth2/default") =>
        Http.GetAsync($"{server}/v1/authorize?{AuthorizeQuery.With($"{changes}&interclient_token={token}")}");

    /// <summary>The web app redeems its code.</summary>
    public Task<Answer> RedeemAsync(Answer authorized, string client = The.Web, string server = "/oauth2/default") => Http.PostFormAsync(
        $"{server}/v1/token",
        $"grant_type=authorization_code&code={authorized.Redirected("code")}&redirect_uri={The.EncodedCallback}",
        ("Authorization", "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{client}:{The.WebSecret}"))));
}
