using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Asks the policies what a transaction still needs, in the order of authn.md 3.2: factor, password's age, enrolment.</summary>
sealed class NextState(OrgStore store, FactorStore factorStore, SignInPolicies policies)
{
    /// <summary>The transaction in its next state; <c>SUCCESS</c> where nothing is missing.</summary>
    public async Task<Transaction> OfAsync(Transaction transaction, Credentials credentials, CancellationToken ct)
    {
        transaction = transaction with { Factor = null, Challenge = null, FactorResult = null };
        if (await NeedsFactorAsync(transaction, credentials, ct))
            return transaction with
            {
                Status = (await FactorsAsync(transaction, ct)).Count > 0 ? AuthnStatuses.MfaRequired : AuthnStatuses.MfaEnroll,
            };

        if (PasswordAge.IsExpired(credentials, policies.Password(credentials.User), store.Time.GetUtcNow()))
            return transaction with { Status = AuthnStatuses.PasswordExpired };
        if (transaction is { Warns: true, HasSkippedWarning: false }
            && PasswordAge.IsExpiring(credentials, policies.Password(credentials.User), store.Time.GetUtcNow()))
            return transaction with { Status = AuthnStatuses.PasswordWarn };

        return transaction with
        {
            Status = await EnrollsAsync(transaction, credentials, ct) ? AuthnStatuses.MfaEnroll : AuthnStatuses.Success,
        };
    }

    public async Task<SessionRule?> SessionRuleAsync(Transaction transaction, User user, CancellationToken ct) =>
        policies.SessionRule(
            user,
            transaction.Address,
            transaction.Device is { } device && await factorStore.IsDeviceRememberedAsync(user.Id, "known:" + device, ct));

    /// <summary>What the user may answer with: all but the factor that took the password's place.</summary>
    public async Task<List<Factor>> FactorsAsync(Transaction transaction, CancellationToken ct)
    {
        var factors = await factorStore.FactorsOfAsync(transaction.UserId, ct);
        factors.RemoveAll(factor => factor.Id == transaction.FirstFactorId);
        return factors;
    }

    /// <summary>Whether the factors of the enrolment policy that a user must have are all there.</summary>
    public async Task<bool> MaySkipEnrollmentAsync(Transaction transaction, Credentials credentials, CancellationToken ct)
    {
        if (transaction.Enrolls is not null || (!transaction.HasFactor && await NeedsFactorAsync(transaction, credentials, ct)))
            return false;

        var enrolled = await factorStore.FactorsOfAsync(credentials, ct);
        return policies.Enrollable(credentials.User).All(rule => !rule.IsRequired || IsEnrolled(rule, enrolled));
    }

    async Task<bool> NeedsFactorAsync(Transaction transaction, Credentials credentials, CancellationToken ct)
    {
        if (transaction.HasFactor)
            return false;

        var rule = await SessionRuleAsync(transaction, credentials.User, ct);
        var isRequired = credentials.User.RequiresFactor || rule is { RequiresFactor: true };
        return isRequired
            && !(transaction.Device is { } device && await factorStore.IsDeviceRememberedAsync(credentials.User.Id, device, ct));
    }

    async Task<bool> EnrollsAsync(Transaction transaction, Credentials credentials, CancellationToken ct)
    {
        var factors = policies.Enrollable(credentials.User);
        var isAtSignIn = policies.EnrollsAtSignIn(credentials.User, transaction.Address);
        if (!isAtSignIn && transaction is { HasEnrolled: false, Enrolls: null })
            return false;

        var enrolled = await factorStore.FactorsOfAsync(credentials, ct);
        if (transaction.Enrolls is { } asked)
            return asked.Any(
                name => !Authenticators.IsEnrolled(name, enrolled) && factors.Any(rule => Authenticators.Covers(name, rule)));
        if (factors.Any(rule => rule.IsRequired && !IsEnrolled(rule, enrolled)))
            return true;

        var wantsMore = transaction.HasEnrolled ? transaction.EnrollsOptional : isAtSignIn && enrolled.Count == 0;
        return wantsMore && !transaction.HasSkippedEnrollment && factors.Any(rule => !IsEnrolled(rule, enrolled));
    }

    public static bool IsEnrolled(FactorRule rule, List<Factor> enrolled) =>
        enrolled.Exists(factor => factor.FactorType == rule.FactorType && factor.Provider == rule.Provider)
            && FactorKinds.Find(rule.FactorType, rule.Provider) is not null;
}
