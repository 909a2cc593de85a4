using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tests.SignIn;

/// <summary>Signing in, with no surface before it.</summary>
public sealed class SignInMachineTests
{
    const string Eves = "Brand-New-Horse-7";

    [Fact]
    public async Task A_right_password_comes_to_a_session_token_that_begins_a_session_once()
    {
        await using var lone = await LoneMachine.StartAsync();

        var done = (await lone.PasswordAsync("ada@example.com")).ShouldBeOfType<SignInOutcome.SignedIn>();
        var first = await BeginAsync(lone, done.SessionToken);
        var second = await BeginAsync(lone, done.SessionToken);

        done.Credentials.User.Login.ShouldBe("ada@example.com");
        done.Transaction.RelayState.ShouldBe("kept");
        first.ShouldBe("00u1adaActive0000005");
        second.ShouldBe("nobody");
    }

    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("nobody@example.com")]
    [InlineData("lou@example.com")]
    public async Task A_wrong_password_nobody_and_a_locked_account_are_refused_alike(string login)
    {
        await using var lone = await LoneMachine.StartAsync();

        await Should.ThrowAsync<SignInRefusal.WrongCredentials>(() => lone.PasswordAsync(login, "wrong"));
    }

    [Fact]
    public async Task A_login_without_a_password_is_refused_where_no_factor_may_come_first()
    {
        await using var lone = await LoneMachine.StartAsync();

        await Should.ThrowAsync<SignInRefusal.PasswordNeeded>(() => lone.PasswordAsync("ada@example.com", null));
    }

    [Fact]
    public async Task A_factor_is_chosen_answered_wrongly_and_chosen_still()
    {
        await using var lone = await LoneMachine.StartAsync();
        var begun = await lone.PasswordAsync("max@example.com");
        var factor = begun.State<SignInState.ChoosingFactor>().Factors[0];

        var wrong = await Should.ThrowAsync<SignInRefusal.WrongAnswer>(
            () => lone.TakeAsync(begun, new SignInInput.Verify(factor.Id, new() { Passcode = "000000" })));
        var unanswered = await Should.ThrowAsync<SignInRefusal.Blank>(
            () => lone.TakeAsync(begun, new SignInInput.Verify(factor.Id, FactorAnswer.Nothing)));
        var unknown = await Should.ThrowAsync<SignInRefusal.NoSuchFactor>(
            () => lone.TakeAsync(begun, new SignInInput.Verify("opf1", FactorAnswer.Nothing)));

        wrong.Kind.ShouldBe(AnswerKind.Passcode);
        unanswered.Field.ShouldBe(SignInField.Passcode);
        unknown.Id.ShouldBe("opf1");
        (await lone.TakeAsync(begun, new SignInInput.Look())).State<SignInState.ChoosingFactor>();
    }

    [Fact]
    public async Task What_a_state_does_not_allow_is_refused_and_what_has_ended_is_gone()
    {
        await using var lone = await LoneMachine.StartAsync();
        var begun = await lone.PasswordAsync("max@example.com");

        await Should.ThrowAsync<SignInRefusal.WrongState>(() => lone.TakeAsync(begun, new SignInInput.Skip()));
        (await lone.TakeAsync(begun, new SignInInput.Cancel())).ShouldBeOfType<SignInOutcome.Cancelled>();
        await Should.ThrowAsync<SignInRefusal.TransactionGone>(() => lone.TakeAsync(begun, new SignInInput.Look()));
    }

    [Fact]
    public async Task An_expired_password_is_changed_for_one_that_the_policy_takes()
    {
        await using var lone = await LoneMachine.StartAsync();
        var begun = await lone.PasswordAsync("eve@example.com");
        begun.State<SignInState.PasswordDue>().Policy.MinLength.ShouldBe(8);

        var weak = await Should.ThrowAsync<SignInRefusal.NewPasswordRefused>(
            () => lone.TakeAsync(begun, new SignInInput.ChangePassword(The.Password, "short", false)));
        await Should.ThrowAsync<SignInRefusal.OldPasswordWrong>(
            () => lone.TakeAsync(begun, new SignInInput.ChangePassword("wrong", Eves, false)));
        var done = await lone.TakeAsync(begun, new SignInInput.ChangePassword(The.Password, Eves, false));

        weak.Policy.MinLength.ShouldBe(8);
        done.ShouldBeOfType<SignInOutcome.SignedIn>();
    }

    [Fact]
    public async Task An_app_that_wants_to_be_surer_has_its_users_set_a_factor_up_whom_the_policies_ask_for_none()
    {
        await using var lone = await LoneMachine.StartAsync();
        var ada = await lone.ProofAsync("ada@example.com");

        var asThePoliciesSay = await lone.Machine.ReachAsync(ada, The.Ct);
        var ifPossible = await lone.Machine.ReachAsync(ada with { Wanted = Assurance.FactorIfPossible }, The.Ct);
        var surer = await lone.Machine.ReachAsync(ada with { Wanted = Assurance.Factor }, The.Ct);

        asThePoliciesSay.Status.ShouldBe("SUCCESS");
        ifPossible.Status.ShouldBe("SUCCESS");
        surer.Status.ShouldBe("MFA_ENROLL");
        (await lone.DoneAsync(work => lone.Machine.KeepAsync(surer, work, The.Ct))).State<SignInState.ChoosingEnrollment>();
    }

    [Fact]
    public async Task A_sent_code_lies_in_the_outbox_and_is_refused_again_so_soon()
    {
        await using var lone = await LoneMachine.StartAsync();
        var surer = await lone.Machine.ReachAsync(await lone.ProofAsync("ada@example.com") with { Wanted = Assurance.Factor }, The.Ct);
        var begun = await lone.DoneAsync(work => lone.Machine.KeepAsync(surer, work, The.Ct));

        var enrolling = await lone.TakeAsync(begun, new SignInInput.Enroll("sms", "OKTA", new() { PhoneNumber = "+1-555-010-0142" }));
        var factor = enrolling.State<SignInState.Enrolling>().Factor;
        var soon = await Should.ThrowAsync<SignInRefusal.SentRecently>(
            () => lone.TakeAsync(begun, new SignInInput.ResendActivation(factor.Id)));
        var code = (await lone.Outbox.LatestAsync("ada@example.com", "sms", The.Ct)).Code;
        var done = await lone.TakeAsync(begun, new SignInInput.Activate(factor.Id, new() { Passcode = code }));

        soon.Channel.ShouldBe("sms");
        // the policy wants more set up
        done.ShouldBeOfType<SignInOutcome.Pending>().State.Transaction.Methods.ShouldBe(["mfa", "sms", "pwd"]);
    }

    [Fact]
    public async Task Whatever_somebody_does_some_step_is_for_it()
    {
        await using var lone = await LoneMachine.StartAsync();
        var begun = await lone.PasswordAsync("max@example.com");
        SignInInput[] every =
        [
            new SignInInput.Look(), new SignInInput.GoBack(), new SignInInput.Skip(), new SignInInput.Password("ada", "wrong", new()),
            new SignInInput.Verify("ost1", FactorAnswer.Nothing), new SignInInput.Resend("ost1"), new SignInInput.Enroll(null, null, new()),
            new SignInInput.Activate("ost1", FactorAnswer.Nothing), new SignInInput.PollActivation("ost1"),
            new SignInInput.ResendActivation("ost1"),
            new SignInInput.SendActivation("ost1", "sms", null), new SignInInput.ChangePassword(null, null, false),
            new SignInInput.ResetPassword(null, false),
            new SignInInput.AnswerRecoveryCode("SMS", null), new SignInInput.ResendRecoveryCode("SMS"),
            new SignInInput.AnswerRecoveryQuestion(null),
            new SignInInput.Resume(new() { UserId = "00u1", AuthenticatedAt = 0, Methods = "pwd" }, new()),
            new SignInInput.Identify("ada", new()), new SignInInput.Choose("okta_email"), new SignInInput.Register(null, null),
            new SignInInput.Recover("PASSWORD"), new SignInInput.VerifyCode("000000"),
            new SignInInput.Agree(true, null), new SignInInput.StaySignedIn(true),
            new SignInInput.CompleteProfile(new Dictionary<string, string?>()), new SignInInput.EnterUserCode("BCDFGHJK", new()),
            new SignInInput.RequestActivation(), new SignInInput.Cancel(),
        ];

        foreach (var input in every)
            (await IsTakenOrRefusedAsync(lone, begun, input)).ShouldBeTrue(input.ToString());

        every.Select(input => input.GetType()).ShouldBe(typeof(SignInInput).GetNestedTypes(), ignoreOrder: true);
    }

    [Fact]
    public void No_input_start_or_outcome_prints_what_was_typed()
    {
        var caller = new SignInCaller();
        object[] typed =
        [
            new SignInInput.Password("ada", "s3cret", caller),
            new SignInInput.Verify("ost1", new() { Passcode = "s3cret", Text = "s3cret" }),
            new SignInInput.Activate("ost1", new() { Passcode = "s3cret" }),
            new SignInInput.Enroll("question", "OKTA", new() { Answer = "s3cret", Passcode = "s3cret" }),
            new SignInInput.ChangePassword("s3cret", "s3cret", false), new SignInInput.ResetPassword("s3cret", false),
            new SignInInput.AnswerRecoveryCode("SMS", "s3cret"), new SignInInput.AnswerRecoveryQuestion("s3cret"),
            new SignInStart.Password("ada", "s3cret") { Caller = caller }, new SignInStart.Activation("s3cret") { Caller = caller },
            new SignInStart.RecoveryToken("s3cret") { Caller = caller },
        ];

        foreach (var each in typed)
            each.ToString()!.ShouldNotContain("s3cret");
    }

    static async Task<bool> IsTakenOrRefusedAsync(LoneMachine lone, SignInOutcome begun, SignInInput input)
    {
        try
        {
            return await lone.TakeAsync(begun, input) is not null;
        }
        catch (SignInRefusal)
        {
            return true;
        }
    }

    static Task<string> BeginAsync(LoneMachine lone, string sessionToken) => lone.DoneAsync(async work =>
        (await lone.Sessions.BeginAsync(work, Secrets.Hash(sessionToken), _ => { }, The.Ct))?.Authentication.UserId ?? "nobody");
}
