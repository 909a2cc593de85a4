using Postern.LocalOrg.Authn.Steps;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Authn;

/// <summary>Puts the Authentication API together.</summary>
sealed class AuthnRoom
{
    public AuthnRoom(OrgStore store, OrgDirectory directory, OrgUrls urls, SignInRoom signIn, TrustedPages trusted)
    {
        Next = new NextState(store, signIn.Policies);
        var states = new StateWriter(store, signIn.Policies, Next, urls, directory);
        Dispatcher = new Dispatcher(store, Next, states, signIn.Sessions, signIn.Outbox, signIn.RelyingParty);
        var messages = new RecoveryMessages(store, signIn.Outbox);
        Steps = StepsOf(store, Next, signIn, messages);
        Routes = new AuthnRoutes(
            new PrimaryAuthentication(store, signIn.Passwords, signIn.Policies, Next, Dispatcher, states, signIn.Limits),
            Dispatcher,
            Steps,
            new RecoveryStart(store, signIn.Passwords, signIn.Policies, Dispatcher, states, messages),
            new FactorPages(store),
            new AuthenticateStep(signIn.Passwords, Next, signIn.Limits, directory),
            trusted,
            store,
            directory);
    }

    public NextState Next { get; }

    public Dispatcher Dispatcher { get; }

    /// <summary>Everything that may be done with a transaction.</summary>
    public IReadOnlyList<IAuthnStep> Steps { get; }

    public AuthnRoutes Routes { get; }

    static IAuthnStep[] StepsOf(OrgStore store, NextState next, SignInRoom signIn, RecoveryMessages messages)
    {
        var failures = new FactorFailures(store);
        var enrolled = new Enrolled(store);
        return
        [
            new CurrentStateStep(), new PreviousStep(), new SkipStep(next), new CancelStep(),
            new VerifyStep(store, next, failures), new ResendStep(),
            new EnrollStep(store, signIn.Policies, enrolled), new ActivateStep(enrolled), new PollActivationStep(store, enrolled), new ResendActivationStep(),
            new SendActivationStep("email"), new SendActivationStep("sms"),
            new ChangePasswordStep(signIn.NewPasswords), new ResetPasswordStep(signIn.NewPasswords),
            new VerifyRecoveryStep(store), new ResendRecoveryStep(messages), new AnswerRecoveryStep(store),
        ];
    }
}
