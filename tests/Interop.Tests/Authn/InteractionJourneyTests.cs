using Postern.Client;

namespace Postern.Interop.Tests.Authn;

/// <summary>Our client against our org on Identity Engine: the interaction code with each factor, and what comes in between.</summary>
public sealed class InteractionJourneyTests(IdentityEngineOrg org) : IClassFixture<IdentityEngineOrg>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_gives_tokens()
    {
        var tokens = await SignInAsync(The.Ada, new());

        tokens.IdToken.ShouldNotBeNull();
        tokens.Scopes.ShouldContain("openid");
    }

    [Fact]
    public async Task An_app_with_a_secret_proves_itself_at_both_ends() =>
        (
            await org.Connect(IdentityEngineOrg.Web).InteractionCodeFlow
                .GetTokensAsync(The.Ada, The.Password, ct: Ct)).IdToken.ShouldNotBeNull();

    [Theory]
    [InlineData("sms")]
    [InlineData("call")]
    [InlineData("email")]
    public async Task A_code_that_is_sent_gives_tokens(string factorType) =>
        (await SignInAsync("amy@example.com", new() { FactorOrder = [factorType], CodeAsync = SentCodeAsync })).IdToken.ShouldNotBeNull();

    [Fact]
    public async Task A_seed_gives_tokens() =>
        (await SignInAsync("amy@example.com", new() { Totp = Totp.FromSecret(IdentityEngineOrg.Seed) })).IdToken.ShouldNotBeNull();

    [Fact]
    public async Task An_answer_gives_tokens_and_a_wrong_one_none()
    {
        (await SignInAsync("amy@example.com", new() { SecurityAnswer = "mayonnaise" })).IdToken.ShouldNotBeNull();

        var wrong = await Should.ThrowAsync<IdxException>(() => SignInAsync("amy@example.com", new() { SecurityAnswer = "ketchup" }));
        (wrong.Failure, wrong.Factor!.FactorType).ShouldBe((IdxFailure.Refused, "question"));
    }

    [Fact]
    public async Task A_mistyped_answer_is_asked_for_again_where_somebody_is_there()
    {
        var typed = new Queue<string>(["ketchup", "mayonnaise"]);

        var tokens = await SignInAsync("amy@example.com", new()
        {
            FactorOrder = ["question"], AsksAgain = (_, _) => true,
            AskSecurityAnswerAsync = (factor, _) =>
            {
                factor.Profile.GetProperty("questionText").GetString().ShouldNotBeNullOrEmpty();
                return ValueTask.FromResult<string?>(typed.Dequeue());
            },
        });

        tokens.IdToken.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("RSA", "5275875498")]
    [InlineData("SYMANTEC", "875498")]
    [InlineData("YUBICO", "cccccceukngd")]
    [InlineData("CUSTOM", "755224")]
    public async Task A_tokens_code_gives_tokens(string provider, string code) =>
        (await SignInAsync(
            "rita@example.com", new() { FactorOrder = [provider], CodeAsync = (_, _) => ValueTask.FromResult<string?>(code) }))
            .IdToken.ShouldNotBeNull();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_push_is_awaited(bool isApproved)
    {
        var waits = new Waits();
        var running = SignInAsync("amy@example.com", new() { AwaitsPush = true, FactorOrder = ["push"], PushProgress = waits });

        await Patience.UntilAsync("the end of the push", async () =>
        {
            if (waits.Next() is not null)
                await DecideAsync(isApproved);
            return running.IsCompleted;
        });

        if (isApproved)
            (await running).IdToken.ShouldNotBeNull();
        else
            (await Should.ThrowAsync<IdxException>(() => running)).Message.ShouldEndWith("The push was rejected on the phone.");
    }

    [Fact]
    public async Task An_expired_password_is_changed_and_only_with_a_new_one()
    {
        var missing = await Should.ThrowAsync<IdxException>(() => SignInAsync("eve@example.com", new()));
        (missing.Failure, missing.Message).ShouldBe(
            (IdxFailure.Unanswered, "Okta wants reenroll-authenticator. The password has expired, and no new one was given."));

        (await SignInAsync("eve@example.com", new() { NewPassword = "Fresh-Staple-7" })).IdToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_warning_is_passed_over() => (await SignInAsync("wendy@example.com", new())).IdToken.ShouldNotBeNull();

    [Fact]
    public async Task What_is_offered_is_passed_over() => (await SignInAsync("ona@example.com", new())).IdToken.ShouldNotBeNull();

    [Fact]
    public async Task A_factor_that_is_demanded_is_set_up_and_its_seed_signs_in_from_then_on()
    {
        string? seed = null;
        var missing = await Should.ThrowAsync<IdxException>(() => SignInAsync("nora@example.com", new()));
        missing.Transaction.Find(IdxStepKind.SelectEnrollment).ShouldNotBeNull();

        await SignInAsync("nora@example.com", new() { OnTotpEnrolled = enrolled => seed = enrolled });

        (await SignInAsync("nora@example.com", new() { Totp = Totp.FromSecret(seed!) })).IdToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_an_app_that_is_not_ones_own_denied()
    {
        var client = org.Connect(IdentityEngineOrg.Interaction);

        (await Should.ThrowAsync<IdxException>(() => client.InteractionCodeFlow.GetTokensAsync(The.Ada, "wrong", ct: Ct)))
            .Failure.ShouldBe(IdxFailure.Refused);
        (await Should.ThrowAsync<IdxException>(() => client.InteractionCodeFlow.GetTokensAsync("una@example.com", The.Password, ct: Ct)))
            .Failure.ShouldBe(IdxFailure.Denied);
    }

    [Fact]
    public async Task An_app_without_the_grant_is_refused_before_a_password_is_sent() =>
        (await Should.ThrowAsync<OAuthException>(() => org.Connect(IdentityEngineOrg.Code).InteractionCodeFlow.BeginAsync(ct: Ct)))
            .Error.ShouldBe("unauthorized_client");

    [Fact]
    public async Task The_steps_can_be_taken_one_by_one()
    {
        var flow = org.Connect(IdentityEngineOrg.Interaction).InteractionCodeFlow;
        var interaction = await flow.BeginAsync(ct: Ct);
        var begun = await flow.IntrospectAsync(interaction, Ct);

        var choice = await begun.Find(IdxStepKind.Identify)!.TakeAsync(
            new() { Identifier = "amy@example.com", Passcode = The.Password }, Ct);
        var select = choice.Find(IdxStepKind.SelectAuthenticator)!;
        var asked = await select.TakeAsync(new() { Option = select.Options.First(option => option.Label is "Security Question") }, Ct);
        var wrong = await asked.Find(IdxStepKind.Challenge)!.TakeAsync(new() { Answer = "ketchup" }, Ct);
        wrong.IsRefused.ShouldBeTrue();
        wrong.Messages[0].Key.ShouldBe("authfactor.challenge.question_factor.answer_invalid");
        var done = await wrong.Find(IdxStepKind.Challenge)!.TakeAsync(new() { Answer = "mayonnaise" }, Ct);

        (await flow.ExchangeAsync(interaction, done.ShouldBeOfType<IdxTransaction.Authorized>(), Ct)).IdToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_forgotten_password_is_recovered_step_by_step()
    {
        var flow = org.Connect(IdentityEngineOrg.Interaction).InteractionCodeFlow;
        var begun = await flow.IntrospectAsync(await flow.BeginAsync(ct: Ct), Ct);

        var whose = await begun.Authenticator!.Recover!.TakeAsync(null, Ct);
        var how = await whose.Find(IdxStepKind.IdentifyRecovery)!.TakeAsync(new() { Identifier = "rex@example.com" }, Ct);
        var select = how.Find(IdxStepKind.SelectAuthenticator)!;
        var sent = await select.TakeAsync(new() { Option = select.Options.First(option => option.Label is "Email") }, Ct);
        var asked = await sent.Find(IdxStepKind.Challenge)!.TakeAsync(
            new() { Passcode = (await org.Org.Outbox.LatestAsync("rex@example.com", "email", Ct)).Code }, Ct);
        var reset = await asked.Find(IdxStepKind.Challenge)!.TakeAsync(new() { Answer = "Rex the Dog" }, Ct);
        var done = await reset.Find(IdxStepKind.Reset)!.TakeAsync(new() { Passcode = "Fresh-Staple-8" }, Ct);

        done.IsRefused.ShouldBeFalse();
    }

    [Fact]
    public async Task The_hosted_page_gives_tokens_to_an_app_that_has_no_grant_but_the_code()
    {
        var flow = org.Connect(IdentityEngineOrg.TwoFactors).HostedPageFlow;

        var tokens = await flow.GetTokensAsync("tess@example.com", The.Password, new() { SecurityAnswer = "mayonnaise" }, ct: Ct);

        tokens.IdToken.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("fragment", "code")]
    [InlineData("form_post", "code")]
    [InlineData("form_post", "code id_token")]
    [InlineData("okta_post_message", "code")]
    public async Task The_hosted_page_hands_over_in_every_mode(string mode, string type)
    {
        var flow = org.Connect(IdentityEngineOrg.Code).HostedPageFlow;

        (
            await flow.GetTokensAsync(
                The.Ada, The.Password, null, new() { ResponseMode = mode, ResponseType = type }, Ct)).IdToken.ShouldNotBeNull();
    }

    async Task DecideAsync(bool isApproved)
    {
        var push = await org.Org.Outbox.LatestAsync("amy@example.com", "push", Ct);
        await (isApproved ? org.Org.Outbox.ApproveAsync(push.Id, ct: Ct) : org.Org.Outbox.RejectAsync(push.Id, Ct));
    }

    Task<TokenSet> SignInAsync(string login, AuthnAnswers answers) =>
        org.Connect(IdentityEngineOrg.Interaction).InteractionCodeFlow.GetTokensAsync(login, The.Password, answers, ct: Ct);

    async ValueTask<string?> SentCodeAsync(AuthnFactor factor, CancellationToken ct) =>
        (await org.Org.Outbox.LatestAsync("amy@example.com", factor.FactorType, ct)).Code;

    sealed class Waits : IProgress<PushWait>
    {
        PushWait? _last;

        public void Report(PushWait value) => Volatile.Write(ref _last, value);

        /// <summary>Each once.</summary>
        public PushWait? Next() => Interlocked.Exchange(ref _last, null);
    }
}
