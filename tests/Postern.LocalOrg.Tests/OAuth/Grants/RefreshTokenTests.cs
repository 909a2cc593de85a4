namespace Postern.LocalOrg.Tests.OAuth.Grants;

/// <summary>The refresh token grant, whichever way the app has its refresh tokens (oidc.md 9.2).</summary>
public sealed class RefreshTokenTests(SharedOrg shared)
{
    const string Offline = "openid%20offline_access";

    [Fact]
    public async Task Tokens_come_with_a_refresh_token_where_offline_access_is_granted()
    {
        var answer = await shared.Http.TokensAsync(scope: Offline);

        answer.Members.ShouldBe(["token_type", "expires_in", "access_token", "scope", "refresh_token", "id_token"]);
        answer.Text("refresh_token").ShouldMatch("^[A-Za-z0-9_-]{43}$");
        answer.Text("scope").ShouldBe("openid offline_access");
    }

    [Fact]
    [Trait("Proves", "OIDC 11 offline access")]
    public async Task Without_offline_access_there_is_no_refresh_token()
    {
        var answer = await shared.Http.TokensAsync(scope: "openid");

        answer.Members.ShouldNotContain("refresh_token");
    }

    [Fact]
    public async Task An_app_without_the_grant_gets_no_refresh_token()
    {
        await using var org = await ClockedOrg.StartAsync(The.Spa, app => app with { GrantTypes = ["authorization_code"] });

        var answer = await org.Http.TokensAsync(scope: Offline);

        answer.Members.ShouldNotContain("refresh_token");
    }

    [Fact]
    public async Task Without_a_code_offline_access_is_ignored()
    {
        var answer = await shared.Http.AuthorizeAsync(
            "/oauth2/default",
            $"client_id={The.Spa}&response_type=token&scope={Offline}&redirect_uri={The.EncodedCallback}&state=s&nonce=n");

        answer.Redirected("scope").ShouldBe("openid");
        answer.Redirected("refresh_token").ShouldBeNull();
    }

    [Fact]
    public async Task A_hybrid_answer_leaves_the_refresh_token_to_the_token_endpoint()
    {
        var answer = await shared.Http.AuthorizeAsync(
            "/oauth2/default",
            $"client_id={The.Spa}&response_type=code%20token&scope={Offline}&redirect_uri={The.EncodedCallback}&state=s&nonce=n" +
            $"&{The.Pkce}");
        var tokens = await shared.Http.RedeemAsync(answer.Redirected("code")!);

        answer.Redirected("refresh_token").ShouldBeNull();
        Jwt.Text(answer.Redirected("access_token")!, "jti").ShouldMatch("^AT\\.[A-Za-z0-9_-]{43}$");
        tokens.Text("refresh_token").Length.ShouldBe(43);
    }

    [Theory]
    [Trait("Proves", "OIDC 12.2 refreshed ID token")]
    [InlineData("/oauth2")]
    [InlineData("/oauth2/default")]
    public async Task A_refresh_gives_new_tokens_of_the_same_user_and_sign_in(string server)
    {
        var before = await shared.Http.TokensAsync(server, Offline);

        var after = await shared.Http.RefreshAsync(before.Text("refresh_token"), server);

        after.Members.ShouldBe(["token_type", "expires_in", "access_token", "scope", "refresh_token", "id_token"]);
        after.Text("scope").ShouldBe("openid offline_access");
        var (was, now) = (before.Text("access_token"), after.Text("access_token"));
        Jwt.ClaimNames(now).ShouldBe(Jwt.ClaimNames(was));
        foreach (var claim in (string[])["iss", "aud", "cid", "uid", "sub"])
            Jwt.Text(now, claim).ShouldBe(Jwt.Text(was, claim));
        Jwt.Number(now, "auth_time").ShouldBe(Jwt.Number(was, "auth_time"));
    }

    [Fact]
    public async Task An_ID_token_of_a_refresh_belongs_to_the_access_token_and_has_no_nonce()
    {
        var before = await shared.Http.TokensAsync(scope: Offline);

        var after = await shared.Http.RefreshAsync(before.Text("refresh_token"));

        var idToken = after.Text("id_token");
        Jwt.Text(idToken, "sub").ShouldBe(Jwt.Text(before.Text("id_token"), "sub"));
        Jwt.Number(idToken, "auth_time").ShouldBe(Jwt.Number(before.Text("id_token"), "auth_time"));
        Jwt.Text(idToken, "at_hash").ShouldBe(Jwt.HalfHash(after.Text("access_token")));
        Jwt.ClaimNames(idToken).ShouldNotContain("nonce");
    }

    [Fact]
    public async Task The_authentication_context_that_was_asked_for_stays_with_the_tokens()
    {
        var code = await shared.Http.CodeAsync(clientId: The.Spa, scope: Offline, pkce: $"{The.Pkce}&acr_values=urn:okta:loa:1fa:pwd");

        var before = await shared.Http.RedeemAsync(code);
        var after = await shared.Http.RefreshAsync(before.Text("refresh_token"));

        foreach (var tokens in (Answer[])[before, after])
            foreach (var kind in (string[])["access_token", "id_token"])
                Jwt.Text(tokens.Text(kind), "acr").ShouldBe("urn:okta:loa:1fa:pwd");
    }

    [Fact]
    public async Task Access_tokens_name_the_refresh_token_that_they_came_with()
    {
        var before = await shared.Http.TokensAsync(scope: Offline);
        var after = await shared.Http.RefreshAsync(before.Text("refresh_token"));

        var (was, now) = (Jwt.Text(before.Text("access_token"), "jti"), Jwt.Text(after.Text("access_token"), "jti"));

        was.ShouldMatch(@"^AT\.[A-Za-z0-9_-]{43}\.oar[A-Za-z0-9]{17}$");
        now.ShouldNotBe(was);
        now.Split('.')[2].ShouldBe(was.Split('.')[2]);
    }

    [Fact]
    public async Task A_refresh_may_ask_for_less()
    {
        var before = await shared.Http.TokensAsync(scope: "openid%20email%20offline_access");

        var narrow = await shared.Http.RefreshAsync(before.Text("refresh_token"), more: "&scope=openid");
        var whole = await shared.Http.RefreshAsync(narrow.Text("refresh_token"));

        narrow.Text("scope").ShouldBe("openid");
        Jwt.Texts(narrow.Text("access_token"), "scp").ShouldBe(["openid"]);
        whole.Text("scope").ShouldBe("openid email offline_access");
    }

    [Fact]
    public async Task A_refresh_without_openid_has_no_ID_token()
    {
        var before = await shared.Http.TokensAsync(scope: Offline);

        var after = await shared.Http.RefreshAsync(before.Text("refresh_token"), more: "&scope=offline_access");

        after.Members.ShouldBe(["token_type", "expires_in", "access_token", "scope", "refresh_token"]);
    }

    [Fact]
    public async Task A_refresh_may_not_ask_for_more()
    {
        var before = await shared.Http.TokensAsync(scope: Offline);

        var more = await shared.Http.RefreshAsync(before.Text("refresh_token"), more: "&scope=openid%20email%20phone");
        var same = await shared.Http.RefreshAsync(before.Text("refresh_token"));

        more.ShouldBeError(
            400, "access_denied",
            "Some of the scopes requested for the refresh request were not granted in the original authorize request. Denied scopes: " +
            "email, phone.");
        same.Status.ShouldBe(200, same.Body);
    }

    [Fact]
    [Trait("Proves", "RFC 9700 4.14.2 refresh token bound to its client")]
    public async Task Another_client_gets_nothing_and_spoils_nothing()
    {
        var tokens = await shared.Http.TokensAsync(scope: Offline);

        var stranger = await shared.Http.RefreshAsync(tokens.Text("refresh_token"), clientId: The.Native);
        var owner = await shared.Http.RefreshAsync(tokens.Text("refresh_token"));

        stranger.ShouldBeError(
            400,
            "invalid_grant",
            "The grant was issued to another client. Please make sure the 'client_id' matches the one used at the authorize request.");
        owner.Status.ShouldBe(200, owner.Body);
    }

    [Theory]
    [InlineData("/oauth2", "/oauth2/default")]
    [InlineData("/oauth2/default", "/oauth2")]
    public async Task A_refresh_token_of_one_server_is_worth_nothing_at_another(string server, string other)
    {
        var tokens = await shared.Http.TokensAsync(server, Offline);

        var answer = await shared.Http.RefreshAsync(tokens.Text("refresh_token"), other);

        answer.ShouldBeError(400, "invalid_request", "The grant was issued for another authorization server.");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("575yx8xm5MslfY5ubiheyEd7P4zDL_ak6J0kGODKdin")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_was_never_issued_is_invalid(string token)
    {
        var answer = await shared.Http.RefreshAsync(token);

        answer.ShouldBeError(400, "invalid_grant", "The refresh token is invalid or expired.");
    }

    [Fact]
    public async Task A_refresh_token_with_one_character_changed_is_invalid()
    {
        var token = (await shared.Http.TokensAsync(scope: Offline)).Text("refresh_token");

        foreach (var position in (int[])[0, 12, 14, 20, 42])
        {
            var forged = token[..position] + (token[position] is 'A' ? 'E' : 'A') + token[(position + 1)..];
            (await shared.Http.RefreshAsync(forged)).ShouldBeError(400, "invalid_grant", "The refresh token is invalid or expired.");
        }
    }

    [Fact]
    public async Task Without_a_refresh_token_the_missing_parameter_is_named()
    {
        var answer = await shared.Http.PostFormAsync("/oauth2/default/v1/token", $"grant_type=refresh_token&client_id={The.Spa}");

        answer.ShouldBeError(400, "invalid_request", "The required parameter 'refresh_token' is missing.");
    }

    [Fact]
    public async Task The_policy_is_asked_again_about_the_scopes_of_the_refresh()
    {
        await using var org = await ClockedOrg.StartAsync((SeedAuthorizationServer server) => server with
        {
            Scopes = ["read", "write"],
            Policies =
            [
                new()
                {
                    Name = "p",
                    Rules =
                    [
                        new() { Name = "reading", Scopes = ["read"], AccessTokenLifetime = TimeSpan.FromMinutes(10) },
                        new() { Name = "writing" },
                    ],
                },
            ],
        });
        var tokens = await org.Http.TokensAsync(scope: "openid%20offline_access%20read%20write");

        var answer = await org.Http.RefreshAsync(tokens.Text("refresh_token"), more: "&scope=openid%20read");

        tokens.Json.GetProperty("expires_in").GetInt32().ShouldBe(3600);
        answer.Json.GetProperty("expires_in").GetInt32().ShouldBe(600);
    }

    [Fact]
    public async Task Nobody_refreshes_for_a_user_who_has_been_locked_out()
    {
        await using var org = await ClockedOrg.StartAsync(seed => seed with { MaxFailedPasswords = 2 });
        var tokens = await org.Http.TokensAsync(scope: Offline);
        for (var i = 0; i < 2; i++)
            await org.Http.AuthenticateAsync("ada@example.com", "not the one");

        var answer = await org.Http.RefreshAsync(tokens.Text("refresh_token"));

        answer.ShouldBeError(400, "invalid_grant", "The refresh token is invalid or expired.");
        (await org.Http.IntrospectAsync(tokens.Text("refresh_token"))).Body.ShouldBe("""{"active":false}""");
    }

    [Fact]
    public async Task A_confidential_client_must_prove_itself()
    {
        var code = await shared.Http.CodeAsync(scope: Offline);
        var tokens = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=authorization_code&redirect_uri={The.EncodedCallback}&code={code}&code_verifier={The.Verifier}", The.BasicOfWeb);
        var form = $"grant_type=refresh_token&refresh_token={tokens.Text("refresh_token")}";

        var unproved = await shared.Http.PostFormAsync("/oauth2/default/v1/token", $"{form}&client_id={The.Web}");
        var proved = await shared.Http.PostFormAsync("/oauth2/default/v1/token", form, The.BasicOfWeb);

        unproved.ShouldBeError(
            401, "invalid_client", "Client authentication failed. Either the client or the client credentials are invalid.");
        proved.Status.ShouldBe(200, proved.Body);
    }
}
