using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Everything that may be done with a transaction, by what somebody does: the one list of steps.</summary>
sealed class AllSteps(
    SignInStores stores, OrgDirectory directory, NextState next, SignInPolicies policies, RecoveryMessages messages, PasswordSignIn signIn,
    RateLimiter limits, FinalQuestions questions, AuthorizationServers servers, RoutedAway routed)
{
    readonly Enrolled _enrolled = new(stores.Factors);
    readonly Registered _registered = new(stores.Credentials, policies, new(stores.Factors));
    readonly NewPasswords _passwords = new(stores.Rows, stores.Credentials, stores.Sessions, policies);

    public BoundStep For(SignInInput input) => input switch
    {
        SignInInput.Look => new([], (call, _) => Task.FromResult<Turn>(new Turn.To(call.Transaction))),
        SignInInput.Cancel => new([], (_, _) => Task.FromResult<Turn>(new Turn.Cancelled())),
        SignInInput.GoBack given => Bound(new GoBackStep(), given),
        SignInInput.Skip given => Bound(new SkipStep(next), given),
        SignInInput.Resume given => Bound(new ResumeStep(stores.Credentials, next), given),
        SignInInput.Identify given => Bound(new IdentifyStep(signIn), given),
        SignInInput.Register given => Bound(
            new RegisterStep(stores.Rows, directory, stores.Credentials, policies, _registered), given),
        SignInInput.Recover given => Bound(new RecoverStep(), given),
        SignInInput.Choose given => Choosing(given),
        SignInInput.Agree given => Bound(new AgreeStep(stores.Interactions, directory, questions, servers), given),
        SignInInput.StaySignedIn given => Bound(new StaySignedInStep(), given),
        SignInInput.CompleteProfile given => Bound(new CompleteProfileStep(stores.Rows, directory), given),
        SignInInput.EnterUserCode given => Bound(new EnterUserCodeStep(stores.Interactions, limits), given),
        SignInInput.Password given => Bound(new PasswordStep(signIn, next, limits), given),
        SignInInput.Verify given => Bound(Verifying(), given),
        SignInInput.VerifyCode given => Bound(new VerifyCodeStep(next, Verifying()), given),
        SignInInput.Resend given => Bound(new ResendStep(), given),
        SignInInput.Enroll given => Bound(new EnrollStep(stores.Factors, policies, _enrolled), given),
        SignInInput.Activate given => Bound(new ActivateStep(_enrolled, _registered), given),
        SignInInput.PollActivation given => Bound(new PollActivationStep(stores.Factors, _enrolled), given),
        SignInInput.ResendActivation given => Bound(new ResendActivationStep(), given),
        SignInInput.SendActivation given => Bound(new SendActivationStep(), given),
        SignInInput.RequestActivation given => Bound(new RequestActivationStep(messages), given),
        SignInInput.ChangePassword given => Bound(new ChangePasswordStep(_passwords), given),
        SignInInput.ResetPassword given => Bound(new ResetPasswordStep(_passwords), given),
        SignInInput.AnswerRecoveryCode given => Bound(new VerifyRecoveryStep(stores.Credentials), given),
        SignInInput.ResendRecoveryCode given => Bound(new ResendRecoveryStep(messages), given),
        SignInInput.AnswerRecoveryQuestion given => Bound(new AnswerRecoveryStep(stores.Credentials), given),
        _ => throw new InvalidOperationException($"An input that no step is for: {input}"),
    };

    VerifyStep Verifying() => new(stores.Factors, next, new(stores.Credentials));

    /// <summary>Of the four ways that a choice may go, by how it stands.</summary>
    BoundStep Choosing(SignInInput.Choose given) => new(
        [],
        (call, ct) => call.Transaction switch
        {
            { Interaction: null } => throw new SignInRefusal.WrongState(),
            { RecoveryType: not null } => new ChooseRecoveryStep(signIn, policies, messages, routed, limits).TakeAsync(given, call, ct),
            { Status: AuthnStatuses.MfaEnroll or AuthnStatuses.MfaEnrollActivate } =>
                new ChooseEnrollmentStep(policies, new EnrollStep(stores.Factors, policies, _enrolled)).TakeAsync(given, call, ct),
            _ => new ChooseFactorStep(next, Verifying()).TakeAsync(given, call, ct),
        });

    static BoundStep Bound<TInput>(ISignInStep<TInput> step, TInput input)
        where TInput : SignInInput => new(step.Statuses, (call, ct) => step.TakeAsync(input, call, ct));
}

/// <summary>A step with what it is to work on.</summary>
sealed record BoundStep(IReadOnlyList<string> Statuses, Func<SignInCall, CancellationToken, Task<Turn>> TakeAsync);
