using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>
/// Sends a push unasked to somebody whose browser is to do so, where Okta Verify is all that is left to answer with (idx.md 11).
/// </summary>
sealed class AutoPushes(NextState next, Surroundings surroundings)
{
    const string OktaVerify = "okta_verify";

    /// <summary>The transaction as it stands then.</summary>
    public async Task<Transaction> SentAsync(Transaction transaction, Credentials credentials, Work work, CancellationToken ct)
    {
        if (transaction is not { Status: AuthnStatuses.MfaRequired, AutoPush: true, Interaction.IsDirect: false }
            || NextState.TakesPassword(transaction))
            return transaction;

        var factors = await next.FactorsAsync(transaction, ct);
        if (factors.Find(factor => factor.FactorType is FactorTypes.Push) is not { } push
            || factors.Exists(factor => OrgFactors.Find(factor.FactorType, factor.Provider)?.Authenticator is not OktaVerify))
            return transaction;

        var kind = FactorKinds.Of(push);
        return transaction with
        {
            Status = AuthnStatuses.MfaChallenge,
            Factor = push,
            FactorResult = kind.Awaits,
            Challenge = await kind.ChallengeAsync(push, surroundings.Of(credentials.User, work), ct),
        };
    }
}
