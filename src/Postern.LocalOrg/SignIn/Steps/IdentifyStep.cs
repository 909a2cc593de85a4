using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Notes who it says it is (idx.md 6.2). Whether there is such a user, nothing that follows tells.</summary>
sealed class IdentifyStep(PasswordSignIn signIn) : ISignInStep<SignInInput.Identify>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.Unauthenticated];

    public async Task<Turn> TakeAsync(SignInInput.Identify input, SignInCall call, CancellationToken ct)
    {
        if (call.Transaction.Interaction is not { } interaction)
            throw new SignInRefusal.WrongState();

        var found = await signIn.FindAsync(input.Login, ct);
        return new Turn.To(call.Transaction with
        {
            UserId = found is { State: UserState.Active or UserState.PasswordExpired } ? found.User.Id : "",
            Device = input.Caller.Device,
            Address = input.Caller.Address,
            AutoPush = found is not null && input.Caller.AutoPushUsers.Contains(found.User.Id),
            Methods = [],
            Factor = null,
            Challenge = null,
            Interaction = interaction with
            {
                Login = input.Login,
                RemembersDevice = input.RemembersDevice,
                Chosen = null,
                Method = null,
            },
        });
    }
}
