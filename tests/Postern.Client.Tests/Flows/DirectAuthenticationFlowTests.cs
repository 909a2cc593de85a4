using System.Text.Json;

namespace Postern.Client.Tests;

/// <summary>Direct authentication as it goes over the wire: direct-auth.md 1 to 5.</summary>
public sealed class DirectAuthenticationFlowTests : IDisposable
{
    const string MfaRequired =
        """{"error":"mfa_required","error_description":"Verify with an additional authenticator to complete the sign-in process.","mfa_token":"mfaT0ken"}""";

    const string Pending =
        """{"error":"authorization_pending","error_description":"No user response received on the out-of-band authenticator yet."}""";

    const string MfaOtp = "http://auth0.com/oauth/grant-type/mfa-otp", MfaOob = "http://auth0.com/oauth/grant-type/mfa-oob";
    const string Oob = "urn:okta:params:oauth:grant-type:oob", Otp = "urn:okta:params:oauth:grant-type:otp";

    static readonly Totp Totp = Totp.FromSecret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");

    readonly FakeOrg _org = new() { Time = new ImpatientTime() };
    readonly Queue<Func<Asked, HttpResponseMessage>> _tokens = new();

    public DirectAuthenticationFlowTests() =>
        _org.Token = asked => _tokens.TryDequeue(out var next) ? next(asked) : Some.Json(200, _org.Tokens());

    public void Dispose() => _org.Dispose();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_that_is_enough_gives_tokens()
    {
        var tokens = await GetAsync();

        tokens.IdToken.ShouldNotBeNull();
        var form = _org.AskedAt("/v1/token").Single();
        form.Form("grant_type").ShouldBe("password");
        form.Form("username").ShouldBe(The.Login);
        form.Form("password").ShouldBe(The.Password);
        form.Form("scope").ShouldBe("openid profile email");
        form.Form("client_id").ShouldBe(The.ClientId);
    }

    [Fact]
    public async Task Tokens_without_the_ID_token_that_was_asked_for_are_not_handed_out()
    {
        Answer(
            200, $$"""{"token_type":"Bearer","expires_in":3600,"access_token":"{{_org.AccessToken()}}","scope":"openid profile email"}""");

        var refused = await Should.ThrowAsync<TokenValidationException>(() => GetAsync());

        (refused.Subject, refused.Check).ShouldBe(("id_token", "presence"));
    }

    [Fact]
    public async Task An_ID_token_of_another_access_token_is_not_handed_out()
    {
        _org.IdTokenClaims = claims => claims["at_hash"] = Some.Hash("another");

        (await Should.ThrowAsync<TokenValidationException>(() => GetAsync())).Check.ShouldBe("at_hash");
    }

    [Theory]
    [InlineData(403)]
    [InlineData(400)]
    public async Task A_second_factor_is_answered_by_the_seed(int status)
    {
        Answer(status, MfaRequired);

        await GetAsync(new() { Totp = Totp });

        var otp = _org.AskedAt("/v1/token").Last();
        otp.Form("grant_type").ShouldBe(MfaOtp);
        otp.Form("mfa_token").ShouldBe("mfaT0ken");
        otp.Form("otp").ShouldBe(Totp.CodeAt(_org.Time.GetUtcNow()));
        otp.Form("scope").ShouldBe("openid profile email");
    }

    [Fact]
    public async Task A_push_is_asked_about_until_it_is_approved_and_its_number_is_shown()
    {
        Answer(403, MfaRequired);
        Answer(400, Pending);
        Answer(400, """{"error":"slow_down"}""");
        Answer(400, """{"error":"direct_auth_authorization_pending"}""");
        Challenge(
            """{"challenge_type":"http://auth0.com/oauth/grant-type/mfa-oob","oob_code":"oob1","channel":"push","binding_method":"transfer","binding_code":47,"expires_in":300,"interval":5}""");
        var shown = new Shown();

        (await GetAsync(new() { AwaitsPush = true, PushProgress = shown })).AccessToken.ShouldNotBeNull();

        var challenge = _org.AskedAt("/v1/challenge").Single();
        challenge.Form("mfa_token").ShouldBe("mfaT0ken");
        challenge.Form("challenge_types_supported").ShouldBe(MfaOob);
        challenge.Form("channel_hint").ShouldBe("push");
        var polls = _org.AskedAt("/v1/token").Skip(1).ToList();
        polls.ShouldAllBe(poll => poll.Form("grant_type") == MfaOob && poll.Form("oob_code") == "oob1");
        polls.Count.ShouldBe(4);
        (polls[3].At - polls[2].At).ShouldBeGreaterThan(TimeSpan.FromSeconds(9.9)); // RFC 8628 section 3.5
        shown.Number.ShouldBe(47);
    }

    [Fact]
    public async Task Who_said_no_to_a_push_is_not_sent_another_by_the_next_way()
    {
        _org.Answers["/.well-known/okta-organization"] = _ => Some.Json(200, """{"id":"00o1","pipeline":"idx"}""");
        _org.Answers["/oauth2/default/v1/interact"] = _ => Some.Json(400, """{"error":"unauthorized_client"}""");
        _org.Authorize = asked => Some.Redirect($"{The.RedirectUri}?error=login_required&state={asked.Query("state")}");
        Answer(403, MfaRequired);
        Answer(403, """{"error":"access_denied"}""");
        Challenge("""{"oob_code":"oob1","channel":"push","binding_method":"none","expires_in":300,"interval":1}""");

        var refused = await Should.ThrowAsync<OAuthException>(() => _org.Connect().SignIn.GetTokensAsync(
            The.Login, The.Password, new() { Answers = new() { AwaitsPush = true } }, Ct));

        refused.Error.ShouldBe("access_denied");
        refused.Receipt!.Attempts[^1].ShouldSatisfyAllConditions(
            attempt => attempt.Way.ShouldBe(SignInWay.DirectAuthentication),
            attempt => attempt.Outcome.ShouldBe(SignInOutcome.Refused));
    }

    [Fact]
    public async Task A_message_is_answered_with_the_code_that_was_fetched()
    {
        Answer(403, MfaRequired);
        Challenge("""{"oob_code":"oob1","channel":"sms","binding_method":"prompt","expires_in":300}""");

        await GetAsync(new() { CodeAsync = (factor, _) => new(factor.FactorType is "sms" ? " 123456 " : null) });

        var answer = _org.AskedAt("/v1/token").Last();
        answer.Form("binding_code").ShouldBe("123456");
        answer.Form("oob_code").ShouldBe("oob1");
        answer.Form("mfa_token").ShouldBe("mfaT0ken");
    }

    [Fact]
    public async Task What_the_user_has_not_is_passed_over()
    {
        Answer(403, MfaRequired);
        _org.Answers["/oauth2/default/v1/challenge"] = asked => asked.Form("channel_hint") is "voice"
            ? Some.Json(200, """{"oob_code":"oob1","channel":"voice","binding_method":"prompt","expires_in":300}""")
            : Some.Json(403, """{"error":"access_denied","error_description":"The required authenticator can't be used."}""");

        await GetAsync(new() { CodeAsync = (_, _) => new("123456") });

        _org.AskedAt("/v1/challenge").Select(asked => asked.Form("channel_hint")).ShouldBe(["sms", "voice"]);
    }

    [Fact]
    public async Task A_factor_after_another_is_answered_by_another_kind()
    {
        Answer(403, MfaRequired);
        Answer(403, MfaRequired);
        Challenge("""{"oob_code":"oob1","channel":"push","binding_method":"none","expires_in":300,"interval":1}""");

        await GetAsync(new() { Totp = Totp, AwaitsPush = true });

        _org.AskedAt("/v1/token").Select(asked => asked.Form("grant_type")).ShouldBe(["password", MfaOtp, MfaOob]);
    }

    [Fact]
    public async Task What_nobody_answers_ends_it_by_name_and_shows_no_token()
    {
        Answer(403, MfaRequired);

        var required = await Should.ThrowAsync<OAuthException>(() => GetAsync());

        required.Error.ShouldBe("mfa_required");
        required.Hint.ShouldContain("one-time passwords");
        required.Reason!.Id.ShouldBe("D10");
        required.ToString().ShouldNotContain("mfaT0ken");
    }

    [Fact]
    public async Task Of_what_the_server_would_take_nothing_else_is_answered()
    {
        Answer(403, MfaRequired.Replace("}", $$""","supported_challenge_types":"{{MfaOob}}"}""", StringComparison.Ordinal));

        var required = await Should.ThrowAsync<OAuthException>(() => GetAsync(new() { Totp = Totp }));

        required.Hint.ShouldContain(MfaOob);
        _org.AskedAt("/v1/token").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_code_is_not_repeated()
    {
        Answer(403, MfaRequired);
        Answer(
            400,
            """{"error":"invalid_grant","error_description":"The 'otp' provided is either empty or incorrect. Use the correct OTP and try again."}""");

        var refused = await Should.ThrowAsync<OAuthException>(() => GetAsync(new() { Totp = Totp, CodeAsync = (_, _) => new("123456") }));

        refused.Reason!.Id.ShouldBe("B16");
        _org.AskedAt("/v1/token").Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_one_time_password_takes_the_passwords_place()
    {
        await Flow.GetTokensWithoutPasswordAsync(The.Login, new() { Totp = Totp }, ct: Ct);

        var otp = _org.AskedAt("/v1/token").Single();
        otp.Form("grant_type").ShouldBe(Otp);
        otp.Form("login_hint").ShouldBe(The.Login);
        otp.Form("otp").Length.ShouldBe(6);
    }

    [Fact]
    public async Task A_message_takes_the_passwords_place()
    {
        _org.Answers["/oauth2/default/v1/primary-authenticate"] = _ =>
            Some.Json(200, """{"oob_code":"oob1","channel":"sms","binding_method":"prompt","expires_in":300}""");

        await Flow.GetTokensWithoutPasswordAsync(
            The.Login, new() { CodeAsync = (_, _) => new("123456"), FactorOrder = ["sms"] }, ct: Ct);

        var asked = _org.AskedAt("/v1/primary-authenticate").Single();
        asked.Form("challenge_hint").ShouldBe(Oob);
        asked.Form("channel_hint").ShouldBe("sms");
        asked.Form("login_hint").ShouldBe(The.Login);
        _org.AskedAt("/v1/token").Single().Form("grant_type").ShouldBe(Oob);
        _org.AskedAt("/v1/token").Single().Form("mfa_token").ShouldBeEmpty();
    }

    [Fact]
    public Task Without_a_password_there_must_be_an_answer() =>
        Should.ThrowAsync<ArgumentException>(() => Flow.GetTokensWithoutPasswordAsync(The.Login, new(), ct: Ct));

    [Fact]
    public async Task A_security_key_signs_what_the_server_says()
    {
        Answer(403, MfaRequired);
        Challenge(
            """{"challengeType":"urn:okta:params:oauth:grant-type:webauthn","publicKey":{"challenge":"b64urlEXAMPLE","rpId":"example.okta.com"},"authenticatorEnrollments":[]}""");
        JsonElement seen = default;

        await GetAsync(new()
        {
            SignAsync = (publicKey, _) =>
            {
                seen = publicKey;
                return new(new KeyAssertion { ClientDataJson = "client", AuthenticatorData = "data", Signature = "signed" });
            },
        });

        seen.GetProperty("challenge").GetString().ShouldBe("b64urlEXAMPLE");
        _org.AskedAt("/v1/challenge").Single().Form("challenge_types_supported")
            .ShouldBe("urn:okta:params:oauth:grant-type:mfa-webauthn");
        var answer = _org.AskedAt("/v1/token").Last();
        answer.Form("grant_type").ShouldBe("urn:okta:params:oauth:grant-type:mfa-webauthn");
        (answer.Form("clientDataJSON"), answer.Form("authenticatorData"), answer.Form("signature"))
            .ShouldBe(("client", "data", "signed"));
    }

    [Fact]
    public async Task Step_by_step_a_push_is_asked_about_once_at_a_time()
    {
        Answer(403, MfaRequired);
        Answer(400, Pending);
        Challenge("""{"oob_code":"oob1","channel":"push","binding_method":"none","expires_in":300,"interval":5}""");

        var required = (await Flow.BeginAsync(The.Login, The.Password, ct: Ct)).ShouldBeOfType<DirectAuthentication.MfaRequired>();
        var push = await required.ChallengeAsync(OobChannel.Push, Ct);
        var waiting = await push.PollAsync(Ct);
        var done = await push.PollAsync(Ct);

        required.ToString().ShouldNotContain("mfaT0ken");
        push.ToString().ShouldNotContain("oob1");
        waiting.ShouldBeSameAs(push);
        done.ShouldBeOfType<DirectAuthentication.Granted>().Tokens.AccessToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_push_that_nobody_approves_ends_when_it_expires()
    {
        Answer(403, MfaRequired);
        Challenge("""{"oob_code":"oob1","channel":"push","binding_method":"none","expires_in":12,"interval":5}""");
        _org.Token = asked =>
            Some.Json(asked.Form("grant_type") is "password" ? 403 : 400, asked.Form("grant_type") is "password" ? MfaRequired : Pending);

        (await Should.ThrowAsync<OAuthException>(() => GetAsync(new() { AwaitsPush = true }))).Error.ShouldBe("expired_token");
    }

    [Theory]
    [InlineData("""{"oob_code":"","channel":"sms"}""", "empty oob_code")]
    [InlineData("""{"oob_code":"oob1"}""", "lacks oob_code or channel")]
    [InlineData("""{"oob_code":"oob1","channel":"fax"}""", "'fax'")]
    [InlineData("""{"oob_code":"oob1","channel":"push","expires_in":-1}""", "expires_in: -1")]
    public async Task A_challenge_that_is_none_is_told(string body, string says)
    {
        Answer(403, MfaRequired);
        Challenge(body);

        (await Should.ThrowAsync<UnexpectedResponseException>(() => GetAsync(new() { AwaitsPush = true }))).Message.ShouldContain(says);
    }

    DirectAuthenticationFlow Flow => field ??= _org.Connect().DirectAuthenticationFlow;

    Task<TokenSet> GetAsync(AuthnAnswers? answers = null) => Flow.GetTokensAsync(The.Login, The.Password, answers, ct: Ct);

    void Answer(int status, string body) => _tokens.Enqueue(_ => Some.Json(status, body));

    void Challenge(string body) => _org.Answers["/oauth2/default/v1/challenge"] = _ => Some.Json(200, body);

    sealed class Shown : IProgress<PushWait>
    {
        public int? Number { get; private set; }

        public void Report(PushWait value) => Number = value.CorrectAnswer;
    }
}
