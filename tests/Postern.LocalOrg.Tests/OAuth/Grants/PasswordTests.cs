namespace Postern.LocalOrg.Tests.OAuth.Grants;

/// <summary>The resource owner's password at the token endpoint (oidc.md 9.3).</summary>
public sealed class PasswordTests
{
    const string Wrong = "The credentials provided were invalid.";

    [Theory]
    [InlineData("/oauth2")]
    [InlineData("/oauth2/default")]
    public async Task A_password_gives_tokens(string server)
    {
        await using var org = await StartAsync();

        var answer = await TokenAsync(org, "ada@example.com", server: server, scope: "openid%20profile%20offline_access");

        answer.Members.ShouldBe(["token_type", "expires_in", "access_token", "scope", "refresh_token", "id_token"], answer.Body);
        Jwt.Text(answer.Text("id_token"), "sub").ShouldBe("00u1adaActive0000005");
        Jwt.Texts(answer.Text("id_token"), "amr").ShouldBe(["pwd"]);
        Jwt.Text(answer.Text("id_token"), "name").ShouldBe("Ada Active");
        Jwt.Number(answer.Text("access_token"), "auth_time").ShouldBe(The.Now.ToUnixTimeSeconds());
        Jwt.Text(answer.Text("access_token"), "cid").ShouldBe(The.Native);
    }

    [Fact]
    public async Task Its_refresh_token_works()
    {
        await using var org = await StartAsync();
        var token = (await TokenAsync(org, "ada@example.com", scope: "openid%20offline_access")).Text("refresh_token");

        (await org.Http.RefreshAsync(token, clientId: The.Native)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("ada@example.com", "not the one")]
    [InlineData("nobody@example.com", The.Password)]
    [InlineData("lou@example.com", The.Password)]
    public async Task A_wrong_password_nobody_and_somebody_locked_out_are_told_the_same(string login, string password)
    {
        await using var org = await StartAsync();

        (await TokenAsync(org, login, password)).ShouldBeError(400, "invalid_grant", Wrong);
    }

    [Fact]
    public async Task Who_has_no_password_is_told_so()
    {
        await using var org = await StartAsync(seed =>
            seed with
            {
                Users = [.. seed.Users, seed.Users[0] with { Id = "00u1fedFederated0005", Login = "fed@example.com", Password = "" }],
            });

        (await TokenAsync(org, "fed@example.com")).ShouldBeError(400, "invalid_grant", "The user does not configure a password.");
    }

    [Fact]
    public async Task An_expired_password_is_told_to_whoever_has_it()
    {
        await using var org = await StartAsync();

        (await TokenAsync(org, "eve@example.com")).ShouldBeError(400, "invalid_grant", "Password has expired.");
        (await TokenAsync(org, "eve@example.com", "not the one")).ShouldBeError(400, "invalid_grant", Wrong);
    }

    [Fact]
    public async Task Who_needs_a_second_factor_cannot_sign_in_so()
    {
        await using var org = await StartAsync();

        (await TokenAsync(org, "max@example.com"))
            .ShouldBeError(400, "invalid_grant", "Resource owner password credentials cannot be used with MFA enabled.");
    }

    [Fact]
    public async Task A_session_policy_that_wants_a_factor_counts_too()
    {
        await using var org = await StartAsync(seed => seed with
        {
            SessionPolicies = [new() { Name = "p", Rules = [new() { Name = "r", RequiresFactor = true }] }],
        });

        (await TokenAsync(org, "ada@example.com"))
            .ShouldBeError(400, "invalid_grant", "Resource owner password credentials cannot be used with MFA enabled.");
    }

    [Fact]
    public async Task A_session_policy_may_deny_access()
    {
        await using var org = await StartAsync(seed => seed with
        {
            SessionPolicies = [new() { Name = "p", Rules = [new() { Name = "r", AllowsAccess = false }] }],
        });

        (await TokenAsync(org, "ada@example.com"))
            .ShouldBeError(400, "invalid_grant", "Resource owner password credentials authentication denied by sign on policy.");
    }

    [Fact]
    public async Task A_session_policy_may_go_by_where_the_caller_is()
    {
        await using var org = await StartAsync(seed => seed with
        {
            SessionPolicies =
            [
                new()
                {
                    Name = "p",
                    Rules = [new() { Name = "elsewhere", Networks = ["203.0.113.0/24"] }, new() { Name = "here", AllowsAccess = false }],
                },
            ],
        });

        (await TokenAsync(org, "ada@example.com"))
            .ShouldBeError(400, "invalid_grant", "Resource owner password credentials authentication denied by sign on policy.");
    }

    [Fact]
    public async Task Who_is_not_assigned_to_the_app_gets_nothing()
    {
        await using var org = await StartAsync();

        (await TokenAsync(org, "una@example.com")).ShouldBeError(400, "access_denied", "User is not assigned to the client application.");
    }

    [Fact]
    public async Task Failures_count_for_every_surface_alike()
    {
        await using var org = await StartAsync(seed => seed with { MaxFailedPasswords = 3, ShowLockoutFailures = true });
        await org.Http.AuthenticateAsync("ada@example.com", "not the one");
        for (var i = 0; i < 2; i++)
            await TokenAsync(org, "ada@example.com", "not the one");

        (await TokenAsync(org, "ada@example.com")).ShouldBeError(400, "invalid_grant", Wrong);
        (await org.Http.AuthenticateAsync("ada@example.com")).Text("status").ShouldBe("LOCKED_OUT");
    }

    [Fact]
    public async Task A_policy_may_forbid_the_grant()
    {
        await using var org = await StartAsync(seed => seed with
        {
            AuthorizationServers =
            [
                seed.AuthorizationServers[0] with
                {
                    Policies = [new() { Name = "p", Rules = [new() { Name = "r", GrantTypes = ["authorization_code"] }] }],
                },
            ],
        });

        (await TokenAsync(org, "ada@example.com"))
            .ShouldBeError(401, "access_denied", "Policy evaluation failed for this request, please check the policy configurations.");
    }

    [Fact]
    public async Task A_password_is_no_consent()
    {
        await using var org = await StartAsync(seed => seed with
        {
            Apps = [.. seed.Apps.Select(app => app with { RequiresConsent = true })],
            AuthorizationServers =
            [
                seed.AuthorizationServers[0] with { Scopes = [new() { Name = "pay", Consent = ScopeConsent.Required }, "read"] },
            ],
        });

        (await TokenAsync(org, "ada@example.com", scope: "openid%20read")).Status.ShouldBe(200);
        (await TokenAsync(org, "ada@example.com", scope: "openid%20pay%20read")).ShouldBeError(
            400, "consent_required",
            "The following scopes require user consent: [pay]. To access protected scopes using the resource owner password grant type, " +
            "please uncheck 'Require consent' in the app settings or set the 'consent_method' to 'TRUSTED' through the apps API.");
    }

    [Fact]
    public async Task An_app_without_the_grant_is_told_so()
    {
        await using var org = await StartAsync();

        var answer = await TokenAsync(org, "ada@example.com", clientId: The.Spa);

        answer.Status.ShouldBe(400);
        answer.Text("error").ShouldBe("unauthorized_client");
    }

    [Theory]
    [InlineData("password=x", "The required parameter 'username' is missing.")]
    [InlineData("username=ada%40example.com", "The required parameter 'password' is missing.")]
    public async Task What_is_missing_is_named(string form, string description)
    {
        await using var org = await StartAsync();

        var answer = await org.Http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=password&client_id={The.Native}&scope=openid&{form}");

        answer.ShouldBeError(400, "invalid_request", description);
    }

    [Theory]
    [InlineData("profile", "Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope.")]
    [InlineData("fly", "One or more scopes are not configured for the authorization server resource.")]
    [InlineData("", "The authorization server resource does not have any configured default scopes, 'scope' must be provided.")]
    public async Task Scopes_are_checked_as_anywhere_else(string scope, string description)
    {
        await using var org = await StartAsync();

        (await TokenAsync(org, "ada@example.com", scope: scope)).ShouldBeError(400, "invalid_scope", description);
    }

    [Fact]
    public async Task Four_a_second_for_one_user_are_enough()
    {
        await using var org = await ClockedOrg.StartAsync(OrgSeed.Default, RateLimits.Okta);
        for (var i = 0; i < 4; i++)
            await TokenAsync(org, "ada@example.com", "not the one");

        var fifth = await TokenAsync(org, "ada@example.com");
        org.Advance(1);
        var later = await TokenAsync(org, "ada@example.com");

        fifth.ShouldBeError(429, "invalid_grant", "API call exceeded rate limit due to too many requests.");
        later.Status.ShouldBe(200, later.Body);
    }

    static Task<ClockedOrg> StartAsync(Func<OrgSeed, OrgSeed>? change = null) => ClockedOrg.StartAsync(change);

    static Task<Answer> TokenAsync(
        ClockedOrg org, string login, string password = The.Password, string clientId = The.Native, string server = "/oauth2/default",
        string scope = "openid") => org.Http.PostFormAsync(
            $"{server}/v1/token",
            $"grant_type=password&client_id={clientId}&username={Uri.EscapeDataString(login)}&password={Uri.EscapeDataString(password)}" +
            $"&scope={scope}");
}
