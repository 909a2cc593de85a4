using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Turns a sign-in into a recovery: what is proved next is who may set a password, or unlock (idx.md 8).</summary>
sealed class RecoverStep : ISignInStep<SignInInput.Recover>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.Unauthenticated];

    public Task<Turn> TakeAsync(SignInInput.Recover input, SignInCall call, CancellationToken ct) =>
        call.Transaction is { Interaction: { } interaction, Methods.Count: 0 }
            ? Task.FromResult<Turn>(new Turn.To(call.Transaction with
            {
                RecoveryType = input.RecoveryType,
                Interaction = interaction with { Chosen = null, Method = null },
            }))
            : throw new SignInRefusal.WrongState();
}
