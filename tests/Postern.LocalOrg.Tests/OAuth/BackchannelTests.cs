using System.Text;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Users asked on their phone: OpenID Connect CIBA, direct-auth.md 7.</summary>
public sealed class BackchannelTests : IAsyncLifetime
{
    static readonly (string, string) Web = (
        "Authorization", "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{The.Web}:{The.WebSecret}")));

    ClockedOrg _clocked = null!;

    Browserless Http => _clocked.Http;

    public async ValueTask InitializeAsync() => _clocked = await ClockedOrg.StartAsync();

    public ValueTask DisposeAsync() => _clocked.DisposeAsync();

    [Fact]
    public async Task A_client_gets_a_name_to_poll_with_and_the_user_a_push_with_the_message()
    {
        var answer = await StartAsync("scope=openid&login_hint=ada%40example.com&binding_message=ref-4711");

        var push = (await _clocked.Org.Outbox.MessagesAsync(The.Ct)).Single();
        answer.Status.ShouldBe(200, answer.Body);
        answer.Members.ShouldBe(["auth_req_id", "expires_in", "interval"]);
        answer.Text("auth_req_id").ShouldMatch("^ft[A-Za-z0-9_-]{43}$");
        answer.Json.GetProperty("expires_in").GetInt32().ShouldBe(300);
        answer.Json.GetProperty("interval").GetInt32().ShouldBe(5);
        push.Channel.ShouldBe("push");
        push.Login.ShouldBe("ada@example.com");
        push.Text.ShouldBe("Demo Web asks you to sign in. Binding message: ref-4711");
    }

    [Theory]
    [InlineData("/oauth2")]
    [InlineData("/oauth2/default")]
    public async Task A_client_gets_tokens_once_the_user_has_approved(string server)
    {
        var started = await StartAsync("scope=openid%20email%20offline_access&login_hint=ada%40example.com", server);
        var before = await PollAsync(started, server);

        _clocked.Advance(seconds: 5);
        await ApproveAsync();
        var tokens = await PollAsync(started, server);

        before.ShouldBeError(
            400, "authorization_pending", "The authorization request is still pending as the user hasn't yet been authenticated.");
        tokens.Status.ShouldBe(200, tokens.Body);
        tokens.Text("scope").ShouldBe("openid email offline_access");
        tokens.Text("refresh_token").ShouldNotBeEmpty();
        Jwt.Text(tokens.Text("id_token"), "sub").ShouldBe("00u1adaActive0000005");
        Jwt.Texts(tokens.Text("id_token"), "amr").ShouldBe(["swk"]);
        Jwt.Number(tokens.Text("id_token"), "auth_time").ShouldBe(The.Now.ToUnixTimeSeconds() + 5);
    }

    [Fact]
    public async Task Who_was_locked_out_after_approving_gets_nothing()
    {
        var started = await StartAsync("scope=openid&login_hint=ada%40example.com");

        await ApproveAsync();
        await _clocked.Org.SetUserStateAsync("ada@example.com", UserState.LockedOut, The.Ct);

        (await PollAsync(started)).ShouldBeError(403, "access_denied", "User status is invalid.");
    }

    [Fact]
    public async Task A_phone_is_not_the_device_that_signs_in()
    {
        (await StartAsync("scope=openid%20offline_access%20device_sso&login_hint=ada%40example.com", "/oauth2/default"))
            .ShouldBeError(400, "invalid_scope", "The following scopes are not allowed for this request: [device_sso].");
    }

    [Fact]
    public async Task The_push_is_answered_from_outside_too()
    {
        var started = await StartAsync("scope=openid&login_hint=ada%40example.com");
        var outbox = await Http.GetAsync("/_postern/outbox?channel=push");
        var id = outbox.Json.GetProperty("messages")[0].GetProperty("id").GetString();

        var decided = await Http.PostJsonAsync($"/_postern/pushes/{id}", """{"decision":"approve"}""");

        decided.Status.ShouldBe(204);
        (await PollAsync(started)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Of_a_hundred_polls_at_once_one_gets_the_tokens()
    {
        var started = await StartAsync("scope=openid&login_hint=ada%40example.com");
        await ApproveAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => PollAsync(started)));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.First(answer => answer.Status != 200).ShouldBeError(400, "invalid_grant", "The 'auth_req_id' is invalid or has expired.");
    }

    [Fact]
    public async Task A_user_who_rejects_it_is_heard()
    {
        var started = await StartAsync("scope=openid&login_hint=ada%40example.com");

        await _clocked.Org.Outbox.RejectAsync((await _clocked.Org.Outbox.MessagesAsync(The.Ct)).Single().Id, The.Ct);

        (await PollAsync(started)).ShouldBeError(400, "access_denied", "The resource owner or authorization server denied the request.");
    }

    [Fact]
    public async Task A_client_that_polls_too_fast_is_slowed_down()
    {
        var started = await StartAsync("scope=openid&login_hint=ada%40example.com");

        await PollAsync(started);
        var early = await PollAsync(started);

        early.ShouldBeError(400, "slow_down", "Slow down the polling frequency. Please try again later.");
    }

    [Theory]
    [InlineData("", 300)]
    [InlineData("&requested_expiry=60", 60)]
    [InlineData("&request_expiry=60", 60)]
    [InlineData("&requested_expiry=3000", 300)]
    public async Task What_nobody_answers_in_time_expires(string more, int lifetime)
    {
        var started = await StartAsync("scope=openid&login_hint=ada%40example.com" + more);

        _clocked.Advance(lifetime);
        var poll = await PollAsync(started);
        var late = await _clocked.Org.Outbox.ApproveAsync((await _clocked.Org.Outbox.MessagesAsync(The.Ct)).Single().Id, ct: The.Ct);

        started.Json.GetProperty("expires_in").GetInt32().ShouldBe(lifetime);
        poll.ShouldBeError(400, "expired_token", "The 'auth_req_id' has expired.");
        late.ShouldBeFalse();
    }

    [Fact]
    public async Task An_ID_token_may_say_whom_to_ask_even_after_it_has_expired()
    {
        var idToken = (await Http.AuthorizeAsync("/oauth2/default", AuthorizeQuery.With("response_type=id_token"))).Redirected("id_token");

        _clocked.Advance(seconds: 3601);
        var started = await StartAsync($"scope=openid&id_token_hint={idToken}");

        started.Status.ShouldBe(200, started.Body);
        (await _clocked.Org.Outbox.MessagesAsync(The.Ct)).Single().Login.ShouldBe("ada@example.com");
    }

    [Theory]
    [InlineData("scope=openid", 400, "invalid_request", "Exactly one of 'login_hint' and 'id_token_hint' is required.")]
    [InlineData(
        "scope=openid&login_hint=ada%40example.com&id_token_hint=x",
        400,
        "invalid_request",
        "Exactly one of 'login_hint' and 'id_token_hint' is required.")]
    [InlineData("scope=openid&id_token_hint=x", 400, "invalid_request", "The id token is invalid.")]
    [InlineData("scope=openid&login_hint=nobody%40example.com", 400, "unknown_user_id", "The hint does not identify an active user.")]
    [InlineData("scope=openid&login_hint=lou%40example.com", 400, "unknown_user_id", "The hint does not identify an active user.")]
    [InlineData("scope=openid&login_hint=una%40example.com", 400, "access_denied", "User is not assigned to the client application.")]
    [InlineData(
        "scope=email&login_hint=ada%40example.com",
        400,
        "invalid_scope",
        "Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope.")]
    [InlineData(
        "login_hint=ada%40example.com",
        400,
        "invalid_scope",
        "The authorization server resource does not have any configured default scopes, 'scope' must be provided.")]
    [InlineData(
        "scope=openid&login_hint=ada%40example.com&requested_expiry=0",
        400,
        "invalid_request",
        "Invalid value for 'requested_expiry' parameter. It should be within range 0 - 2^31-1.")]
    [InlineData(
        "scope=openid&login_hint=ada%40example.com&requested_expiry=soon",
        400,
        "invalid_request",
        "Invalid value for 'requested_expiry' parameter. It should be within range 0 - 2^31-1.")]
    [InlineData(
        "scope=openid&login_hint=ada%40example.com&binding_message=a%0Ab",
        400,
        "invalid_binding_message",
        "The 'binding_message' must be at most 200 printable characters.")]
    [InlineData(
        "scope=openid&login_hint=ada%40example.com&request=eyJhbGciOiJub25lIn0.e30.",
        400,
        "request_not_supported",
        "The authorize request object is not supported by this client.")]
    public async Task A_request_that_cannot_be_is_told_and_nobody_is_asked(string form, int status, string error, string description)
    {
        var answer = await StartAsync(form);

        answer.ShouldBeError(status, error, description);
        (await _clocked.Org.Outbox.MessagesAsync(The.Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_without_the_grant_is_told()
    {
        await using var clocked = await ClockedOrg.StartAsync(The.Web, app => app with { GrantTypes = ["authorization_code"] });

        var answer = await clocked.Http.PostFormAsync("/oauth2/default/v1/bc/authorize", "scope=openid&login_hint=ada%40example.com", Web);

        answer.ShouldBeError(
            400,
            "unauthorized_client",
            "The client is not authorized to use the provided grant type. Configured grant types: [authorization_code].");
    }

    [Fact]
    public async Task A_public_client_asks_nobody()
    {
        var answer = await Http.PostFormAsync(
            "/oauth2/default/v1/bc/authorize", $"client_id={The.Spa}&scope=openid&login_hint=ada%40example.com");

        answer.ShouldBeError(400, "unauthorized_client", "Confidential client is required to make this request.");
    }

    [Fact]
    public async Task A_device_code_is_no_name_of_a_backchannel_request()
    {
        var device = await Http.PostFormAsync("/oauth2/default/v1/device/authorize", "client_id=0oa1posternNative005&scope=openid");

        var answer = await Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=urn%3Aopenid%3Aparams%3Agrant-type%3Aciba&auth_req_id={device.Text("device_code")}",
            Web);

        answer.ShouldBeError(400, "invalid_grant", "The 'auth_req_id' is invalid or has expired.");
    }

    Task<Answer> StartAsync(string form, string server = "/oauth2/default") => Http.PostFormAsync($"{server}/v1/bc/authorize", form, Web);

    Task<Answer> PollAsync(Answer started, string server = "/oauth2/default") =>
        Http.PostFormAsync(
            $"{server}/v1/token", $"grant_type=urn%3Aopenid%3Aparams%3Agrant-type%3Aciba&auth_req_id={started.Text("auth_req_id")}", Web);

    async Task ApproveAsync() =>
        (await _clocked.Org.Outbox.ApproveAsync((await _clocked.Org.Outbox.MessagesAsync(The.Ct)).Single().Id, ct: The.Ct)).ShouldBeTrue();
}
