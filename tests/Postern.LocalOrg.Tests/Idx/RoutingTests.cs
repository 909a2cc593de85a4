using Postern.LocalOrg.Tests.Authn;
using Postern.LocalOrg.Tests.OAuth;
using Postern.LocalOrg.Tests.Pages;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>
/// Whom a routing rule sends to another identity provider proves nothing here, whichever way they come (idx.md 8,
/// api-access-management.md 14.6).
/// </summary>
public sealed class RoutingTests(RoutingTests.RoutedOrg org) : IClassFixture<RoutingTests.RoutedOrg>
{
    [Theory]
    [InlineData("identify", """ "identifier":"ada@example.com" """)]
    [InlineData("identify", """ "identifier":"ada@example.com","credentials":{"passcode":"Correct-Horse-9"} """)]
    [InlineData("recover", "")]
    [InlineData("unlock-account", "")]
    [InlineData("enroll", "")]
    public async Task What_an_app_that_is_routed_does_not_offer_is_refused(string path, string members)
    {
        var run = await org.BeginAsync(RoutedOrg.Away);
        run.Names.ShouldBe(["redirect-idp"]);

        var refused = await run.SendAsync(path, members);
        await run.IntrospectAsync();

        refused.Status.ShouldBe(400, refused.Body);
        refused.Body.ShouldContain("E0000020");
        run.Names.ShouldBe(["redirect-idp"]);
    }

    [Theory]
    [InlineData(The.Password)]
    [InlineData("whatever")]
    public async Task Who_is_anothers_by_name_is_led_there_whatever_the_password(string password)
    {
        var run = await org.BeginAsync();

        await run.GoAsync(
            "identify", $$$""" "identifier":"pia@partner.example","credentials":{"passcode":"{{{password}}}"} """, "redirect-idp");
        var answered = await run.SendAsync("challenge/answer", $$$""" "credentials":{"passcode":"{{{password}}}"} """);
        var recovering = await run.SendAsync("recover");
        await run.IdentifyAsync("ada", "successWithInteractionCode");

        answered.Status.ShouldBe(400, answered.Body);
        recovering.Status.ShouldBe(400, recovering.Body);
    }

    [Fact]
    public async Task No_mail_is_sent_to_recover_what_is_anothers()
    {
        var run = await org.BeginAsync();
        await run.GoAsync("recover", "", "identify-recovery");
        await run.GoAsync("identify", "\"identifier\":\"pia@partner.example\"", "select-authenticator-authenticate");

        await run.ChooseAsync("Email", null, "challenge-authenticator");

        (await org.Org.Outbox.MessagesAsync(The.Ct)).ShouldNotContain(message => message.Login == "pia@partner.example");
    }

    [Fact]
    public async Task The_Authentication_API_is_not_routed() =>
        (await org.Http.AuthenticateAsync("pia@partner.example")).Text("status").ShouldBe("SUCCESS");

    [Fact]
    public async Task The_page_of_a_routed_app_leads_away_at_once()
    {
        var answer = await OpenAsync(RoutedOrg.AwayPage);

        answer.Status.ShouldBe(302, answer.Body);
        answer.Location.ShouldStartWith($"/sso/idps/{org.Provider}?okta_key=");
        (await org.Http.GetAsync(answer.Location)).Status.ShouldBe(501);
    }

    [Fact]
    public async Task Who_is_signed_in_already_is_led_nowhere()
    {
        var answer = await org.Http.GetAsync(
            $"/oauth2/v1/authorize?{Query(RoutedOrg.AwayPage)}&sessionToken={await org.Http.SessionTokenAsync()}");

        answer.Redirected("id_token").ShouldNotBeNull(answer.Body);
    }

    [Fact]
    public async Task On_the_page_who_is_anothers_by_name_finds_the_way_there_and_another_may_sign_in()
    {
        var first = await OpenAsync(RoutedOrg.Page);
        var routed = await SignInAsync(first, "pia%40partner.example");

        var back = await org.Http.GetAsync($"/login/login.htm?okta_key={routed.HrefKey}");
        var signedIn = await SignInAsync(back, "ada%40example.com");

        routed.Status.ShouldBe(200, routed.Body);
        routed.Words.ShouldContain("Sign in with Elsewhere</a>");
        routed.Words.ShouldNotContain("type=\"password\"");
        routed.Words.ShouldNotContain("Forgot password?");
        signedIn.Status.ShouldBe(302, signedIn.Body);
    }

    [Fact]
    public async Task A_request_may_name_a_provider_that_the_org_knows()
    {
        var named = await org.Http.GetAsync($"/oauth2/v1/authorize?{Query(RoutedOrg.Page)}&idp={org.Provider}");
        var unknown = await org.Http.GetAsync($"/oauth2/v1/authorize?{Query(RoutedOrg.Page)}&idp=0oa1unknownIdp000005");

        named.Location.ShouldStartWith($"/sso/idps/{org.Provider}?okta_key=");
        unknown.ShouldBeRedirectedError("invalid_request", "Identity provider is not valid.");
    }

    [Fact]
    public async Task On_Classic_Engine_the_page_is_routed_as_well()
    {
        await using var classic = await ClockedOrg.StartAsync(seed => seed with
        {
            ApiTokens = [Walk.ApiToken],
            Users = [.. seed.Users, RoutedOrg.Pia(seed)],
        });
        await RoutedOrg.RouteAsync(classic.Http, null);
        var first = await classic.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With("-prompt")}");

        var routed = await classic.Http.PostFormAsync(
            "/login/login.htm", $"okta_key={first.SignInKey}&username=pia%40partner.example&password={The.Password}");

        routed.Words.ShouldContain("Sign in with Elsewhere</a>");
        routed.Words.ShouldNotContain("type=\"password\"");
    }

    [Theory]
    [InlineData("POST", "/lifecycle/deactivate")]
    [InlineData("DELETE", "")]
    public async Task A_rule_that_leads_to_nobody_who_is_there_is_passed_over(string method, string path)
    {
        await using var classic = await ClockedOrg.StartAsync(seed => seed with { ApiTokens = [Walk.ApiToken] });
        var provider = await RoutedOrg.RouteAsync(classic.Http, [The.Web]);
        var query = $"/oauth2/v1/authorize?{AuthorizeQuery.With("-prompt")}";

        var led = await classic.Http.GetAsync(query);
        await classic.Http.SendAsync(
            new(method), $"/api/v1/idps/{provider}{path}", null, ("Authorization", $"SSWS {Walk.ApiToken}"));
        var page = await classic.Http.GetAsync(query);

        led.Location.ShouldStartWith($"/sso/idps/{provider}?okta_key=");
        page.ShouldBeSignInPage();
        (await classic.Http.PostFormAsync(
            "/login/login.htm", $"okta_key={page.SignInKey}&username=ada%40example.com&password={The.Password}")).Status.ShouldBe(302);
    }

    [Fact]
    public async Task After_a_rule_that_leads_to_nobody_the_next_one_decides()
    {
        await using var classic = await ClockedOrg.StartAsync(seed => seed with
        {
            IdentityProviders =
            [
                new() { Name = "Gone", Type = "OIDC", Protocol = [], IsActive = false },
                new() { Name = "There", Type = "OIDC", Protocol = [] },
            ],
            RoutingRules = [new() { Name = "First", ProviderIds = ["Gone"] }, new() { Name = "Second", ProviderIds = ["There"] }],
        });

        var led = await classic.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With("-prompt")}");

        led.Location.ShouldStartWith(
            $"/sso/idps/{classic.Org.Seed.IdentityProviders.Single(provider => provider.Name is "There").Id}?okta_key=");
    }

    Task<Answer> OpenAsync(string clientId) => org.Http.GetAsync($"/oauth2/v1/authorize?{Query(clientId)}");

    Task<Answer> SignInAsync(Answer page, string login) => org.Http.PostFormAsync(
        "/login/login.htm", $"okta_key={page.SignInKey}&username={login}&password={The.Password}");

    static string Query(string clientId) => AuthorizeQuery.With($"-prompt&response_type=id_token&client_id={clientId}");

    /// <summary>Partners are somebody else's to sign in, and everybody for two of the apps.</summary>
    public sealed class RoutedOrg : IdxOrg, IAsyncLifetime
    {
        public const string Away = "0oa1awayAwayAway0005", AwayPage = "0oa1awayPagePage0005", Page = "0oa1pagePagePage0005";

        static readonly (string, string) Admin = ("Authorization", $"SSWS {Walk.ApiToken}");

        public string Provider { get; private set; } = "";

        public static SeedUser Pia(OrgSeed seed) => seed.Users.First(user => user.Login is "ada@example.com") with
        {
            Id = "00u1piaPartner000005",
            Login = "pia@partner.example",
        };

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            Provider = await RouteAsync(Http, [Away, AwayPage]);
        }

        /// <summary>The provider that everybody of these apps, and partners of all, are routed to.</summary>
        internal static async Task<string> RouteAsync(Browserless http, string[]? apps)
        {
            var provider = await MakeAsync(
                http, "/idps", """{"name":"Elsewhere","type":"OIDC","protocol":{"type":"OIDC","scopes":["openid"]},"policy":{}}""");
            var policy = (await http.GetAsync("/api/v1/policies?type=IDP_DISCOVERY", Admin)).Json[0].GetProperty("id").GetString();
            var actions = $$$"""{"idp":{"providers":[{"type":"OIDC","id":"{{{provider}}}"}]}}""";
            await MakeAsync(http, $"/policies/{policy}/rules", $$$"""
                {"type":"IDP_DISCOVERY","name":"Partners","conditions":{"userIdentifier":{"type":"IDENTIFIER",
                 "patterns":[{"matchType":"SUFFIX","value":"partner.example"}]}},"actions":{{{actions}}}}
                """);
            foreach (var app in apps ?? [])
                await MakeAsync(http, $"/policies/{policy}/rules", $$$"""
                    {"type":"IDP_DISCOVERY","name":"{{{app}}}","conditions":{"app":{"include":[{"type":"APP","id":"{{{app}}}"}],
                     "exclude":[]}},"actions":{{{actions}}}}
                    """);
            return provider;
        }

        static async Task<string> MakeAsync(Browserless http, string path, string json)
        {
            var made = await http.PostJsonAsync("/api/v1" + path, json, Admin);
            made.Status.ShouldBeInRange(200, 201, made.Body);
            return made.Text("id");
        }

        protected override OrgSeed Change(OrgSeed seed) => seed with
        {
            ApiTokens = [Walk.ApiToken],
            Users = [.. seed.Users, Pia(seed)],
            Apps =
            [
                .. seed.Apps, seed.Apps.First(app => app.ClientId == The.Spa) with { ClientId = Away, Name = "Away" },
                seed.Apps.First(app => app.ClientId == The.Native) with { ClientId = AwayPage, Name = "Away page" },
                seed.Apps.First(app => app.ClientId == The.Native) with { ClientId = Page, Name = "Page" },
            ],
        };
    }
}
