using System.Text.Json;

namespace Postern.Client.Tests.Authn;

public sealed class AuthenticateTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_request_is_what_Okta_documents()
    {
        using var org = new FakeOrg();

        _ = await org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, "pa\"ss+wörd'", Ct);

        var asked = org.Asked.ShouldHaveSingleItem();
        asked.Method.ShouldBe(HttpMethod.Post);
        asked.Url.AbsoluteUri.ShouldBe("https://example.okta.com/api/v1/authn");
        asked.Body.ShouldBe("""{"username":"jo.tester@example.com","password":"pa\"ss+wörd'"}""");
        asked.Headers.ShouldContain("Content-Type: application/json");
        asked.Headers.ShouldContain("Accept: application/json");
        asked.Headers.ShouldContain("User-Agent: ");
        asked.Headers.ShouldNotContain("charset");
        asked.Headers.ShouldNotContain("Origin");
        asked.Headers.ShouldNotContain("Authorization");
    }

    [Fact]
    public async Task Success_carries_the_session_token_and_the_user()
    {
        using var org = new FakeOrg();

        var success = (
            await org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct)).ShouldBeOfType<AuthnTransaction.Success>();

        success.SessionToken.ShouldBe(The.SessionToken);
        success.ExpiresAt.ShouldBe(new DateTimeOffset(2026, 2, 3, 10, 20, 30, TimeSpan.Zero));
        success.User.ShouldBe(new AuthnUser { Id = The.UserId, Login = The.Login, FirstName = "Jo", LastName = "Tester" });
        success.ToString().ShouldNotContain(The.SessionToken);
    }

    [Theory]
    [InlineData("success-001.json", typeof(AuthnTransaction.Success), "00u1xxxxxxxxxxxxxxxx", 0, "cancel")]
    [InlineData("mfa-required-email.json", typeof(AuthnTransaction.MfaRequired), "00u13hcTl4F7w6M7e0g4", 2, "cancel")]
    [InlineData("mfa-challenge-email.json", typeof(AuthnTransaction.MfaChallenge), "00u13hcTl4F7w6M7e0g4", 1, "next resend prev cancel")]
    [InlineData("mfa-enroll-sms.json", typeof(AuthnTransaction.MfaEnroll), "00u3sxoelNuhUf5sO9c5", 3, "cancel")]
    [
        InlineData(
            "mfa-enroll-activate-sms.json",
            typeof(AuthnTransaction.MfaEnrollActivate),
            "00u3sxoelNuhUf5sO9c5",
            1,
            "next prev resend cancel"),
    ]
    [InlineData("recovery-answer.json", typeof(AuthnTransaction.PasswordReset), "00u1ejh1oq5ChfLqk0g4", 0, "next cancel")]
    [InlineData("recovery-password.json", typeof(AuthnTransaction.Recovery), "00u1m3nBokL0CovJ80g4", 0, "next cancel")]
    [InlineData("unauthenticated.json", typeof(AuthnTransaction.Unauthenticated), null, 0, "next")]
    public async Task A_recorded_transaction_is_read_whole(string file, Type type, string? userId, int factors, string links)
    {
        var recorded = Fixtures.Read($"authn/{file}");
        using var org = new FakeOrg { Authn = _ => Some.Json(200, recorded) };

        var transaction = await org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct);

        transaction.ShouldBeOfType(type);
        transaction.Status.ShouldBe(JsonDocument.Parse(recorded).RootElement.GetProperty("status").GetString());
        transaction.User?.Id.ShouldBe(userId);
        transaction.Factors.Count.ShouldBe(factors);
        string.Join(' ', transaction.Links.Keys).ShouldBe(links);
        transaction.Links.Values.SelectMany(link => link)
            .ShouldAllBe(link => link.Href.StartsWith("https://example.okta.com/api/v1/authn") && link.Allow.Single() == "POST");
    }

    [Fact]
    public async Task Every_recorded_factor_is_read()
    {
        var recorded = Fixtures.Read("authn/mfa-all-factors.json");
        using var org = new FakeOrg { Authn = _ => Some.Json(200, recorded) };

        var transaction = await org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct);

        var expected = JsonDocument.Parse(recorded).RootElement.GetProperty("_embedded").GetProperty("factors").EnumerateArray()
            .Select(factor => factor.GetProperty("factorType").GetString());
        transaction.Factors.Select(factor => factor.FactorType).ShouldBe(expected);
        transaction.Factors[0].Profile.GetProperty("question").GetString().ShouldBe("disliked_food");
        transaction.Factors[0].Links["verify"].ShouldHaveSingleItem().Href.ShouldEndWith("/verify");
        transaction.Policy.GetProperty("allowRememberDevice").GetBoolean().ShouldBeTrue();
        transaction.StateToken.ShouldBe("testStateToken");
    }

    [Theory]
    [InlineData("LOCKED_OUT", typeof(AuthnTransaction.LockedOut), "unlock")]
    [InlineData("PASSWORD_WARN", typeof(AuthnTransaction.PasswordWarn), "password")]
    [InlineData("PASSWORD_EXPIRED", typeof(AuthnTransaction.PasswordExpired), "password")]
    [InlineData("PASSWORD_RESET", typeof(AuthnTransaction.PasswordReset), "password")]
    [InlineData("MFA_REQUIRED", typeof(AuthnTransaction.MfaRequired), "factor")]
    [InlineData("MFA_CHALLENGE", typeof(AuthnTransaction.MfaChallenge), "challenge")]
    [InlineData("MFA_ENROLL", typeof(AuthnTransaction.MfaEnroll), "enroll")]
    [InlineData("MFA_ENROLL_ACTIVATE", typeof(AuthnTransaction.MfaEnrollActivate), "activate")]
    [InlineData("RECOVERY", typeof(AuthnTransaction.Recovery), "recovery")]
    [InlineData("RECOVERY_CHALLENGE", typeof(AuthnTransaction.RecoveryChallenge), "recovery")]
    [InlineData("UNAUTHENTICATED", typeof(AuthnTransaction.Unauthenticated), "factor")]
    [InlineData("CONSENT_REQUIRED", typeof(AuthnTransaction.SignInPageOnly), "sign-in page")]
    [InlineData("PROFILE_REQUIRED", typeof(AuthnTransaction.SignInPageOnly), "sign-in page")]
    [InlineData("ADMIN_CONSENT_REQUIRED", typeof(AuthnTransaction.SignInPageOnly), "sign-in page")]
    [InlineData("FACTOR_REQUIRED", typeof(AuthnTransaction.SignInPageOnly), "sign-in page")]
    [InlineData("FACTOR_ENROLL", typeof(AuthnTransaction.SignInPageOnly), "sign-in page")]
    [InlineData("POLL", typeof(AuthnTransaction.SignInPageOnly), "sign-in page")]
    [InlineData("DEVICE_ACTIVATE", typeof(AuthnTransaction.SignInPageOnly), "sign-in page")]
    [InlineData("DREAM_JOURNAL_REQUIRED", typeof(AuthnTransaction.Unknown), "does not know")]
    public async Task Every_other_status_says_what_Okta_wants_and_what_to_do(string status, Type type, string wanted)
    {
        using var org = new FakeOrg
        {
            Authn = _ =>
                Some.Json(
                    200,
                    $$"""{"stateToken":"00state","status":"{{status}}","_links":{"next":{"name":"go","href":"https://example.okta.com/x","hints":{"allow":["POST"]} } } }"""),
        };

        var refused = await Should.ThrowAsync<AuthnException>(
            () => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        refused.Transaction.ShouldBeOfType(type);
        refused.Status.ShouldBe(status);
        refused.Stage.ShouldBe(Stage.Authn);
        refused.Message.ShouldContain(status);
        refused.Message.ShouldContain(wanted);
        refused.Hint.Length.ShouldBeGreaterThan(40);
        refused.ToString().ShouldNotContain("00state");
        org.AskedAt("/authorize").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_single_link_and_a_list_of_links_are_read_alike()
    {
        using var org = new FakeOrg
        {
            Authn = _ =>
                Some.Json(
                    200, """{"status":"RECOVERY_CHALLENGE","_links":{"resend":{"name":"sms","href":"https://example.okta.com/a"}}}"""),
        };

        var transaction = await org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct);

        transaction.Links["resend"].ShouldHaveSingleItem().Name.ShouldBe("sms");
    }

    [Fact]
    public async Task Factors_under_the_name_that_the_reference_page_prints_are_read_too()
    {
        using var org = new FakeOrg
        {
            Authn = _ =>
                Some.Json(200, """{"status":"MFA_REQUIRED","_embedded":{"factor":[{"factorType":"push"},{"factorType":"sms"}]}}"""),
        };

        var transaction = await org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct);

        transaction.Wants.ShouldBe("a second factor (push, sms)");
    }

    [Fact]
    public async Task A_recorded_refusal_is_kept_whole()
    {
        var recorded = Fixtures.Read("authn/error-authentication-failed.json");
        using var org = new FakeOrg { Authn = _ => Some.Json(401, recorded) };

        var refused = await Should.ThrowAsync<OktaApiException>(
            () => org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct));

        refused.ErrorCode.ShouldBe("E0000004");
        refused.ErrorSummary.ShouldBe("Authentication failed");
        refused.ErrorLink.ShouldBe("E0000004");
        refused.ErrorId.ShouldBe("oaeiBUE81RAQY-sqdEBhG3zcA");
        refused.Causes.ShouldBeEmpty();
        refused.StatusCode.ShouldBe(401);
        refused.Message.ShouldBe("E0000004: Authentication failed");
        refused.Hint.ShouldContain("locks");
        refused.ToString().ShouldNotContain(The.Password);
    }

    [Fact]
    public async Task Causes_and_the_request_id_are_kept()
    {
        using var org = new FakeOrg
        {
            Authn = _ =>
            {
                var answer = Some.Json(
                    400,
                    """{"errorCode":"E0000001","errorSummary":"Api validation failed: authRequest","errorLink":"E0000001","errorId":"oae1","errorCauses":[{"errorSummary":"one"},{"errorSummary":"two"}]}""");
                answer.Headers.Add("X-Okta-Request-Id", "req-1");
                return answer;
            },
        };

        var refused = await Should.ThrowAsync<OktaApiException>(() => org.Connect().SessionTokenFlow.AuthenticateAsync("", "", Ct));

        refused.Causes.ShouldBe(["one", "two"]);
        refused.RequestId.ShouldBe("req-1");
    }

    [Theory]
    [InlineData(401)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_password_is_never_sent_twice(int status)
    {
        using var org = new FakeOrg { Authn = _ => Some.Json(status, """{"errorCode":"E0000009","errorSummary":"x","errorCauses":[]}""") };

        _ = await Should.ThrowAsync<OktaApiException>(() => org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct));

        org.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_password_is_not_sent_again_after_a_failure_of_the_network()
    {
        using var org = new FakeOrg { Authn = _ => throw new HttpRequestException("connection reset") };

        _ = await Should.ThrowAsync<HttpRequestException>(
            () => org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct));

        org.Asked.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(200, "text/html", "<h1>Proxy</h1>", "text/html")]
    [InlineData(403, "text/html", "<h1>Blocked</h1>", "403")]
    [InlineData(200, "application/json", "[]", "no transaction")]
    [InlineData(200, "application/json", "{}", "no transaction")]
    [InlineData(200, "application/json", """{"status":null}""", "its status is not")]
    [InlineData(200, "application/json", """{"status":"SUCCESS","expiresAt":"soon"}""", "its expiresAt is not")]
    [InlineData(500, "application/json", "{", "malformed")]
    [InlineData(418, "application/json", "{}", "none of its error shapes")]
    public async Task An_answer_that_is_not_Oktas_says_so(int status, string mediaType, string body, string said)
    {
        using var org = new FakeOrg
        {
            Authn = _ => new((System.Net.HttpStatusCode)status) { Content = new StringContent(body, System.Text.Encoding.UTF8, mediaType) },
        };

        var unexpected = await Should.ThrowAsync<UnexpectedResponseException>(
            () => org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct));

        unexpected.Message.ShouldContain(said);
        unexpected.StatusCode.ShouldBe(status);
        unexpected.Stage.ShouldBe(Stage.Authn);
    }

    [Fact]
    public async Task Success_without_a_session_token_is_no_success()
    {
        using var org = new FakeOrg { Authn = _ => Some.Json(200, """{"status":"SUCCESS","stateToken":"00x"}""") };

        _ = await Should.ThrowAsync<AuthnException>(() => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));
    }
}
