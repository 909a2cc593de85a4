using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Devices without a browser: RFC 8628, oidc.md 16.</summary>
public sealed partial class DeviceAuthorizationTests : IAsyncLifetime
{
    const string Native = "0oa1posternNative005";

    ClockedOrg _clocked = null!;

    Browserless Http => _clocked.Http;

    public async ValueTask InitializeAsync() => _clocked = await ClockedOrg.StartAsync();

    public ValueTask DisposeAsync() => _clocked.DisposeAsync();

    [Theory]
    [InlineData("/oauth2")]
    [InlineData("/oauth2/default")]
    public async Task A_device_gets_a_code_to_poll_with_and_one_to_show(string server)
    {
        var answer = await StartAsync(server);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Members.ShouldBe(["device_code", "user_code", "verification_uri", "verification_uri_complete", "expires_in", "interval"]);
        answer.Text("device_code").ShouldMatch("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");
        answer.Text("user_code").ShouldMatch("^[BCDFGHJKLMNPQRSTVWXZ]{8}$");
        answer.Text("verification_uri").ShouldBe($"{_clocked.Org.Url}/activate");
        answer.Text("verification_uri_complete").ShouldBe($"{_clocked.Org.Url}/activate?user_code={answer.Text("user_code")}");
        answer.Json.GetProperty("expires_in").GetInt32().ShouldBe(600);
        answer.Json.GetProperty("interval").GetInt32().ShouldBe(5);
    }

    [Theory]
    [InlineData(
        $"client_id={The.Spa}&scope=openid",
        400,
        "unauthorized_client",
        "The client is not authorized to use the provided grant type. Configured grant types: [authorization_code, implicit, " +
        "refresh_token].")]
    [InlineData(
        $"client_id={Native}&scope=openid%20money",
        400,
        "invalid_scope",
        "One or more scopes are not configured for the authorization server resource.")]
    [InlineData(
        $"client_id={Native}&scope=email",
        400,
        "invalid_scope",
        "Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope.")]
    [InlineData(
        $"client_id={Native}",
        400,
        "invalid_scope",
        "The authorization server resource does not have any configured default scopes, 'scope' must be provided.")]
    [InlineData("client_id=0oa1unknownApp000005&scope=openid", 401, "invalid_client", "Invalid value for 'client_id' parameter.")]
    public async Task A_device_that_may_not_is_told(string form, int status, string error, string description)
    {
        (await Http.PostFormAsync("/oauth2/default/v1/device/authorize", form)).ShouldBeError(status, error, description);
    }

    [Theory]
    [InlineData("/oauth2")]
    [InlineData("/oauth2/default")]
    public async Task A_device_gets_tokens_once_its_user_has_allowed_that(string server)
    {
        var device = await StartAsync(server, "openid%20profile%20offline_access");
        var before = await PollAsync(device, server);

        var page = await ActivateAsync(device);
        _clocked.Advance(seconds: 5);
        var tokens = await PollAsync(device, server);
        var refreshed = await Http.PostFormAsync(
            $"{server}/v1/token", $"grant_type=refresh_token&client_id={Native}&refresh_token={tokens.Text("refresh_token")}");

        before.ShouldBeError(400, "authorization_pending", "The device authorization is pending. Please try again later.");
        page.Body.ShouldContain("Device activated");
        tokens.Status.ShouldBe(200, tokens.Body);
        tokens.Text("scope").ShouldBe("openid profile offline_access");
        Jwt.Text(tokens.Text("id_token"), "sub").ShouldBe("00u1adaActive0000005");
        Jwt.Texts(tokens.Text("id_token"), "amr").ShouldBe(["pwd"]);
        Jwt.Number(tokens.Text("id_token"), "auth_time").ShouldBe(The.Now.ToUnixTimeSeconds());
        refreshed.Status.ShouldBe(200, refreshed.Body);
    }

    [Fact]
    public async Task Who_was_locked_out_after_allowing_it_gets_nothing()
    {
        var device = await StartAsync();
        await ActivateAsync(device);

        await _clocked.Org.SetUserStateAsync("ada@example.com", UserState.LockedOut, The.Ct);

        (await PollAsync(device)).ShouldBeError(403, "access_denied", "User status is invalid.");
    }

    [Fact]
    public async Task A_client_that_has_a_thousand_codes_waiting_gets_the_next_when_they_have_ended()
    {
        for (var i = 0; i < 1000; i++)
            await StartAsync();

        var refused = await StartAsync();
        _clocked.Advance(seconds: 600);
        var after = await StartAsync();

        refused.ShouldBeError(429, "too_many_user_codes", "Too many user codes generated. Please try again later.");
        after.Status.ShouldBe(200, after.Body);
    }

    [Fact]
    public async Task A_code_gives_tokens_once()
    {
        var device = await StartAsync();
        await ActivateAsync(device);

        await PollAsync(device);
        var again = await PollAsync(device);

        again.ShouldBeError(400, "invalid_grant", "The device code is invalid or has expired.");
    }

    [Fact]
    public async Task Of_a_hundred_polls_at_once_one_gets_the_tokens()
    {
        var device = await StartAsync();
        await ActivateAsync(device);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => PollAsync(device)));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Where(answer => answer.Status != 200).ShouldAllBe(answer => answer.Text("error") == "invalid_grant");
    }

    [Fact]
    public async Task Of_a_hundred_polls_at_once_before_that_one_is_in_time()
    {
        var device = await StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => PollAsync(device)));

        answers.Count(answer => answer.Text("error") == "authorization_pending").ShouldBe(1);
        answers.Count(answer => answer.Text("error") == "slow_down").ShouldBe(99);
    }

    [Fact]
    public async Task A_device_that_polls_faster_than_it_was_told_is_slowed_down()
    {
        var device = await StartAsync();
        await PollAsync(device);

        _clocked.Advance(seconds: 4);
        var early = await PollAsync(device);
        _clocked.Advance(seconds: 5);
        var inTime = await PollAsync(device);

        early.ShouldBeError(400, "slow_down", "Slow down the polling frequency. Please try again later.");
        inTime.ShouldBeError(400, "authorization_pending", "The device authorization is pending. Please try again later.");
    }

    [Fact]
    public async Task A_user_who_does_not_allow_it_is_heard()
    {
        var device = await StartAsync();

        var page = await ActivateAsync(device, decision: "deny");
        var answer = await PollAsync(device);

        page.Body.ShouldContain("Your device cannot be activated because you did not allow access");
        answer.ShouldBeError(400, "access_denied", "The resource owner or authorization server denied the request.");
    }

    [Fact]
    public async Task A_code_lives_ten_minutes()
    {
        var device = await StartAsync();

        _clocked.Advance(seconds: 600);
        var poll = await PollAsync(device);
        var page = await Http.GetAsync($"/activate?user_code={device.Text("user_code")}");

        poll.ShouldBeError(400, "expired_token", "The device code has expired.");
        page.Body.ShouldContain("The&#x20;user&#x20;code&#x20;is&#x20;invalid&#x20;or&#x20;has&#x20;expired.");
    }

    [Theory]
    [InlineData("7d0e41c9-0000-0000-0000-000000000000")]
    [InlineData("x")]
    public async Task A_code_that_was_never_given_is_invalid(string code)
    {
        var answer = await Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id={Native}&device_code={code}");

        answer.ShouldBeError(400, "invalid_grant", "The device code is invalid or has expired.");
    }

    [Fact]
    public async Task Another_server_or_client_gets_nothing_for_a_code()
    {
        await using var clocked = await ClockedOrg.StartAsync(
            The.Spa, app => app with { GrantTypes = ["urn:ietf:params:oauth:grant-type:device_code"] });
        var device = await clocked.Http.PostFormAsync("/oauth2/default/v1/device/authorize", $"client_id={Native}&scope=openid");
        string Form(string client) =>
            $"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id={client}" +
            $"&device_code={device.Text("device_code")}";

        var server = await clocked.Http.PostFormAsync("/oauth2/v1/token", Form(Native));
        var client = await clocked.Http.PostFormAsync("/oauth2/default/v1/token", Form(The.Spa));

        server.ShouldBeError(400, "invalid_request", "The grant was issued for another authorization server.");
        client.ShouldBeError(
            400,
            "invalid_grant",
            "The grant was issued to another client. Please make sure the 'client_id' matches the one used at the authorize request.");
    }

    [Theory]
    [InlineData("{0}{1}-{2}{3}")]
    [InlineData(" {0}{1} {2}{3} ")]
    public async Task A_code_may_be_typed_as_people_type(string format)
    {
        var code = (await StartAsync()).Text("user_code");
        var typed = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, code[..2], code[2..4], code[4..6], code[6..])
            .ToLowerInvariant();

        var page = await Http.PostFormAsync("/activate", $"user_code={Uri.EscapeDataString(typed)}", ("Cookie", await CookieAsync()));

        page.Body.ShouldContain($"{code[..4]}-{code[4..]}");
    }

    [Fact]
    public async Task Who_is_not_signed_in_signs_in_first_and_comes_back()
    {
        var device = await StartAsync();

        var signIn = await Http.PostFormAsync("/activate", $"user_code={device.Text("user_code")}");
        var signedIn = await Http.PostFormAsync(
            "/login/login.htm", $"okta_key={signIn.SignInKey}&username=ada%40example.com&password={The.Password}");
        var again = await Http.PostFormAsync(
            "/login/login.htm", $"okta_key={signIn.SignInKey}&username=ada%40example.com&password={The.Password}");
        var page = await Http.GetAsync(signedIn.Location, ("Cookie", signedIn.Cookie!));

        signIn.ShouldBeSignInPage();
        signedIn.Location.ShouldBe($"/activate?user_code={device.Text("user_code")}");
        again.ShouldBeErrorPage(400, "invalid_request", "Request expired, please start over and try again");
        page.Body.ShouldContain("Demo&#x20;Native wants to sign you in on a device");
    }

    [Fact]
    public async Task Guessing_is_slow()
    {
        for (var i = 0; i < 10; i++)
            await Http.PostFormAsync("/activate", "user_code=BBBBBBBB");
        var device = await StartAsync();

        var right = await Http.PostFormAsync("/activate", $"user_code={device.Text("user_code")}");
        _clocked.Advance(seconds: 60);
        var later = await Http.PostFormAsync("/activate", $"user_code={device.Text("user_code")}");

        right.Body.ShouldContain("Too&#x20;many&#x20;wrong&#x20;codes.");
        later.ShouldBeSignInPage();
    }

    [Fact]
    public async Task Only_the_session_that_was_asked_confirms_and_once()
    {
        var device = await StartAsync();
        var cookie = await CookieAsync();
        var page = await Http.GetAsync($"/activate?user_code={device.Text("user_code")}", ("Cookie", cookie));

        var stranger = await Http.PostFormAsync("/activate", $"okta_key={page.SignInKey}&decision=allow", ("Cookie", await CookieAsync()));
        var nobody = await Http.PostFormAsync("/activate", $"okta_key={page.SignInKey}&decision=allow");
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20)
                .Select(_ => Http.PostFormAsync("/activate", $"okta_key={page.SignInKey}&decision=allow", ("Cookie", cookie))));

        stranger.ShouldBeErrorPage(400, "invalid_request", "Request expired, please start over and try again");
        nobody.ShouldBeErrorPage(400, "invalid_request", "Request expired, please start over and try again");
        answers.Count(answer => answer.Status == 200).ShouldBe(1);
    }

    [Fact]
    public async Task A_user_who_is_not_assigned_cannot_activate()
    {
        var device = await StartAsync();

        var page = await Http.GetAsync($"/activate?user_code={device.Text("user_code")}", ("Cookie", await CookieAsync("una@example.com")));

        page.ShouldBeErrorPage(400, "access_denied", "User is not assigned to the client application.");
    }

    [Fact]
    public async Task The_page_asks_for_a_code_and_says_where_to_find_one()
    {
        var page = await Http.GetAsync("/activate");

        page.Status.ShouldBe(200);
        page.Body.ShouldContain("Follow the instructions on your device to get an activation code");
        Label().IsMatch(page.Body).ShouldBeTrue();
    }

    Task<Answer> StartAsync(string server = "/oauth2/default", string scope = "openid%20profile") =>
        Http.PostFormAsync($"{server}/v1/device/authorize", $"client_id={Native}&scope={scope}");

    Task<Answer> PollAsync(Answer device, string server = "/oauth2/default") =>
        Http.PostFormAsync(
            $"{server}/v1/token",
            $"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id={Native}" +
            $"&device_code={device.Text("device_code")}");

    async Task<Answer> ActivateAsync(Answer device, string decision = "allow")
    {
        var cookie = await CookieAsync();
        var page = await Http.GetAsync($"/activate?user_code={device.Text("user_code")}", ("Cookie", cookie));
        return await Http.PostFormAsync("/activate", $"okta_key={page.SignInKey}&decision={decision}", ("Cookie", cookie));
    }

    async Task<string> CookieAsync(string login = "ada@example.com") =>
        (await Http.AuthorizeAsync("/oauth2", AuthorizeQuery.Good, login)).Cookie!;

    [GeneratedRegex("<label for=\"user_code\">Activation Code</label>")]
    private static partial Regex Label();
}
