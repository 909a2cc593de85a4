using Microsoft.Extensions.Time.Testing;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Whose session answers an authorize request (oidc.md 4).</summary>
public sealed class AuthorizeSessionTests : IAsyncLifetime
{
    readonly FakeTimeProvider _time = new(The.Now);
    LocalOrg _org = null!;
    Browserless _http = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await LocalOrg.StartAsync(new() { Time = _time }, The.Ct);
        _http = new(_org);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _org.DisposeAsync();
    }

    [Fact]
    public async Task A_session_token_opens_a_session_whose_cookie_no_script_can_read()
    {
        var answer = await SignInAsync();

        answer.Headers["Set-Cookie"].ShouldMatch("^sid=102[A-Za-z0-9_-]+; path=/; samesite=lax; httponly$");
    }

    [Fact]
    public async Task A_public_URL_over_TLS_makes_the_cookie_secure_and_lets_frames_have_it()
    {
        await using var org = await LocalOrg.StartAsync(new() { PublicUrl = "https://org.example" }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.AuthorizeAsync("/oauth2", AuthorizeQuery.Good);

        answer.Headers["Set-Cookie"].ShouldMatch("^sid=102[A-Za-z0-9_-]+; path=/; secure; samesite=none; httponly$");
    }

    [Fact]
    public async Task A_live_session_needs_no_session_token()
    {
        var session = await SignInAsync();

        var answer = await AuthorizeAsync(AuthorizeQuery.Good, session);

        answer.Redirected("code").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_live_session_leaves_a_session_token_unspent()
    {
        var session = await SignInAsync();
        var sessionToken = await _http.SessionTokenAsync();

        await AuthorizeAsync($"{AuthorizeQuery.Good}&sessionToken={sessionToken}", session);
        var fresh = await _http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.Good}&sessionToken={sessionToken}");

        fresh.Redirected("code").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_live_session_wins_over_another_users_session_token()
    {
        var session = await SignInAsync();

        var answer = await AuthorizeAsync(
            $"{AuthorizeQuery.With("response_type=id_token")}&sessionToken={await _http.SessionTokenAsync("una@example.com")}", session);

        Jwt.Text(answer.Redirected("id_token")!, "sub").ShouldBe("00u1adaActive0000005");
    }

    [Fact]
    public async Task A_session_ends_after_two_idle_hours()
    {
        var session = await SignInAsync();

        _time.Advance(TimeSpan.FromHours(2));
        var answer = await AuthorizeAsync(AuthorizeQuery.Good, session);

        answer.ShouldBeRedirectedError("login_required", "The client specified not to prompt, but the user is not logged in.");
    }

    [Fact]
    public async Task Using_a_session_keeps_it_alive()
    {
        var session = await SignInAsync();

        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(119));
            (await AuthorizeAsync(AuthorizeQuery.Good, session)).Redirected("code").ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task A_session_token_lives_five_minutes()
    {
        var sessionToken = await _http.SessionTokenAsync();

        _time.Advance(TimeSpan.FromMinutes(5));
        var answer = await _http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.Good}&sessionToken={sessionToken}");

        answer.ShouldBeRedirectedError("login_required", "The client specified not to prompt, but the user is not logged in.");
    }

    [Fact]
    public async Task A_session_token_is_spent_even_where_the_request_then_fails()
    {
        var sessionToken = await _http.SessionTokenAsync("una@example.com");

        var denied = await _http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.Good}&sessionToken={sessionToken}");
        var again = await _http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.Good}&sessionToken={sessionToken}");

        denied.ShouldBeRedirectedError("access_denied", "User is not assigned to the client application.");
        again.ShouldBeRedirectedError("login_required", "The client specified not to prompt, but the user is not logged in.");
    }

    [Theory]
    [InlineData("-prompt")]
    [InlineData("prompt=login")]
    [InlineData("prompt=consent")]
    public async Task Without_a_session_somebody_must_sign_in(string prompt)
    {
        var answer = await _http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With(prompt)}");

        answer.ShouldBeSignInPage();
    }

    [Theory]
    [Trait("Proves", "OIDC 3.1.2.1 prompt login")]
    [InlineData("prompt=login")]
    [InlineData("prompt=login%20consent")]
    [InlineData("-prompt&max_age=0")]
    public async Task A_client_may_ask_that_the_user_signs_in_again(string change)
    {
        var session = await SignInAsync();

        var answer = await AuthorizeAsync(AuthorizeQuery.With(change), session);

        answer.ShouldBeSignInPage();
    }

    [Fact]
    [Trait("Proves", "OIDC 3.1.2.1 max_age")]
    public async Task A_session_older_than_max_age_must_sign_in_again()
    {
        var session = await SignInAsync();

        _time.Advance(TimeSpan.FromSeconds(61));
        var answer = await AuthorizeAsync(AuthorizeQuery.With("-prompt&max_age=60"), session);

        answer.ShouldBeSignInPage();
    }

    [Fact]
    public async Task A_session_as_young_as_max_age_will_do()
    {
        var session = await SignInAsync();

        _time.Advance(TimeSpan.FromSeconds(60));
        var answer = await AuthorizeAsync(AuthorizeQuery.With("max_age=60"), session);

        answer.Redirected("code").ShouldNotBeNull();
    }

    [Fact]
    [Trait("Proves", "OIDC 3.1.2.1 prompt none")]
    public async Task A_session_that_would_have_to_sign_in_again_is_refused_where_nobody_may_be_asked()
    {
        var session = await SignInAsync();

        _time.Advance(TimeSpan.FromSeconds(61));
        var answer = await AuthorizeAsync(AuthorizeQuery.With("max_age=60"), session);

        answer.ShouldBeRedirectedError(
            "login_required", "The client specified not to prompt, but the client app requires re-authentication or MFA.");
    }

    [Fact]
    [Trait("Proves", "OIDC 3.1.2.1 max_age")]
    public async Task Auth_time_is_when_the_password_was_given_not_when_the_token_was_issued()
    {
        var session = await SignInAsync();

        _time.Advance(TimeSpan.FromMinutes(30));
        var answer = await AuthorizeAsync(AuthorizeQuery.With("response_type=id_token"), session);

        var idToken = answer.Redirected("id_token")!;
        Jwt.Number(idToken, "auth_time").ShouldBe(The.Now.ToUnixTimeSeconds());
        Jwt.Number(idToken, "iat").ShouldBe(The.Now.AddMinutes(30).ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_session_that_was_never_opened_opens_nothing()
    {
        var answer = await _http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.Good}", ("Cookie", "sid=102AAAAAAAAAAAAAAAAAAAAAAAA"));

        answer.ShouldBeRedirectedError("login_required", "The client specified not to prompt, but the user is not logged in.");
    }

    Task<Answer> SignInAsync() => _http.AuthorizeAsync("/oauth2", AuthorizeQuery.Good);

    Task<Answer> AuthorizeAsync(string query, Answer session) =>
        _http.GetAsync($"/oauth2/v1/authorize?{query}", ("Cookie", session.Cookie!));
}
