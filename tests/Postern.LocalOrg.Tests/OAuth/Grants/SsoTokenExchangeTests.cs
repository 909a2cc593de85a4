using System.Web;

namespace Postern.LocalOrg.Tests.OAuth.Grants;

/// <summary>What an app must have, and be, to hand its user on to another: Okta's Native to Web SSO (direct-auth.md 8.1).</summary>
public sealed class SsoTokenExchangeTests(HandoverOrg org) : IClassFixture<HandoverOrg>
{
    const string Terminated = "The 'subject_token' either expired or the session associated with it was terminated.";
    const string NotAllowed = "The following scopes are not allowed for this request: [interclient_access].";

    [Theory]
    [InlineData("subject_token=", "invalid_request", "The required parameter 'subject_token' is missing.")]
    [InlineData("subject_token_type=", "invalid_request", "The required parameter 'subject_token_type' is missing.")]
    [InlineData("actor_token=", "invalid_request", "The required parameter 'actor_token' is missing.")]
    [InlineData("actor_token_type=", "invalid_request", "The required parameter 'actor_token_type' is missing.")]
    [InlineData("actor_token_type=x", "invalid_request", "'actor_token_type' is invalid or not supported.")]
    [InlineData(
        "subject_token_type=urn:ietf:params:oauth:token-type:access_token", "invalid_request",
        "When 'actor_token_type' is 'urn:ietf:params:oauth:token-type:access_token', 'subject_token_type' must be " +
        "'urn:ietf:params:oauth:token-type:id_token'.")]
    [InlineData("subject_token=x", "invalid_request", "'subject_token' is invalid.")]
    [InlineData("actor_token=x", "invalid_request", "'actor_token' is invalid.")]
    [InlineData("resource=https://x.example", "invalid_target", "'resource' is invalid or not supported.")]
    [InlineData("requested_token_type=x", "invalid_request", "'requested_token_type' is invalid or not supported.")]
    [InlineData(
        "audience=", "invalid_target", "Token Exchange requests must include a valid audience of the authorization server.")]
    [InlineData(
        "audience=0oa1posternWeb000005", "invalid_target",
        "Token Exchange requests must include a valid audience of the authorization server.")]
    [InlineData(
        "audience=urn:okta:apps:0oa1nobody0000000005", "invalid_target",
        "Token Exchange requests must include a valid audience of the authorization server.")]
    [InlineData(
        $"audience=urn:okta:apps:{HandoverOrg.Untrusting}", "invalid_grant",
        "The target audience app must be configured to allow the client to request an 'interclient_token'.")]
    [InlineData(
        $"audience=urn:okta:apps:{HandoverOrg.Asleep}", "invalid_target",
        "The resource app is not completely configured or user is not assigned to the app.")]
    [InlineData(
        $"audience=urn:okta:apps:{HandoverOrg.Empty}", "invalid_target",
        "The resource app is not completely configured or user is not assigned to the app.")]
    public async Task What_does_not_fit_is_refused(string change, string error, string description)
    {
        var form = HttpUtility.ParseQueryString(HandoverOrg.Form(await org.SignInAsync()));
        form.Set(change[..change.IndexOf('=', StringComparison.Ordinal)], change[(change.IndexOf('=', StringComparison.Ordinal) + 1)..]);

        (await org.Http.PostFormAsync("/oauth2/default/v1/token", form.ToString()!)).ShouldBeError(400, error, description);
    }

    [Fact]
    public async Task Both_tokens_are_of_one_sign_in_of_the_apps_own_and_of_the_server()
    {
        var ada = await org.SignInAsync();
        var (abe, plain, elsewhere) = (
            await org.SignInAsync(login: "abe@example.com"), await org.SignInAsync("openid"),
            await org.SignInAsync(server: "/oauth2"));
        var spa = await org.Http.TokensAsync(scope: "openid%20interclient_access");

        foreach (var subject in (Answer[])[plain, elsewhere, spa])
            (await MixedAsync(subject, ada)).ShouldBeError(400, "invalid_request", "'subject_token' is invalid.");
        foreach (var actor in (Answer[])[abe, plain, elsewhere, spa])
            (await MixedAsync(ada, actor)).ShouldBeError(400, "invalid_request", "'actor_token' is invalid.");
    }

    [Fact]
    public async Task A_sign_in_for_the_devices_apps_is_none_for_web_apps()
    {
        var device = await org.SignInAsync("openid%20device_sso%20offline_access");

        (await MixedAsync(device, await org.SignInAsync())).ShouldBeError(400, "invalid_grant", Terminated);
    }

    [Fact]
    public async Task A_revoked_access_token_acts_for_nobody()
    {
        var tokens = await org.SignInAsync();
        await org.Http.PostFormAsync("/oauth2/default/v1/revoke", $"client_id={The.Native}&token={tokens.Text("access_token")}");

        (await org.ExchangeAsync(tokens)).ShouldBeError(400, "invalid_request", "'actor_token' is invalid.");
    }

    [Fact]
    public async Task A_service_has_nobody_to_hand_on()
    {
        var form = HandoverOrg.Form(await org.SignInAsync()).Replace($"client_id={The.Native}&", "", StringComparison.Ordinal);

        (await org.Http.PostFormAsync("/oauth2/default/v1/token", form, The.BasicOfService))
            .ShouldBeError(400, "invalid_request", "A service client may not use the native sso flow.");
    }

    [Theory]
    [InlineData("/oauth2/default/v1/token", "grant_type=password&username=ada%40example.com&password=x")]
    [InlineData("/oauth2/default/v1/device/authorize", "")]
    [InlineData("/oauth2/v1/device/authorize", "")]
    public async Task Whom_no_app_trusts_may_not_ask_for_the_scope(string path, string form)
    {
        await using var alone = await AloneAsync();

        (await alone.Http.PostFormAsync(path, $"{form}&client_id={The.Native}&scope=openid%20interclient_access"))
            .ShouldBeError(400, "invalid_scope", NotAllowed);
        (await alone.Http.GetAsync(
            $"/oauth2/default/v1/authorize?{AuthorizeQuery.With($"client_id={The.Native}&scope=openid%20interclient_access&{The.Pkce}")}"))
            .ShouldBeRedirectedError("invalid_scope", NotAllowed);
    }

    [Theory]
    [InlineData(
        "openid%20offline_access%20device_sso%20interclient_access",
        "The following scopes cannot be requested together: [device_sso, interclient_access].")]
    [InlineData("interclient_access", "The following scopes: [interclient_access] must be requested together with [openid].")]
    public async Task The_scope_goes_with_openid_and_without_the_devices(string scope, string description) =>
        (await org.PasswordAsync(scope)).ShouldBeError(400, "invalid_scope", description);

    [Fact]
    public async Task The_scope_goes_with_a_code_alone()
    {
        var query = AuthorizeQuery.With($"client_id={The.Native}&response_type=id_token&scope=openid%20interclient_access");

        (await org.Http.GetAsync($"/oauth2/default/v1/authorize?{query}")).ShouldBeRedirectedError(
            "invalid_request", "The response type code is required when requesting scope interclient_access.");
    }

    [Fact]
    public async Task Nobody_who_signs_in_nobody_may_ask_for_it() =>
        (await org.Http.PostFormAsync(
            "/oauth2/default/v1/token", "grant_type=client_credentials&scope=api%3Aread%20interclient_access", The.BasicOfService))
            .ShouldBeError(400, "invalid_scope", NotAllowed);

    [Theory]
    [InlineData(
        HandoverOrg.Untrusting, "invalid_grant",
        "The target audience app must be configured to allow the client to request a 'web_sso_token'.")]
    [InlineData(
        HandoverOrg.Careful, "invalid_grant", "The application's assurance requirements are not met by the 'subject_token'.")]
    [InlineData(
        HandoverOrg.NoPlace, "invalid_target",
        "The resource app is not completely configured or user is not assigned to the app.")]
    public async Task A_web_sso_token_is_given_where_nobody_need_be_asked_for_more(string app, string error, string description)
    {
        var tokens = await org.SignInAsync("openid%20okta.apps.sso", server: "/oauth2");

        (await org.ExchangeAsync(tokens, app, HandoverOrg.WebSso, "/oauth2")).ShouldBeError(400, error, description);
    }

    [Fact]
    public async Task Each_of_the_two_scopes_is_good_for_its_own_token()
    {
        var (interclient, web) = (
            await org.SignInAsync(server: "/oauth2"), await org.SignInAsync("openid%20okta.apps.sso", server: "/oauth2"));

        (await org.ExchangeAsync(interclient, type: HandoverOrg.WebSso, server: "/oauth2"))
            .ShouldBeError(400, "invalid_request", "'actor_token' is invalid.");
        (await org.ExchangeAsync(web, server: "/oauth2")).ShouldBeError(400, "invalid_request", "'actor_token' is invalid.");
    }

    [Fact]
    public async Task The_access_policy_decides_about_the_exchange_too()
    {
        await using var strict = await ClockedOrg.StartAsync(seed => Trusting(seed) with
        {
            AuthorizationServers =
            [
                seed.AuthorizationServers[0] with
                {
                    Policies = [new() { Name = "p", Rules = [new() { Name = "r", GrantTypes = ["password"] }] }],
                },
            ],
        });
        var tokens = await strict.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=password&client_id={The.Native}&username=ada%40example.com&password={The.Password}" +
            "&scope=openid%20interclient_access");

        (await strict.Http.PostFormAsync("/oauth2/default/v1/token", HandoverOrg.Form(tokens))).ShouldBeError(
            401, "access_denied", "Policy evaluation failed for this request, please check the policy configurations.");
    }

    [Fact]
    public async Task Classic_knows_nothing_of_it()
    {
        await using var classic = await ClockedOrg.StartAsync(seed => Trusting(seed) with { Engine = OrgEngine.Classic });
        var tokens = await classic.Http.TokensAsync(scope: "openid", clientId: The.Native);

        (await classic.Http.GetAsync(
            $"/oauth2/default/v1/authorize?{AuthorizeQuery.With($"client_id={The.Native}&scope=openid%20interclient_access&{The.Pkce}")}"))
            .ShouldBeRedirectedError(
                "invalid_scope", "One or more scopes are not configured for the authorization server resource.");
        (await classic.Http.PostFormAsync("/oauth2/default/v1/token", HandoverOrg.Form(tokens)))
            .ShouldBeError(400, "invalid_request", "'requested_token_type' is invalid or not supported.");
        (await classic.Http.PostFormAsync("/oauth2/v1/token", HandoverOrg.Form(tokens))).ShouldBeError(
            400, "unsupported_grant_type", "'urn:ietf:params:oauth:grant-type:token-exchange' grant type is not supported.");
        (await classic.Http.GetAsync("/oauth2/default/.well-known/openid-configuration")).Body.ShouldNotContain("interclient_access");
    }

    [Fact]
    public async Task Discovery_of_a_custom_server_names_the_scope_and_that_of_the_orgs_own_does_not()
    {
        (await org.Http.GetAsync("/oauth2/default/.well-known/openid-configuration")).Body.ShouldContain(
            "\"scopes_supported\":[\"openid\",\"profile\",\"email\",\"address\",\"phone\",\"offline_access\",\"device_sso\"," +
            "\"interclient_access\",");
        (await org.Http.GetAsync("/.well-known/openid-configuration")).Body.ShouldNotContain("interclient_access");
    }

    static OrgSeed Trusting(OrgSeed seed) => seed with
    {
        Engine = OrgEngine.IdentityEngine,
        Apps =
        [
            .. seed.Apps.Select(app => app.ClientId == The.Web ? app with { InterclientAllowedAppIds = [The.Native] } : app),
        ],
    };

    static Task<ClockedOrg> AloneAsync() => ClockedOrg.StartAsync(seed => seed with { Engine = OrgEngine.IdentityEngine });

    Task<Answer> MixedAsync(Answer subject, Answer actor)
    {
        var form = HttpUtility.ParseQueryString(HandoverOrg.Form(subject));
        form.Set("actor_token", actor.Text("access_token"));
        return org.Http.PostFormAsync("/oauth2/default/v1/token", form.ToString()!);
    }
}
