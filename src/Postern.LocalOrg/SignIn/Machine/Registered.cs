using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Steps;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>
/// Leads on whoever has made themselves a user: by a mail that proves the address, where the app's policy wants one, to a first password,
/// where none was given. UNCONFIRMED (idx.md 5): the order. The mail comes first, so that nobody uses an account by another's address.
/// </summary>
sealed class Registered(CredentialStore credentialStore, SignInPolicies policies, Enrolled enrolled)
{
    static readonly FactorKind Mail = FactorKinds.Find(FactorTypes.Email, "OKTA")!;

    /// <summary>Whether the transaction waits for the answer of such a mail. Nothing else can be set up in its place.</summary>
    public static bool IsVerifying(Transaction transaction) =>
        transaction is { Status: AuthnStatuses.MfaEnrollActivate, RecoveryType: RecoveryTypes.AccountActivation };

    /// <summary>Sends the mail.</summary>
    public static async Task<Turn> VerifyAsync(Transaction transaction, Credentials made, FactorSurroundings around, CancellationToken ct)
    {
        var address = Mail.Enroll(new(), made.User) with { Id = Mail.Prefix + EnrollStep.NewIdRest() };
        return new Turn.To(transaction with
        {
            Status = AuthnStatuses.MfaEnrollActivate,
            RecoveryType = RecoveryTypes.AccountActivation,
            Factor = address,
            Challenge = await Mail.ChallengeNewAsync(address, around with { User = made.User }, ct),
        })
        {
            Credentials = made,
        };
    }

    /// <summary>
    /// The address is proved. It is a factor from now on, where the enrolment policy has such; whether others are wanted, the policies say
    /// as they say of whoever signs in.
    /// </summary>
    public async Task<Turn> VerifiedAsync(SignInCall call, Factor address, CancellationToken ct)
    {
        var isEnrollable = policies.Enrollable(call.User).Any(
            rule => rule.FactorType == Mail.FactorType && rule.Provider == Mail.Provider);
        var proved = isEnrollable
            ? await enrolled.KeepAsync(call, Mail, address, ct)
            : new Turn.Onward(call.Transaction) { Credentials = call.Credentials };
        return GoOn(proved.Transaction with { HasEnrolled = false }, proved.Credentials!, call.Work);
    }

    /// <summary>To a first password, or in with the one that was given.</summary>
    public Turn GoOn(Transaction transaction, Credentials made, Work work)
    {
        if (made.PasswordHash.Length == 0)
            return new Turn.To(transaction with
            {
                Status = AuthnStatuses.PasswordReset,
                RecoveryType = RecoveryTypes.AccountActivation,
                Factor = null,
                Challenge = null,
            })
            {
                Credentials = made,
            };

        work.Tell(SignInEvents.Activated(made.User));
        return new Turn.Onward(transaction with { Methods = [.. transaction.Methods, "pwd"] })
        {
            Credentials = made.State is UserState.Active ? made : credentialStore.MoveState(work, made, UserState.Active),
        };
    }
}
