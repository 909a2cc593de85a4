using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Postern.LocalOrg.Tests.Authn;
using Postern.LocalOrg.Tests.Pages;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>
/// What is spent and what it buys, on a PostgreSQL whose tables somebody locks between the two: told to come back later, the caller does,
/// and gets it.
/// </summary>
public sealed class OneWorkTests : IAsyncLifetime
{
    const string Unavailable =
        "The authorization server is currently unable to handle the request due to a temporary overloading or maintenance of the server.";
    const string Asserting = "0oa1asserting0000005";
    const string Offline = "openid%20offline_access";
    const string Query =
        $"client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s-1f0c&nonce=n-8c2e&{The.Pkce}";

    OwnPostgres _postgres = null!;
    LocalOrg _org = null!;
    Browserless _http = null!;

    public async ValueTask InitializeAsync()
    {
        _postgres = await OwnPostgres.CreateAsync();
        _org = await StartAsync();
        _http = new(_org);
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is null)
            return;

        _http?.Dispose();
        if (_org is not null)
            await _org.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Theory]
    [InlineData("refresh_tokens", Offline)]
    [InlineData("device_secrets", "openid%20offline_access%20device_sso")]
    public async Task A_code_that_bought_nothing_is_good_later(string table, string scope)
    {
        await _http.TokensAsync();
        var code = await _http.CodeAsync(clientId: The.Native, scope: scope);

        var during = await WhileLockedAsync(table, () => _http.RedeemAsync(code, clientId: The.Native));
        var later = await _http.RedeemAsync(code, clientId: The.Native);

        during.ShouldBeError(503, "temporarily_unavailable", Unavailable);
        during.Headers["Retry-After"].ShouldBe("5");
        later.Status.ShouldBe(200, later.Body);
        later.Text("refresh_token").ShouldNotBeEmpty();
        (await _http.RedeemAsync(code, clientId: The.Native))
            .ShouldBeError(400, "invalid_grant", "The authorization code is invalid or has expired.");
    }

    [Fact]
    public async Task A_session_token_that_bought_no_code_is_good_later()
    {
        var path = $"/oauth2/default/v1/authorize?{Query}&sessionToken={await _http.SessionTokenAsync()}";

        var during = await WhileLockedAsync("authorization_codes", () => _http.GetAsync(path));
        var later = await _http.GetAsync(path);

        during.ShouldBeRedirectedError("temporarily_unavailable", Unavailable);
        during.Cookie.ShouldBeNull();
        later.Redirected("code").ShouldNotBeNull(later.Body);
        later.Cookie.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_pushed_request_that_bought_no_code_is_good_later()
    {
        var pushed = await _http.PostFormAsync("/oauth2/default/v1/par", $"{Query}&sessionToken={await _http.SessionTokenAsync()}");
        var path = $"/oauth2/default/v1/authorize?client_id={The.Spa}&request_uri={Uri.EscapeDataString(pushed.Text("request_uri"))}";

        var during = await WhileLockedAsync("authorization_codes", () => _http.GetAsync(path));
        var later = await _http.GetAsync(path);

        during.ShouldBeRedirectedError("temporarily_unavailable", Unavailable);
        later.Redirected("code").ShouldNotBeNull(later.Body);
    }

    [Fact]
    public async Task A_device_code_that_bought_nothing_is_good_later()
    {
        await _http.TokensAsync();
        var device = await _http.PostFormAsync("/oauth2/default/v1/device/authorize", $"client_id={The.Native}&scope={Offline}");
        var cookie = ("Cookie", (await _http.AuthorizeAsync("/oauth2/default", Query)).Cookie!);
        var page = await _http.GetAsync($"/activate?user_code={device.Text("user_code")}", cookie);
        await _http.PostFormAsync("/activate", $"okta_key={page.SignInKey}&decision=allow", cookie);
        var form =
            $"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id={The.Native}" +
            $"&device_code={device.Text("device_code")}";

        var during = await WhileLockedAsync("refresh_tokens", () => _http.PostFormAsync("/oauth2/default/v1/token", form));
        var later = await _http.PostFormAsync("/oauth2/default/v1/token", form);

        during.ShouldBeError(503, "temporarily_unavailable", Unavailable);
        later.Status.ShouldBe(200, later.Body);
    }

    [Fact]
    public async Task An_approval_on_the_phone_that_bought_nothing_is_good_later()
    {
        await _http.TokensAsync();
        var started = await _http.PostFormAsync(
            "/oauth2/default/v1/bc/authorize", $"scope={Offline}&login_hint=ada%40example.com", The.BasicOfWeb);
        await _org.Outbox.ApproveAsync((await _org.Outbox.LatestAsync("ada@example.com", "push", The.Ct)).Id, ct: The.Ct);
        var form = $"grant_type=urn%3Aopenid%3Aparams%3Agrant-type%3Aciba&auth_req_id={started.Text("auth_req_id")}";

        var during = await WhileLockedAsync("refresh_tokens", () => _http.PostFormAsync("/oauth2/default/v1/token", form, The.BasicOfWeb));
        var later = await _http.PostFormAsync("/oauth2/default/v1/token", form, The.BasicOfWeb);

        during.ShouldBeError(503, "temporarily_unavailable", Unavailable);
        later.Status.ShouldBe(200, later.Body);
    }

    [Fact]
    public async Task A_push_that_nobody_could_answer_was_never_sent()
    {
        const string Asking = $"scope={Offline}&login_hint=ada%40example.com";

        var during = await WhileLockedAsync("pushes", () => _http.PostFormAsync("/oauth2/default/v1/bc/authorize", Asking, The.BasicOfWeb));
        var sent = await _org.Outbox.MessagesAsync(The.Ct);
        await _http.PostFormAsync("/oauth2/default/v1/bc/authorize", Asking, The.BasicOfWeb);

        during.ShouldBeError(503, "temporarily_unavailable", Unavailable);
        sent.ShouldBeEmpty();
        (await _org.Outbox.MessagesAsync(The.Ct)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refresh_token_that_bought_nothing_is_not_rotated()
    {
        var token = (await _http.TokensAsync(scope: Offline)).Text("refresh_token");
        await using var fresh = await StartAsync(); // it has no signing key yet
        using var http = new Browserless(fresh);

        var during = await WhileLockedAsync("key_rotations", () => http.RefreshAsync(token));
        var later = await http.RefreshAsync(token);

        during.ShouldBeError(503, "temporarily_unavailable", Unavailable);
        later.Status.ShouldBe(200, later.Body);
    }

    [Fact]
    public async Task An_assertion_whose_request_was_put_off_may_be_sent_again_as_it_is()
    {
        var assertion = OAuth.ClientAssertion.BySecret(
            $$"""{"iss":"{{Asserting}}","sub":"{{Asserting}}","aud":"{{_org.Url}}/oauth2/default/v1/par","exp":{{The.Now.ToUnixTimeSeconds() + 300}},"jti":"j-1"}""");
        var form = $"response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s-1f0c&{The.Pkce}&client_id={Asserting}"
            + $"&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion={assertion}";

        var during = await WhileLockedAsync("pushed_requests", () => _http.PostFormAsync("/oauth2/default/v1/par", form));
        var later = await _http.PostFormAsync("/oauth2/default/v1/par", form);
        var again = await _http.PostFormAsync("/oauth2/default/v1/par", form);

        during.ShouldBeError(503, "temporarily_unavailable", Unavailable);
        later.Status.ShouldBe(201, later.Body);
        again.ShouldBeError(401, "invalid_client", "The client_assertion token has already been used.");
    }

    [Fact]
    public async Task A_recovery_token_that_began_nothing_is_good_later()
    {
        await _http.PostJsonAsync("/api/v1/authn/recovery/password", """{"username":"amy@example.com","factorType":"EMAIL"}""");
        var body = $$"""{"recoveryToken":"{{(await _org.Outbox.LatestAsync("amy@example.com", "email", The.Ct)).Code}}"}""";

        var during = await WhileLockedAsync("transactions", () => _http.PostJsonAsync("/api/v1/authn/recovery/token", body));
        var later = await _http.PostJsonAsync("/api/v1/authn/recovery/token", body);

        during.ShouldBeOktaError(503, "E0000010", "Service is in read only mode");
        later.Text("status").ShouldBe("RECOVERY", later.Body);
    }

    [Fact]
    public async Task An_activation_token_that_began_nothing_is_good_later()
    {
        const string Body = """{"token":"an-activation-token0"}""";

        var during = await WhileLockedAsync("transactions", () => _http.PostJsonAsync("/api/v1/authn", Body));
        var later = await _http.PostJsonAsync("/api/v1/authn", Body);

        during.ShouldBeOktaError(503, "E0000010", "Service is in read only mode");
        later.Text("status").ShouldBe("PASSWORD_RESET", later.Body);
    }

    [Theory]
    [InlineData("amy@example.com", "question", "\"answer\":\"mayonnaise\"")]
    [InlineData("max@example.com", "token:software:totp", "\"passCode\":\"{totp}\"")]
    public async Task An_answer_that_bought_no_session_token_is_good_later(string login, string factorType, string answer)
    {
        var begun = await _http.AuthenticateAsync(login);
        var path = $"/api/v1/authn{Walk.VerifyPath(begun, factorType)}";
        var body =
            $$"""{"stateToken":"{{begun.Text("stateToken")}}",{{answer.Replace("{totp}", Walk.Totp(_org), StringComparison.Ordinal)}}}""";

        var during = await WhileLockedAsync("sessions", () => _http.PostJsonAsync(path, body));
        var later = await _http.PostJsonAsync(path, body);

        during.ShouldBeOktaError(503, "E0000010", "Service is in read only mode");
        later.Text("status").ShouldBe("SUCCESS", later.Body);
        (await _http.PostJsonAsync(path, body)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_password_is_not_changed_where_nobody_hears_that_it_was()
    {
        var begun = await _http.AuthenticateAsync("eve@example.com");
        var body = $$"""{"stateToken":"{{begun.Text("stateToken")}}","oldPassword":"{{The.Password}}","newPassword":"Fresh-Staple-7"}""";

        var during = await WhileLockedAsync("sessions", () => _http.PostJsonAsync("/api/v1/authn/credentials/change_password", body));
        var later = await _http.PostJsonAsync("/api/v1/authn/credentials/change_password", body);

        during.ShouldBeOktaError(503, "E0000010", "Service is in read only mode");
        later.Text("status").ShouldBe("SUCCESS", later.Body);
        (await _http.AuthenticateAsync("eve@example.com", "Fresh-Staple-7")).Text("status").ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task A_consent_that_led_nowhere_is_asked_for_again_with_the_same_page()
    {
        var page = await _http.AuthorizeAsync(
            "/oauth2/default", $"{Query.Replace("scope=openid", "scope=openid%20orders", StringComparison.Ordinal)}&prompt=consent");
        var (form, cookie) = ($"okta_key={page.SignInKey}&decision=allow", ("Cookie", page.Cookie!));

        var during = await WhileLockedAsync("consents", () => _http.PostFormAsync("/login/consent", form, cookie));
        var later = await _http.PostFormAsync("/login/consent", form, cookie);
        var back = await _http.GetAsync(later.Location, cookie);

        during.ShouldBeErrorPage(503, "temporarily_unavailable", "");
        back.Redirected("code").ShouldNotBeNull(back.Body);
    }

    [Fact]
    public async Task A_page_that_led_nowhere_is_sent_again()
    {
        var page = await _http.SignInAsync("amy@example.com", Query);

        var during = await WhileLockedAsync("sessions", () => _http.SubmitAsync(page, "food", ("pass_code", "mayonnaise")));
        var later = await _http.FinishAsync(await _http.SubmitAsync(page, "food", ("pass_code", "mayonnaise")));

        during.ShouldBeErrorPage(503, "temporarily_unavailable", "");
        during.Cookie.ShouldBeNull();
        later.Location.ShouldStartWith(The.Callback);
    }

    [Fact]
    public async Task A_client_that_hangs_up_leaves_its_code_as_it_was()
    {
        await using var patient = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(_postgres.ConnectionString.ConnectionString) { Options = "" });
        await using var org = await LocalOrg.StartAsync(new() { DataSource = patient, Time = new FakeTimeProvider(The.Now) }, The.Ct);
        using var http = new Browserless(org);
        await http.TokensAsync();
        var code = await http.CodeAsync(clientId: The.Spa, scope: Offline);

        await using (await _postgres.LockAsync("refresh_tokens"))
        {
            using var hangUp = new CancellationTokenSource();
            using var client = new HttpClient();
            using var form = new StringContent(
                $"grant_type=authorization_code&client_id={The.Spa}&redirect_uri={The.EncodedCallback}&code={code}" +
                $"&code_verifier={The.Verifier}",
                null, "application/x-www-form-urlencoded");
            var redeeming = client.PostAsync(new Uri($"{org.Url}/oauth2/default/v1/token"), form, hangUp.Token);
            await _postgres.UntilWaitingAsync(1);
            await hangUp.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(redeeming);
            await _postgres.UntilWaitingAsync(0);
        }

        (await http.RedeemAsync(code)).Text("refresh_token").ShouldNotBeEmpty();
    }

    Task<Answer> WhileLockedAsync(string table, Func<Task<Answer>> ask) => _postgres.WhileLockedAsync(table, ask);

    Task<LocalOrg> StartAsync() => LocalOrg.StartAsync(
        new()
        {
            DataSource = _postgres.Source, Time = new FakeTimeProvider(The.Now),
            Seed = OrgSeed.Default with
            {
                Users = [.. OrgSeed.Default.Users, Walk.Amy, Walk.Stan],
                Apps =
                [
                    .. OrgSeed.Default.Apps,
                    OrgSeed.Default.Apps[1] with
                    {
                        ClientId = Asserting,
                        ClientSecret = OAuth.ClientAssertion.Secret,
                        TokenEndpointAuthMethod = "client_secret_jwt",
                    },
                ],
                AuthorizationServers =
                [
                    OrgSeed.Default.AuthorizationServers[0] with { Scopes = [new() { Name = "orders", Consent = ScopeConsent.Required }] },
                ],
            },
        },
        The.Ct);
}
