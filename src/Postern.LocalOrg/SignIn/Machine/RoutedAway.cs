using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>
/// Whom a routing rule sends to another provider proves nothing here (idx.md 8, api-access-management.md 14.6): a step that is not offered
/// is refused, and who turns out to be another's by the name that was typed is shown the way there, whatever the password. Neither the
/// Authentication API nor a client that signs its user in by itself is routed.
/// </summary>
sealed class RoutedAway(OrgDirectory directory, IdentityRouting routing)
{
    /// <summary>Null: the step may be taken.</summary>
    /// <exception cref="SignInRefusal">Nobody has offered it.</exception>
    public async ValueTask<Turn?> TurnOfAsync(Transaction transaction, SignInInput input, Work work, CancellationToken ct)
    {
        if (!IsProof(input)
            || transaction is not
            {
                Status: AuthnStatuses.Unauthenticated, RecoveryType: null, Methods.Count: 0,
                Interaction: { IsDirect: false } interaction,
            })
            return null;
        // Who names somebody begins anew, as far as the app's page asks for names at all.
        var given = input as SignInInput.Password;
        var isNaming = input is SignInInput.Identify || (given is not null && given.Login != interaction.Login);
        if (await IsAsync(transaction, isNaming ? null : interaction.Login, work, ct))
            throw new SignInRefusal.WrongState();

        return given is not null && await IsAsync(transaction, given.Login, work, ct)
            ? new Turn.To(Named(transaction, interaction, given))
            : null;
    }

    /// <summary>Whether another provider signs in whoever has this name; null: nobody has said one.</summary>
    public async ValueTask<bool> IsAsync(Transaction transaction, string? login, Work work, CancellationToken ct) =>
        transaction.AppId is { Length: > 0 } appId
            && await directory.FindAppAsync(appId, ct) is { } app
            && !(await routing.OfAsync(app, login, transaction.Address ?? work.Origin.Address, ct)).IsHere;

    static bool IsProof(SignInInput input) => input is SignInInput.Identify or SignInInput.Password or SignInInput.Choose
        or SignInInput.Verify or SignInInput.VerifyCode or SignInInput.Recover or SignInInput.Register;

    static Transaction Named(Transaction transaction, Interaction interaction, SignInInput.Password given) => transaction with
    {
        UserId = "",
        Device = given.Caller.Device,
        Address = given.Caller.Address,
        Interaction = interaction with { Login = given.Login, RemembersDevice = given.RemembersDevice, Chosen = null, Method = null },
    };
}
