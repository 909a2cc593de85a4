namespace Postern.LocalOrg.Tests.OAuth.Grants;

/// <summary>
/// One sign-in for all apps of a device: <c>device_sso</c>, OpenID Connect Native SSO as Okta does it (direct-auth.md 8).
/// </summary>
public sealed class NativeSsoTests
{
    const string Second = "0oa1secondNative0005";
    const string DeviceSso = "openid%20device_sso%20offline_access";
    const string Inactive = """{"active":false}""";

    [Fact]
    public async Task The_first_app_gets_a_device_secret_and_a_session_in_its_ID_token()
    {
        await using var org = await StartAsync();

        var answer = await org.Http.TokensAsync(scope: DeviceSso, clientId: The.Native);

        answer.Members.ShouldBe(["token_type", "expires_in", "access_token", "scope", "refresh_token", "id_token", "device_secret"]);
        answer.Text("device_secret").ShouldMatch("^[A-Za-z0-9_-]{43}$");
        Jwt.Text(answer.Text("id_token"), "sid").ShouldStartWith("idx");
    }

    [Fact]
    public async Task The_second_app_signs_the_same_user_in()
    {
        await using var org = await StartAsync();
        var first = await org.Http.TokensAsync(scope: DeviceSso, clientId: The.Native);

        var answer = await ExchangeAsync(org, first.Text("id_token"), first.Text("device_secret"));

        answer.Members.ShouldBe(
            ["token_type", "expires_in", "access_token", "scope", "refresh_token", "id_token", "issued_token_type"], answer.Body);
        Jwt.Text(answer.Text("id_token"), "sub").ShouldBe("00u1adaActive0000005");
        Jwt.Text(answer.Text("id_token"), "aud").ShouldBe(Second);
        Jwt.Number(answer.Text("id_token"), "auth_time").ShouldBe(Jwt.Number(first.Text("id_token"), "auth_time"));
        (await org.Http.RefreshAsync(answer.Text("refresh_token"), clientId: Second)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_ID_token_may_come_of_an_exchange_or_a_refresh_and_may_have_expired()
    {
        await using var org = await StartAsync();
        var first = await org.Http.TokensAsync(scope: DeviceSso, clientId: The.Native);
        var exchanged = await ExchangeAsync(org, first.Text("id_token"), first.Text("device_secret"));
        org.Advance(2 * 60 * 60);
        var refreshed = await org.Http.RefreshAsync(first.Text("refresh_token"), clientId: The.Native);

        foreach (var idToken in (string[])[first.Text("id_token"), exchanged.Text("id_token"), refreshed.Text("id_token")])
            (await ExchangeAsync(org, idToken, first.Text("device_secret"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_ID_token_of_another_sign_in_does_not_fit_the_secret()
    {
        await using var org = await StartAsync();
        var first = await org.Http.TokensAsync(scope: DeviceSso, clientId: The.Native);
        var (other, plain) = (
            await org.Http.TokensAsync(scope: DeviceSso, clientId: The.Native),
            await org.Http.TokensAsync(scope: "openid", clientId: The.Native));

        foreach (var idToken in (string[])[other.Text("id_token"), plain.Text("id_token"), "x"])
            (await ExchangeAsync(org, idToken, first.Text("device_secret")))
                .ShouldBeError(400, "invalid_request", "'subject_token' is invalid.");
    }

    [Theory]
    [InlineData("", "urn%3Ax-oath%3Aparams%3Aoauth%3Atoken-type%3Adevice-secret", "The required parameter 'actor_token' is missing.")]
    [InlineData("x", "", "The required parameter 'actor_token_type' is missing.")]
    [InlineData("x", "urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token", "'actor_token_type' is invalid or not supported.")]
    [InlineData("x", "urn%3Ax-oath%3Aparams%3Aoauth%3Atoken-type%3Adevice-secret", "'actor_token' is invalid.")]
    public async Task Without_a_good_secret_there_are_no_tokens(string secret, string type, string description)
    {
        await using var org = await StartAsync();
        var first = await org.Http.TokensAsync(scope: DeviceSso, clientId: The.Native);

        (await ExchangeAsync(org, first.Text("id_token"), secret, type)).ShouldBeError(400, "invalid_request", description);
    }

    [Fact]
    public async Task A_service_is_no_app_on_a_device()
    {
        await using var org = await StartAsync();
        var first = await org.Http.TokensAsync(scope: DeviceSso, clientId: The.Native);

        var answer = await org.Http.PostFormAsync(
            "/oauth2/default/v1/token", Form(first.Text("id_token"), first.Text("device_secret")), The.BasicOfService);

        answer.ShouldBeError(400, "invalid_request", "A service client may not use the native sso flow.");
    }

    [Theory]
    [InlineData(AppKind.Spa, AppKind.Native, "The Token Exchange flow from browser app to native app isn't supported.")]
    [InlineData(AppKind.Native, AppKind.Spa, "The Token Exchange flow from native app to browser app isn't supported.")]
    [InlineData(AppKind.Native, AppKind.Web, "The Token Exchange flow from native app to web app isn't supported.")]
    public async Task Only_native_apps_share_a_device(AppKind one, AppKind other, string description)
    {
        await using var org = await ClockedOrg.StartAsync(seed =>
        {
            var native = seed.Apps.Single(app => app.ClientId == The.Native);
            return seed with { Apps = [native with { Kind = one }, native with { ClientId = Second, Name = "Second", Kind = other }] };
        });
        var first = await org.Http.TokensAsync(scope: DeviceSso, clientId: The.Native);

        (await ExchangeAsync(org, first.Text("id_token"), first.Text("device_secret"))).ShouldBeError(403, "access_denied", description);
    }

    [Fact]
    public async Task Somebody_locked_out_meanwhile_is_signed_in_nowhere()
    {
        await using var org = await StartAsync(maxFailedPasswords: 1);
        var first = await org.Http.TokensAsync(scope: DeviceSso, clientId: The.Native);
        await org.Http.AuthenticateAsync("ada@example.com", "not the one");

        (await ExchangeAsync(org, first.Text("id_token"), first.Text("device_secret")))
            .ShouldBeError(400, "invalid_grant", "The 'subject_token' either expired or the session associated with it was terminated.");
    }

    [Fact]
    public async Task Introspection_shows_a_device_secrets_session_and_end()
    {
        await using var org = await StartAsync();
        var first = await org.Http.TokensAsync(scope: DeviceSso, clientId: The.Native);

        var answer = await org.Http.IntrospectAsync($"{first.Text("device_secret")}&token_type_hint=device_secret", clientId: The.Native);

        answer.Body.ShouldBe(
            $$"""{"active":true,"sid":"{{Jwt.Text(first.Text("id_token"), "sid")}}","exp":{{The.Now.ToUnixTimeSeconds() + (90 * 24 * 60 * 60)}},"token_type":"urn:x-oath:params:oauth:token-type:device-secret"}""");
    }

    [Fact]
    public async Task A_revoked_device_secret_signs_nobody_in()
    {
        await using var org = await StartAsync();
        var first = await org.Http.TokensAsync(scope: DeviceSso, clientId: The.Native);

        var revoked = await org.Http.PostFormAsync(
            "/oauth2/default/v1/revoke", $"client_id={The.Native}&token={first.Text("device_secret")}&token_type_hint=device_secret");

        revoked.Status.ShouldBe(200, revoked.Body);
        (await org.Http.IntrospectAsync(first.Text("device_secret"), clientId: The.Native)).Body.ShouldBe(Inactive);
        (await ExchangeAsync(org, first.Text("id_token"), first.Text("device_secret")))
            .ShouldBeError(400, "invalid_request", "'actor_token' is invalid.");
    }

    static Task<ClockedOrg> StartAsync(int maxFailedPasswords = 10) => ClockedOrg.StartAsync(seed =>
    {
        var native = seed.Apps.Single(app => app.ClientId == The.Native);
        return seed with
        {
            MaxFailedPasswords = maxFailedPasswords,
            Apps = [.. seed.Apps, native with { ClientId = Second, Name = "Second" }],
        };
    });

    static Task<Answer> ExchangeAsync(
        ClockedOrg org, string idToken, string secret, string type = "urn%3Ax-oath%3Aparams%3Aoauth%3Atoken-type%3Adevice-secret") =>
        org.Http.PostFormAsync("/oauth2/default/v1/token", $"{Form(idToken, secret, type)}&client_id={Second}");

    static string Form(string idToken, string secret, string type = "urn%3Ax-oath%3Aparams%3Aoauth%3Atoken-type%3Adevice-secret") =>
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange" +
        "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token" +
        $"&subject_token={idToken}&actor_token={secret}&actor_token_type={type}&audience=api%3A%2F%2Fdefault&scope=openid%20offline_access";
}
