using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Postern.Client.Tests.Authn;

/// <summary>What Okta asks for besides the password, answered without a person.</summary>
public sealed class UnattendedTests : IDisposable
{
    const string State = "00PtYgjmUhBel31iEl2hpChYgCfrL1spNxnyVmihA_";

    readonly FakeOrg _org = new();

    readonly string _seed = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32);

    public void Dispose() => _org.Dispose();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_RFC_6238_appendix_B(long seconds, string code) =>
        Totp.FromSecret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").CodeAt(DateTimeOffset.FromUnixTimeSeconds(seconds)).ShouldBe(code);

    [Fact]
    public void A_seed_may_be_the_URI_of_a_QR_code() =>
        Totp.FromSecret("otpauth://totp/Org:ada?secret=gezd gnbv gy3t qojq gezd gnbv gy3t qojq&issuer=Org")
            .CodeAt(DateTimeOffset.FromUnixTimeSeconds(59)).ShouldBe("287082");

    [Theory]
    [InlineData("")]
    [InlineData("not base 32!")]
    [InlineData("otpauth://hotp/x?secret=GEZDGNBV")]
    [InlineData("otpauth://totp/x?secret=GEZDGNBV&digits=8")]
    public void A_seed_that_is_none_is_told_without_repeating_it(string seed)
    {
        var refused = Should.Throw<ArgumentException>(() => Totp.FromSecret(seed));

        if (seed.Length > 0)
            refused.Message.ShouldNotContain("GEZDGNBV");
    }

    [Fact]
    public async Task A_one_time_password_is_computed_from_its_seed()
    {
        _org.Authn = _ => Some.Json(200, Required(("ost1", "token:software:totp", "OKTA")));
        _org.Answers["/api/v1/authn/factors/ost1/verify"] = _ => Some.Json(200, _org.Success);

        var done = await SignInAsync(new() { Totp = Totp.FromSecret(_seed) });

        done.SessionToken.ShouldBe(The.SessionToken);
        Sent("/verify").ShouldBe([$$"""{"stateToken":"{{State}}","passCode":"{{Totp.FromSecret(_seed).CodeAt(The.Now)}}"}"""]);
    }

    [Fact]
    public async Task A_code_that_was_used_is_followed_by_the_next_one()
    {
        var answers = new Queue<HttpResponseMessage>(
            [
                Some.Json(403, Error("E0000082", "Each code can only be used once. Please wait for a new code and try again.")),
                Some.Json(200, _org.Success),
            ]);
        _org.Authn = _ => Some.Json(200, Required(("ost1", "token:software:totp", "OKTA")));
        _org.Answers["/api/v1/authn/factors/ost1/verify"] = _ => answers.Dequeue();
        _org.Time.AutoAdvanceAmount = TimeSpan.FromSeconds(1);

        var signingIn = SignInAsync(new() { Totp = Totp.FromSecret(_seed) });
        await _org.WhileTimeMovesAsync(signingIn);

        (await signingIn).SessionToken.ShouldBe(The.SessionToken);
        Sent("/verify").Select(body => JsonNode.Parse(body)!["passCode"]!.ToString()).ShouldBe(
            [Totp.FromSecret(_seed).CodeAt(The.Now), Totp.FromSecret(_seed).CodeAt(The.Now + Totp.Step)]);
    }

    [Fact]
    public async Task Whoever_waits_for_the_next_code_is_told_how_long()
    {
        List<TimeSpan> told = [];
        _org.Authn = _ => Some.Json(200, Required(("ost1", "token:software:totp", "OKTA")));
        _org.Answers["/api/v1/authn/factors/ost1/verify"] = _ => Some.Json(200, _org.Success);
        var flow = _org.Connect().SessionTokenFlow;
        await flow.SignInAsync(The.Login, The.Password, new() { Totp = Totp.FromSecret(_seed) }, Ct);

        var answers = new AuthnAnswers { Totp = Totp.FromSecret(_seed), TotpProgress = new Told<TimeSpan>(told.Add) };
        var signingIn = flow.SignInAsync(The.Login, The.Password, answers, Ct);
        await Patience.UntilAsync("to be told of the wait", () => told.Count > 0 || signingIn.IsCompleted);
        await _org.WhileTimeMovesAsync(signingIn);

        (await signingIn).SessionToken.ShouldBe(The.SessionToken);
        told.ShouldBe([TimeSpan.FromSeconds(30)]);
        Sent("/verify").Select(body => JsonNode.Parse(body)!["passCode"]!.ToString()).ShouldBe(
            [Totp.FromSecret(_seed).CodeAt(The.Now), Totp.FromSecret(_seed).CodeAt(The.Now + Totp.Step)]);
    }

    [Fact]
    public async Task How_long_a_push_was_awaited_is_told_alike_in_every_language()
    {
        CultureInfo.CurrentCulture = new("de-DE");
        _org.Authn = _ => Some.Json(200, Required(("opf1", "push", "OKTA")));
        _org.Answers["/api/v1/authn/factors/opf1/verify"] = _ => Some.Json(200, Challenge("push", "poll", "opf1", "WAITING"));
        _org.Answers["/api/v1/authn/cancel"] = _ => Some.Json(200, "{}");

        var signingIn = SignInAsync(new() { AwaitsPush = true, PushPatience = TimeSpan.FromSeconds(90) });
        await _org.WhileTimeMovesAsync(signingIn);

        (await Should.ThrowAsync<AuthnException>(() => signingIn)).Message.ShouldEndWith("nobody answered it in 1.5 minutes.");
    }

    [Fact]
    public async Task A_push_that_nobody_answers_is_given_up_and_cancelled()
    {
        _org.Authn = _ => Some.Json(200, Required(("opf1", "push", "OKTA")));
        _org.Answers["/api/v1/authn/factors/opf1/verify"] = _ => Some.Json(200, Challenge("push", "poll", "opf1", "WAITING"));
        _org.Answers["/api/v1/authn/cancel"] = _ => Some.Json(200, "{}");

        var signingIn = SignInAsync(new() { AwaitsPush = true, PushPatience = TimeSpan.FromMinutes(1) });
        await _org.WhileTimeMovesAsync(signingIn);

        (await Should.ThrowAsync<AuthnException>(() => signingIn)).Message.ShouldBe(
            "Okta answered MFA_CHALLENGE. The push was not approved: nobody answered it in 1 minutes.");
        Sent("/cancel").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_factor_before_the_password_is_answered_too()
    {
        _org.Authn = _ =>
            Some.Json(200, Required(("ufs1", "question", "OKTA")).Replace("MFA_REQUIRED", "UNAUTHENTICATED", StringComparison.Ordinal));
        _org.Answers["/api/v1/authn/factors/ufs1/verify"] = _ => Some.Json(200, _org.Success);

        var begun = (await _org.Connect().Authn.BeginAsync(The.Login, ct: Ct)).ShouldBeOfType<AuthnTransaction.Unauthenticated>();
        await SignInAsync(new() { SecurityAnswer = "mayonnaise" });

        begun.Factors.ShouldHaveSingleItem().FactorType.ShouldBe("question");
        Sent("/authn").First().ShouldBe($$"""{"username":"{{The.Login}}"}""");
        Sent("/verify").ShouldBe([$$"""{"stateToken":"{{State}}","answer":"mayonnaise"}"""]);
    }

    [Fact]
    public async Task A_page_that_was_not_begun_is_given_name_and_password()
    {
        var asked = 0;
        _org.Authn = _ => Some.Json(200, asked++ == 0
            ? Transaction(
                "UNAUTHENTICATED", "{}", """{"next":{"name":"authenticate","href":"{org}/api/v1/authn","hints":{"allow":["POST"]}}}""")
            : _org.Success);

        await SignInAsync(new());

        Sent("/authn").Last().ShouldBe($$"""{"stateToken":"{{State}}","username":"{{The.Login}}","password":"{{The.Password}}"}""");
    }

    [Fact]
    public async Task A_page_that_asks_for_name_and_password_again_is_not_given_them_again()
    {
        _org.Authn = _ => Some.Json(
            200,
            Transaction(
                "UNAUTHENTICATED", "{}", """{"next":{"name":"authenticate","href":"{org}/api/v1/authn","hints":{"allow":["POST"]}}}"""));
        _org.Answers["/api/v1/authn/cancel"] = _ => Some.Json(200, "{}");

        var refused = await Should.ThrowAsync<AuthnException>(() => SignInAsync(new()));

        refused.Message.ShouldContain("are not sent once more");
        Sent("/authn").Count().ShouldBe(2);
        Sent("/cancel").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_factor_whose_answer_was_taken_is_not_answered_again()
    {
        var required = Required(("ufs1", "question", "OKTA"), ("ost1", "token:software:totp", "OKTA"));
        _org.Authn = _ => Some.Json(200, required);
        _org.Answers["/api/v1/authn/factors/ufs1/verify"] = _ => Some.Json(200, required);
        _org.Answers["/api/v1/authn/factors/ost1/verify"] = _ => Some.Json(200, required);
        _org.Answers["/api/v1/authn/cancel"] = _ => Some.Json(200, "{}");

        var refused = await Should.ThrowAsync<AuthnException>(
            () => SignInAsync(new() { SecurityAnswer = "mayonnaise", Totp = Totp.FromSecret(_seed) }));

        refused.Message.ShouldContain("It asks again for what it has taken the answer to (question, token:software:totp).");
        _org.AskedAt("/verify").Select(asked => asked.Url.AbsolutePath)
            .ShouldBe(["/api/v1/authn/factors/ost1/verify", "/api/v1/authn/factors/ufs1/verify"]);
    }

    [Fact]
    public async Task A_password_that_was_changed_is_not_changed_again()
    {
        var expired = Transaction(
            "PASSWORD_EXPIRED",
            "{}",
            """{"next":{"name":"changePassword","href":"{org}/api/v1/authn/credentials/change_password","hints":{"allow":["POST"]}}}""");
        _org.Authn = _ => Some.Json(200, expired);
        _org.Answers["/api/v1/authn/credentials/change_password"] = _ => Some.Json(200, expired);
        _org.Answers["/api/v1/authn/cancel"] = _ => Some.Json(200, "{}");

        var refused = await Should.ThrowAsync<AuthnException>(() => SignInAsync(new() { NewPassword = "Fresh-Staple-7" }));

        refused.Message.ShouldContain("It asks for a new password again");
        Sent("/change_password").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_code_that_was_sent_is_fetched_after_it_was_sent()
    {
        _org.Authn = _ => Some.Json(200, Required(("sms1", "sms", "OKTA")));
        _org.Answers["/api/v1/authn/factors/sms1/verify"] = asked =>
            Some.Json(200, asked.Body.Contains("passCode", StringComparison.Ordinal) ? _org.Success : Challenge("sms", "verify", "sms1"));

        await SignInAsync(new()
        {
            CodeAsync = (factor, _) =>
            {
                Sent("/verify").Count().ShouldBe(1);
                return ValueTask.FromResult<string?>(factor.FactorType is "sms" ? " 123456\n" : null);
            },
        });

        Sent("/verify").Last().ShouldBe($$"""{"stateToken":"{{State}}","passCode":"123456"}""");
    }

    [Fact]
    public async Task A_push_is_polled_and_its_number_shown()
    {
        var polls = 0;
        List<int?> shown = [];
        _org.Authn = _ => Some.Json(200, Required(("opf1", "push", "OKTA")));
        _org.Answers["/api/v1/authn/factors/opf1/verify"] = _ =>
            Some.Json(200, ++polls < 4 ? Challenge("push", "poll", "opf1", "WAITING", 92) : _org.Success);

        var signingIn = SignInAsync(new() { AwaitsPush = true, PushProgress = new Told<PushWait>(wait => shown.Add(wait.CorrectAnswer)) });
        await _org.WhileTimeMovesAsync(signingIn);

        (await signingIn).SessionToken.ShouldBe(The.SessionToken);
        shown.ShouldBe([92, 92, 92]);
    }

    [Fact]
    public async Task A_rejected_push_says_so_and_cancels()
    {
        var polls = 0;
        _org.Authn = _ => Some.Json(200, Required(("opf1", "push", "OKTA")));
        _org.Answers["/api/v1/authn/factors/opf1/verify"] = _ =>
            Some.Json(200, ++polls < 2 ? Challenge("push", "poll", "opf1", "WAITING") : Challenge("push", "verify", "opf1", "REJECTED"));
        _org.Answers["/api/v1/authn/cancel"] = _ => Some.Json(200, "{}");

        var signingIn = SignInAsync(new() { AwaitsPush = true });
        await _org.WhileTimeMovesAsync(signingIn);

        var refused = await Should.ThrowAsync<AuthnException>(() => signingIn);
        refused.Message.ShouldBe("Okta answered MFA_CHALLENGE. The push was rejected on the phone.");
        refused.Factor!.FactorType.ShouldBe("push");
        Sent("/cancel").ShouldBe([$$"""{"stateToken":"{{State}}"}"""]);
    }

    [Fact]
    public async Task What_cannot_be_answered_is_named_and_cancelled()
    {
        _org.Authn = _ => Some.Json(200, Required(("ost1", "token:software:totp", "OKTA"), ("sms1", "sms", "OKTA")));
        _org.Answers["/api/v1/authn/cancel"] = _ => Some.Json(200, "{}");

        var refused = await Should.ThrowAsync<AuthnException>(() => SignInAsync(new()));

        refused.Message.ShouldBe(
            "Okta answered MFA_REQUIRED. It asks for a second factor (token:software:totp, sms), and no answer was given: " +
            "token:software:totp needs the seed it was enrolled with; sms needs the code that is sent.");
        refused.Factor!.FactorType.ShouldBe("token:software:totp");
        Sent("/cancel").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_failing_cancel_does_not_hide_what_was_wrong()
    {
        _org.Authn = _ => Some.Json(200, Required(("ost1", "token:software:totp", "OKTA")));
        _org.Answers["/api/v1/authn/cancel"] = _ => throw new HttpRequestException("gone");

        (await Should.ThrowAsync<AuthnException>(() => SignInAsync(new()))).Status.ShouldBe("MFA_REQUIRED");
    }

    [Fact]
    public async Task The_preferred_factor_is_taken_first()
    {
        _org.Authn = _ => Some.Json(200, Required(("ost1", "token:software:totp", "OKTA"), ("ufs1", "question", "OKTA")));
        _org.Answers["/api/v1/authn/factors/ufs1/verify"] = _ => Some.Json(200, _org.Success);

        await SignInAsync(
            new()
            {
                Totp = Totp.FromSecret(_seed),
                SecurityAnswer = "mayonnaise",
                FactorOrder = ["question", "token:software:totp"],
                RememberDevice = true,
            });

        _org.AskedAt("/verify").Single().Url.Query.ShouldBe("?rememberDevice=true");
        Sent("/verify").ShouldBe([$$"""{"stateToken":"{{State}}","answer":"mayonnaise"}"""]);
    }

    [Fact]
    public async Task An_expired_password_is_changed()
    {
        _org.Authn = _ =>
            Some.Json(
                200,
                Transaction(
                    "PASSWORD_EXPIRED",
                    "{}",
                    """{"next":{"name":"changePassword","href":"{org}/api/v1/authn/credentials/change_password","hints":{"allow":["POST"]}}}"""));
        _org.Answers["/api/v1/authn/credentials/change_password"] = _ => Some.Json(200, _org.Success);

        await SignInAsync(new() { NewPassword = "Fresh-Staple-7" });

        Sent("/change_password")
            .ShouldBe([$$"""{"stateToken":"{{State}}","oldPassword":"{{The.Password}}","newPassword":"Fresh-Staple-7"}"""]);
    }

    [Fact]
    public async Task An_expired_password_that_is_changed_elsewhere_names_the_page_and_gives_it_no_password()
    {
        _org.Authn = _ =>
            Some.Json(
                200,
                Transaction(
                    "PASSWORD_EXPIRED",
                    "{}",
                    """{"next":{"name":"changePassword","title":"Change","href":"https://passwords.example.com/expired","hints":{"allow":["GET"]}}}"""));
        _org.Answers["/api/v1/authn/cancel"] = _ => Some.Json(200, "{}");

        var refused = await Should.ThrowAsync<AuthnException>(() => SignInAsync(new() { NewPassword = "Fresh-Staple-7" }));

        refused.Message.ShouldBe(
            "Okta answered PASSWORD_EXPIRED. The password has expired, and this org has it changed at " +
            "https://passwords.example.com/expired, which only a browser can do.");
        _org.Asked.ShouldAllBe(asked => asked.Url.Host != "passwords.example.com");
        Sent("/cancel").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_fresh_one_time_password_is_enrolled_and_its_seed_handed_back()
    {
        string? handed = null;
        _org.Authn = _ => Some.Json(200, Transaction("MFA_ENROLL",
            """{"factors":[{"factorType":"token:software:totp","provider":"OKTA","status":"NOT_SETUP","enrollment":"REQUIRED","_links":{"enroll":{"href":"{org}/api/v1/authn/factors","hints":{"allow":["POST"]}}}}]}""",
            "{}"));
        _org.Answers["/api/v1/authn/factors"] = _ => Some.Json(200, Transaction("MFA_ENROLL_ACTIVATE",
            $$$"""{"factor":{"id":"ost1","factorType":"token:software:totp","provider":"OKTA","_embedded":{"activation":{"sharedSecret":"{{{_seed}}}"} } } }""",
            """{"next":{"name":"activate","href":"{org}/api/v1/authn/factors/ost1/lifecycle/activate","hints":{"allow":["POST"]}}}"""));
        _org.Answers["/api/v1/authn/factors/ost1/lifecycle/activate"] = _ => Some.Json(200, _org.Success);

        await SignInAsync(new() { OnTotpEnrolled = seed => handed = seed });

        handed.ShouldBe(_seed);
        Sent("/authn/factors").ShouldBe([$$"""{"stateToken":"{{State}}","factorType":"token:software:totp","provider":"OKTA"}"""]);
        Sent("/activate").ShouldBe([$$"""{"stateToken":"{{State}}","passCode":"{{Totp.FromSecret(_seed).CodeAt(The.Now)}}"}"""]);
    }

    [Fact]
    public async Task A_federated_user_is_named_before_the_password_is_sent()
    {
        _org.Answers["/.well-known/webfinger"] = _ => Some.Json(200,
            """{"subject":"okta:acct:jo","links":[{"rel":"okta:idp","href":"https://example.okta.com/sso/idps/0oa1","titles":{"und":"Corporate Login"},"properties":{"okta:idp:type":"SAML2","okta:idp:id":"0oa1"}}]}""");

        var refused = await Should.ThrowAsync<FederatedUserException>(() => SignInAsync(new()));

        refused.IdentityProvider.ShouldBe("Corporate Login");
        refused.Message.ShouldContain("Corporate Login");
        _org.AskedAt("/authn").ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_a_user_signs_in_is_asked_once_and_only_where_it_is_wanted()
    {
        var client = _org.Connect();
        await client.SessionTokenFlow.SignInAsync(The.Login, The.Password, new(), Ct);
        await client.SessionTokenFlow.SignInAsync(The.Login, The.Password, new(), Ct);
        await _org.Connect(options => options with { RecognizesFederatedUsers = false }).SessionTokenFlow
            .SignInAsync(The.Login, The.Password, new(), Ct);

        _org.AskedAt("/webfinger").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_link_that_leaves_the_org_is_not_followed()
    {
        _org.Authn = _ =>
            Some.Json(
                200,
                Transaction(
                    "PASSWORD_EXPIRED",
                    "{}",
                    """{"next":{"name":"changePassword","href":"https://evil.example/change","hints":{"allow":["POST"]}}}"""));

        var refused = await Should.ThrowAsync<UnexpectedResponseException>(() => SignInAsync(new() { NewPassword = "Fresh-Staple-7" }));

        refused.Message.ShouldContain("https://evil.example/change");
        _org.Asked.ShouldAllBe(asked => asked.Url.Host != "evil.example");
    }

    [Fact]
    public async Task An_API_token_goes_to_the_authentication_API_alone()
    {
        await _org.Connect(options => options with { ApiToken = "00an-api-token" }).SessionTokenFlow
            .GetTokensAsync(The.Login, The.Password, ct: Ct);

        _org.Asked.Where(asked => asked.Headers.Contains("SSWS 00an-api-token", StringComparison.Ordinal))
            .Select(asked => asked.Url.AbsolutePath).ShouldBe(["/api/v1/authn"]);
    }

    [Fact]
    public async Task Options_and_device_token_are_sent_where_they_are_given()
    {
        await _org.Connect().SessionTokenFlow.AuthenticateAsync(
            The.Login,
            The.Password,
            new AuthnOptions
            {
                WarnBeforePasswordExpired = true,
                MultiOptionalFactorEnroll = true,
                DeviceToken = "a-device",
                RelayState = "r-1",
                ClientAddress = "203.0.113.9",
                DeviceFingerprint = "a-fingerprint",
            },
            Ct);

        _org.Asked[^1].Headers.ShouldContain("X-Forwarded-For: 203.0.113.9");
        _org.Asked[^1].Headers.ShouldContain("X-Device-Fingerprint: a-fingerprint");

        Sent("/authn").ShouldBe(
            [
                $$$"""{"username":"{{{The.Login}}}","password":"{{{The.Password}}}","relayState":"r-1","options":{"warnBeforePasswordExpired":true,"multiOptionalFactorEnroll":true},"context":{"deviceToken":"a-device"}}""",
            ]);
    }

    Task<AuthnTransaction.Success> SignInAsync(AuthnAnswers answers) =>
        _org.Connect().SessionTokenFlow.SignInAsync(The.Login, The.Password, answers, Ct);

    IEnumerable<string> Sent(string end) => _org.AskedAt(end).Select(asked => asked.Body);

    static string Required(params (string Id, string Type, string Provider)[] factors)
    {
        var list = string.Join(',', factors.Select(factor =>
            $$$"""{"id":"{{{factor.Id}}}","factorType":"{{{factor.Type}}}","provider":"{{{factor.Provider}}}","_links":{"verify":{"href":"{org}/api/v1/authn/factors/{{{factor.Id}}}/verify","hints":{"allow":["POST"]} } } }"""));
        return Transaction("MFA_REQUIRED", $$"""{"factors":[{{list}}]}""", "{}");
    }

    static string Challenge(string type, string next, string id, string? result = null, int? number = null)
    {
        var factor =
            $$"""{"id":"{{id}}","factorType":"{{type}}","provider":"OKTA","_embedded":{{(number is null ? "{}" : $$$"""{"challenge":{"correctAnswer":{{{number}}}} }""")}} }""";
        return Transaction(
            "MFA_CHALLENGE",
            $$"""{"factor":{{factor}} }""",
            $$$"""{"next":{"name":"{{{next}}}","href":"{org}/api/v1/authn/factors/{{{id}}}/verify","hints":{"allow":["POST"]} } }""",
            result);
    }

    static string Transaction(string status, string embedded, string links, string? result = null)
    {
        var all = JsonNode.Parse(links)!.AsObject();
        all["cancel"] = new JsonObject
        {
            ["href"] = "{org}/api/v1/authn/cancel",
            ["hints"] = new JsonObject { ["allow"] = new JsonArray("POST") },
        };
        var json = new JsonObject
        {
            ["stateToken"] = State,
            ["status"] = status,
            ["_embedded"] = JsonNode.Parse(embedded),
            ["_links"] = all,
        };
        if (result is not null)
            json["factorResult"] = result;
        return json.ToJsonString().Replace("{org}", The.Org, StringComparison.Ordinal);
    }

    static string Error(string code, string summary) =>
        $$"""{"errorCode":"{{code}}","errorSummary":"{{summary}}","errorLink":"{{code}}","errorId":"oae3Zk8QpRt2SfyLmWnXbVcJg","errorCauses":[]}""";

    sealed class Told<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }
}
