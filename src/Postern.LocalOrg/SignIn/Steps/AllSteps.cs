using Postern.LocalOrg.SignIn.Machine;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Everything that may be done with a transaction, by what somebody does: the one list of steps.</summary>
sealed class AllSteps(SignInStores stores, NextState next, SignInPolicies policies, RecoveryMessages messages, PasswordStep password)
{
    readonly Enrolled _enrolled = new(stores.Factors);
    readonly NewPasswords _passwords = new(stores.Rows, stores.Credentials, stores.Sessions, policies);

    public BoundStep For(SignInInput input) => input switch
    {
        SignInInput.Look => new([], (call, _) => Task.FromResult<Turn>(new Turn.To(call.Transaction))),
        SignInInput.Cancel => new([], (_, _) => Task.FromResult<Turn>(new Turn.Cancelled())),
        SignInInput.GoBack given => Bound(new GoBackStep(), given),
        SignInInput.Skip given => Bound(new SkipStep(next), given),
        SignInInput.Password given => Bound(password, given),
        SignInInput.Verify given => Bound(new VerifyStep(stores.Factors, next, new(stores.Credentials)), given),
        SignInInput.Resend given => Bound(new ResendStep(), given),
        SignInInput.Enroll given => Bound(new EnrollStep(stores.Factors, policies, _enrolled), given),
        SignInInput.Activate given => Bound(new ActivateStep(_enrolled), given),
        SignInInput.PollActivation given => Bound(new PollActivationStep(stores.Factors, _enrolled), given),
        SignInInput.ResendActivation given => Bound(new ResendActivationStep(), given),
        SignInInput.SendActivation given => Bound(new SendActivationStep(), given),
        SignInInput.ChangePassword given => Bound(new ChangePasswordStep(_passwords), given),
        SignInInput.ResetPassword given => Bound(new ResetPasswordStep(_passwords), given),
        SignInInput.AnswerRecoveryCode given => Bound(new VerifyRecoveryStep(stores.Credentials), given),
        SignInInput.ResendRecoveryCode given => Bound(new ResendRecoveryStep(messages), given),
        SignInInput.AnswerRecoveryQuestion given => Bound(new AnswerRecoveryStep(stores.Credentials), given),
        _ => throw new InvalidOperationException($"An input that no step is for: {input}"),
    };

    static BoundStep Bound<TInput>(ISignInStep<TInput> step, TInput input)
        where TInput : SignInInput => new(step.Statuses, (call, ct) => step.TakeAsync(input, call, ct));
}

/// <summary>A step with what it is to work on.</summary>
sealed record BoundStep(IReadOnlyList<string> Statuses, Func<SignInCall, CancellationToken, Task<Turn>> TakeAsync);
