using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>
/// One thing that may be done with a transaction. A step proves or changes something and says where the transaction stands; what comes next
/// is the policies' to say.
/// </summary>
interface ISignInStep<in TInput>
    where TInput : SignInInput
{
    /// <summary>The statuses it is legal in; empty: any.</summary>
    IReadOnlyList<string> Statuses { get; }

    /// <exception cref="SignInRefusal">It is refused; the transaction stands as it stood.</exception>
    Task<Turn> TakeAsync(TInput input, SignInCall call, CancellationToken ct);
}

/// <summary>A call as a step sees it.</summary>
/// <param name="Transaction">As it stands.</param>
/// <param name="Credentials">The user's; null in the recovery of somebody who does not exist.</param>
/// <param name="Around">What factors may use.</param>
sealed record SignInCall(Transaction Transaction, Credentials? Credentials, FactorSurroundings Around)
{
    public User User => Credentials?.User ?? throw new SignInRefusal.TransactionGone();

    /// <summary>What the call writes, all at once: what its step changes, and where that leaves the transaction.</summary>
    public Work Work => Around.Work;
}
