namespace Postern.Client.Tests.Idx;

/// <summary>Steps of an interaction, taken one by one or unattended: what is sent, and what is made of what comes back.</summary>
public sealed class StepTests : IDisposable
{
    static readonly (string Key, string Id, string[] Methods) Phone = ("phone_number", "aut1phone", ["sms", "voice"]);
    static readonly (string Key, string Id, string[] Methods) Google = ("google_otp", "aut1google", ["otp"]);
    static readonly (string Key, string Id, string[] Methods) Verify = ("okta_verify", "aut1verify", ["totp", "push"]);
    static readonly (string Key, string Id, string[] Methods) Password = ("okta_password", "aut1password", ["password"]);

    readonly FakeOrg _org = new() { Time = new ImpatientTime() };
    readonly IdxFake _idx;
    readonly string _seed = System.Security.Cryptography.RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32);

    public StepTests() => _idx = new(_org);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _org.Dispose();

    [Fact]
    public async Task An_interaction_is_begun_with_a_challenge_and_its_code_redeemed_with_the_verifier()
    {
        _idx.Introspect(IdxFake.State(IdxFake.Identify)).Answer("identify", IdxFake.Success);

        var tokens = await SignInAsync(new());

        var begun = _org.AskedAt("/interact").Single();
        begun.Body.ShouldContain("code_challenge_method=S256");
        begun.Form("redirect_uri").ShouldBe(The.RedirectUri);
        begun.Form("client_id").ShouldBe(The.ClientId);
        _idx.Sent("introspect").ShouldBe(["""{"interactionHandle":"Qb7hEXAMPLEhandleOpaque43charactersLong0000"}"""]);
        _idx.Sent("identify").ShouldBe(
            [
                $$$"""{"identifier":"{{{The.Login}}}","credentials":{"passcode":"{{{The.Password}}}"},"stateHandle":"{{{IdxFake.Handle}}}"}""",
            ]);
        var redeemed = _org.AskedAt("/token").Single();
        redeemed.Body.ShouldContain($"grant_type=interaction_code&interaction_code={IdxFake.InteractionCode}&code_verifier=");
        tokens.IdToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_password_goes_out_once_however_often_it_is_asked_for()
    {
        _idx.Introspect(IdxFake.State(IdxFake.Identify)).Answer("identify", Challenge("okta_password", "password"));

        var refused = await ThrowsAsync(new());

        refused.Failure.ShouldBe(IdxFailure.Unanswered);
        refused.Message.ShouldBe("Okta wants challenge-authenticator. It asks for the password again, which is not sent twice.");
        _org.Asked.Count(asked => asked.Body.Contains(The.Password, StringComparison.Ordinal)).ShouldBe(1);
        _idx.Sent("cancel").Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(400, "errors.E0000004", "ERROR")]
    [InlineData(200, "idx.unknown.user", "INFO")]
    public async Task A_user_name_that_is_asked_for_again_was_refused(int status, string key, string level)
    {
        _idx.Introspect(IdxFake.State(IdxFake.Identify))
            .Answer(
                "identify",
                IdxFake.State(IdxFake.Identify, IdxFake.Message("No such door at https://a:b@c/?sessionToken=20111abc", key, level)),
                status);

        var refused = await ThrowsAsync(new());

        refused.Failure.ShouldBe(IdxFailure.Refused);
        refused.Message.ShouldBe("Okta answered: No such door at https://c/?sessionToken=….");
        refused.Hint.ShouldContain("do not repeat it automatically");
        _idx.Sent("identify").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_step_that_nobody_knows_is_told_by_its_name_with_what_it_wants()
    {
        _idx.Introspect(IdxFake.State(IdxFake.Identify))
            .Answer("identify", IdxFake.State(IdxFake.Form("prove-humanity", "humanity", """{"name":"soul","required":true}""")));

        var refused = await ThrowsAsync(new());

        refused.Failure.ShouldBe(IdxFailure.Unsupported);
        refused.Message.ShouldBe(
            "Okta wants prove-humanity: something that this version does not know (soul), which cannot be done unattended.");
    }

    [Fact]
    public async Task A_step_that_nobody_knows_can_be_taken_by_the_names_of_its_fields()
    {
        _idx.Introspect(IdxFake.State(IdxFake.Form("prove-humanity", "humanity", """{"name":"soul","required":true}""")))
            .Answer("humanity", IdxFake.Success);
        var flow = _org.Connect().InteractionCodeFlow;
        var begun = await flow.IntrospectAsync(await flow.BeginAsync(ct: Ct), Ct);

        var done = await begun.Steps[0].TakeAsync(new() { Others = new Dictionary<string, string> { ["soul"] = "one" } }, Ct);

        done.ShouldBeOfType<IdxTransaction.Authorized>();
        _idx.Sent("humanity").ShouldBe([$$"""{"soul":"one","stateHandle":"{{IdxFake.Handle}}"}"""]);
    }

    [Fact]
    public async Task A_field_whose_value_is_a_form_asks_for_what_that_does_not_have()
    {
        _idx.Introspect(IdxFake.State(IdxFake.Form(
                "select-enrollment-channel", "credential/enroll",
                """
                {"name":"authenticator","type":"object","label":"Okta Verify","value":{"form":{"value":[
                 {"name":"id","required":true,"value":"aut1verify","mutable":false},
                 {"name":"channel","required":true,"options":[{"label":"EMAIL","value":"email"},{"label":"SMS","value":"sms"}]}]}}}
                """)))
            .Answer("credential/enroll", IdxFake.Success);
        var flow = _org.Connect().InteractionCodeFlow;
        var begun = await flow.IntrospectAsync(await flow.BeginAsync(ct: Ct), Ct);

        await begun.Steps[0].TakeAsync(new() { Others = new Dictionary<string, string> { ["channel"] = "sms" } }, Ct);

        begun.Steps[0].Fields[0].Fields.ShouldHaveSingleItem().Name.ShouldBe("channel");
        begun.Steps[0].Options.ShouldHaveSingleItem().Id.ShouldBe("aut1verify");
        _idx.Sent("credential/enroll").ShouldBe(
            [$$$"""{"authenticator":{"id":"aut1verify","channel":"sms"},"stateHandle":"{{{IdxFake.Handle}}}"}"""]);
    }

    [Fact]
    public async Task Where_the_password_is_among_what_can_be_chosen_it_is_chosen_first()
    {
        _idx.Introspect(IdxFake.State(IdxFake.IdentifierFirst))
            .Answer("identify", Choosing(Phone, Password))
            .Answer("challenge", Challenge("okta_password", "password"))
            .Answer("challenge/answer", IdxFake.Success);

        await SignInAsync(new());

        _idx.Sent("identify").ShouldBe([$$"""{"identifier":"{{The.Login}}","stateHandle":"{{IdxFake.Handle}}"}"""]);
        _idx.Sent("challenge")
            .ShouldBe([$$$"""{"authenticator":{"id":"aut1password","methodType":"password"},"stateHandle":"{{{IdxFake.Handle}}}"}"""]);
        _idx.Sent("challenge/answer")
            .ShouldBe([$$$"""{"credentials":{"passcode":"{{{The.Password}}}"},"stateHandle":"{{{IdxFake.Handle}}}"}"""]);
    }

    [Theory]
    [InlineData("sms")]
    [InlineData("call")]
    public async Task A_phone_is_asked_by_the_method_that_the_order_names(string factor)
    {
        SecondFactor(Choosing(Phone, Google));
        _idx.Answer(
            "challenge",
            IdxFake.State(
                $"{Answering()},{IdxFake.Select(Phone, Google)}", IdxFake.Current("phone_number") + IdxFake.Enrolled(Phone, Google)))
            .Answer("challenge/answer", IdxFake.Success);
        AuthnFactor? asked = null;

        await SignInAsync(new()
        {
            FactorOrder = [factor],
            CodeAsync = (given, _) =>
            {
                asked = given;
                return ValueTask.FromResult<string?>("123456");
            },
        });

        asked!.FactorType.ShouldBe(factor);
        _idx.Sent("challenge").Single().ShouldContain($"\"methodType\":\"{(factor is "sms" ? "sms" : "voice")}\"");
        _idx.Sent("challenge/answer").Single().ShouldContain("\"passcode\":\"123456\"");
    }

    [Fact]
    public async Task A_one_time_password_that_was_used_is_followed_by_the_next()
    {
        SecondFactor(Choosing(Google));
        var used = IdxFake.State(
            Answering(),
            IdxFake.Message("Used", "authfactor.challenge.soft_token.used_passcode") + IdxFake.Current("google_otp", "", "otp"));
        _idx.Answer("challenge", Challenge("google_otp", "otp")).Answer("challenge/answer", [(used, 401), (IdxFake.Success, 200)]);

        await SignInAsync(new() { Totp = Totp.FromSecret(_seed) });

        _idx.Sent("challenge/answer").ShouldBe(
            new[] { The.Now, The.Now.AddSeconds(30) }.Select(at =>
                $$$"""{"credentials":{"passcode":"{{{Totp.FromSecret(_seed).CodeAt(at)}}}"},"stateHandle":"{{{IdxFake.Handle}}}"}"""));
    }

    [Fact]
    public async Task A_factor_whose_answer_was_taken_is_not_answered_again()
    {
        SecondFactor(Choosing(Google));
        _idx.Answer("challenge", Challenge("google_otp", "otp")).Answer("challenge/answer", Choosing(Google));

        var refused = await ThrowsAsync(new() { Totp = Totp.FromSecret(_seed) });

        refused.Message.ShouldContain("It asks again for what it has taken the answer to (token:software:totp).");
        _idx.Sent("challenge/answer").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_password_that_was_changed_is_not_changed_again()
    {
        var expired = IdxFake.State(
            IdxFake.Form("reenroll-authenticator", "challenge/answer", IdxFake.Passcode("New password")), IdxFake.Current("okta_password"));
        SecondFactor(expired);
        _idx.Answer("challenge/answer", expired);

        var refused = await ThrowsAsync(new() { NewPassword = "Fresh-Staple-7" });

        refused.Message.ShouldContain("It asks for a new password again");
        _idx.Sent("challenge/answer").Count().ShouldBe(1);
    }

    [Fact]
    public async Task The_code_of_Okta_Verify_goes_where_its_form_says()
    {
        SecondFactor(Choosing(Verify));
        _idx.Answer(
            "challenge",
            IdxFake.State(
                IdxFake.Form(
                    "challenge-authenticator", "challenge/answer", """{"name":"credentials","form":{"value":[{"name":"totp"}]}}"""),
                IdxFake.Current("okta_verify", "", "totp")))
            .Answer("challenge/answer", IdxFake.Success);

        await SignInAsync(new() { Totp = Totp.FromSecret(_seed) });

        _idx.Sent("challenge/answer").Single()
            .ShouldStartWith($$$"""{"credentials":{"totp":"{{{Totp.FromSecret(_seed).CodeAt(The.Now)}}}"}""");
    }

    [Fact]
    public async Task A_factor_that_has_no_answer_is_told_with_what_it_needs()
    {
        SecondFactor(Choosing(Google, Phone));

        var refused = await ThrowsAsync(new());

        refused.Message.ShouldBe(
            "Okta wants select-authenticator-authenticate. It asks for a second factor (token:software:totp, sms, call), and no answer " +
            "was " +
            "given: token:software:totp needs the seed it was enrolled with; sms needs the code that is sent; call needs the code that " +
            "is sent.");
        refused.Factors.Select(factor => factor.FactorType).ShouldBe(["token:software:totp", "sms", "call"]);
        refused.Factor!.Provider.ShouldBe("GOOGLE");
    }

    [Theory]
    [InlineData("api.authn.poll.error.push_rejected", "The push was rejected on the phone.")]
    [InlineData("oie.authenticator.verify.error.fail", "The push was not approved: Nobody.")]
    public async Task A_push_that_is_not_approved_ends_with_the_reason(string key, string because)
    {
        SecondFactor(Choosing(Verify));
        var poll = IdxFake.Form("challenge-poll", "authenticators/poll")
            .Replace("\"method\"", "\"refresh\":2000,\"method\"", StringComparison.Ordinal);
        _idx.Answer(
            "challenge", IdxFake.State(poll, IdxFake.Current("okta_verify", ",\"contextualData\":{\"correctAnswer\":\"42\"}", "push")))
            .Answer("authenticators/poll", IdxFake.State(IdxFake.Form("resend", "challenge"), IdxFake.Message("Nobody", key)));
        PushWait? told = null;

        var refused = await ThrowsAsync(new() { AwaitsPush = true, FactorOrder = ["push"], PushProgress = new Told(wait => told = wait) });

        refused.Message.ShouldEndWith(because);
        told!.CorrectAnswer.ShouldBe(42);
        _idx.Sent("authenticators/poll").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_limit_on_messages_is_an_answer_and_no_rate_limit()
    {
        SecondFactor(Choosing(Phone));
        _idx.Answer("challenge", Choosing([Phone], IdxFake.Message("You have reached the limit of sms requests", "errors.E0000150")), 429);

        var refused = await ThrowsAsync(new() { CodeAsync = (_, _) => ValueTask.FromResult<string?>("123456") });

        refused.Message.ShouldBe("Okta answered: You have reached the limit of sms requests.");
        _idx.Sent("challenge").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_form_that_leads_away_from_the_org_gets_nothing()
    {
        _idx.Introspect(IdxFake.State(IdxFake.Identify).Replace(The.Org, "https://evil.example", StringComparison.Ordinal));

        await Should.ThrowAsync<UnexpectedResponseException>(() => SignInAsync(new()));

        _org.Asked.ShouldNotContain(asked => asked.Body.Contains(The.Password, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"version":"2.0.0","remediation":{"type":"array","value":[]}}""")]
    [InlineData("""[1]""")]
    [InlineData("""{"version":""")]
    [InlineData("""{"something":"else"}""")]
    public async Task What_is_no_state_is_told_as_such(string body)
    {
        _idx.Introspect(body);

        (await Should.ThrowAsync<UnexpectedResponseException>(() => SignInAsync(new()))).Stage.ShouldBe(Stage.Idx);
    }

    [Theory]
    [InlineData("idx.error.user.not.assigned.to.app", "assign the user")]
    [InlineData("security.access_denied", "denies this sign-in")]
    [InlineData("oie.assurance.unsatisfiable", "Enroll an authenticator")]
    public async Task A_policy_that_says_no_is_told_apart_from_a_wrong_password(string key, string hint)
    {
        _idx.Introspect(IdxFake.State(IdxFake.Identify))
            .Answer("identify", IdxFake.State(IdxFake.Identify, IdxFake.Message("No.", key)), 400);

        var refused = await ThrowsAsync(new());

        refused.Failure.ShouldBe(IdxFailure.Denied);
        refused.Hint.ShouldContain(hint);
    }

    void SecondFactor(string due) => _idx.Introspect(IdxFake.State(IdxFake.Identify)).Answer("identify", due);

    static string Choosing(params (string Key, string Id, string[] Methods)[] options) => Choosing(options, "");

    static string Choosing((string Key, string Id, string[] Methods)[] options, string more) =>
        IdxFake.State(IdxFake.Select(options), IdxFake.Enrolled(options) + more);

    static string Answering() => IdxFake.Form("challenge-authenticator", "challenge/answer", IdxFake.Passcode("Enter code"));

    static string Challenge(string key, string method) => IdxFake.State(Answering(), IdxFake.Current(key, "", method));

    Task<TokenSet> SignInAsync(AuthnAnswers answers) =>
        _org.Connect().InteractionCodeFlow.GetTokensAsync(The.Login, The.Password, answers, ct: Ct);

    Task<IdxException> ThrowsAsync(AuthnAnswers answers) => Should.ThrowAsync<IdxException>(() => SignInAsync(answers));

    sealed class Told(Action<PushWait> told) : IProgress<PushWait>
    {
        public void Report(PushWait value) => told(value);
    }
}
