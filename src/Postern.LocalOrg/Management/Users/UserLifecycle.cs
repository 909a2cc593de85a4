using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Groups;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Users;

/// <summary>Moves users from status to status: management.md 5.5. Of those who move one at once, one does.</summary>
sealed class UserLifecycle(
    OrgStore store, OrgDirectory directory, SignInStores stores, UserRecords records, RecoveryMessages messages, SignInPolicies policies,
    UserRemoval removal) : IOperations
{
    const string Path = "/api/v1/users/{id}/lifecycle/", Managing = "okta.users.manage";
    const int TempPasswordLength = 12;

    readonly NamedUsers _users = new(records);
    readonly RuleMemberships _rules = new(store, directory);
    readonly UserWriter _writer = new(policies);

    public IEnumerable<Operation> All =>
    [
        Of("activate", ActivateAsync),
        Of("reactivate", ReactivateAsync),
        Of("deactivate", DeactivateAsync),
        Of("suspend", (call, work, user) => MoveAsync(
            work, user, user.State is UserState.Active, UserState.Suspended, "suspendUser", "Cannot suspend a user that is not active")),
        Of("unsuspend", (call, work, user) => MoveAsync(
            work, user, user.State is UserState.Suspended, UserState.Active, "unsuspendUser",
            "Cannot unsuspend a user that is not suspended")),
        Of("unlock", UnlockAsync),
        Of("expire_password", ExpireAsync),
        Of("expire_password_with_temp_password", ExpireWithTempPasswordAsync),
        Of("reset_password", ResetPasswordAsync),
        Of("reset_factors", ResetFactorsAsync),
    ];

    Operation Of(string name, Func<ManagementCall, Work, UserRecord, Task<Answer>> handle) => Operation.Change(
        "POST", Path + name, Managing, async (call, work) => await handle(call, work, await _users.FindAsync(call, call["id"])));

    async Task<Answer> ActivateAsync(ManagementCall call, Work work, UserRecord user)
    {
        if (user.State is not (UserState.Staged or UserState.Deprovisioned))
            throw UserErrors.AlreadyActive();

        // Who comes back has no password any more: management.md 5.5.
        var keepsPassword = user.State is UserState.Staged
            && (user.Credentials.PasswordHash.Length > 0 || user.User.IdentityProvider is not null);
        stores.Credentials.MoveState(work, user.Credentials, keepsPassword ? UserState.Active : UserState.Provisioned);
        if (user.State is UserState.Deprovisioned)
            stores.Credentials.PutPassword(work, user.Id, "", 0);
        var applied = await _rules.AppliedAsync(user.User, call.Ct);
        directory.Users.Change(work, user.Kept, applied with { LastUpdatedAt = store.Now });
        work.TellOfRules(user.User, applied);
        return Activation(call, work, user.User, call.Flag("sendEmail", otherwise: true));
    }

    Task<Answer> ReactivateAsync(ManagementCall call, Work work, UserRecord user) =>
        user.State is UserState.Provisioned or UserState.Recovery
            ? Task.FromResult(Activation(call, work, user.User, call.Flag("sendEmail", otherwise: false)))
            : throw UserErrors.StatusForbids();

    /// <summary>Sent, or handed out to whoever says that they send it.</summary>
    Answer Activation(ManagementCall call, Work work, User user, bool isSent)
    {
        if (isSent)
        {
            messages.SendActivation(work, user);
            return Answer.EmptyObject();
        }

        var token = messages.IssueActivation(work, user);
        return Answer.Ok(new JsonObject { ["activationUrl"] = $"{call.Org}/welcome/{token}", ["activationToken"] = token });
    }

    async Task<Answer> DeactivateAsync(ManagementCall call, Work work, UserRecord user)
    {
        if (user.State is UserState.Deprovisioned)
            throw UserErrors.StatusForbids();

        await removal.DeactivateAsync(work, user, call.Ct);
        return Answer.EmptyObject();
    }

    Task<Answer> MoveAsync(Work work, UserRecord user, bool isAllowed, UserState after, string what, string cause)
    {
        if (!isAllowed)
            throw OktaError.Invalid(what, cause); // UNCONFIRMED (management.md 24): the texts

        stores.Credentials.MoveState(work, user.Credentials, after);
        return Task.FromResult(Answer.EmptyObject());
    }

    Task<Answer> UnlockAsync(ManagementCall call, Work work, UserRecord user)
    {
        if (user.State is not UserState.LockedOut)
            throw UserErrors.NotLockedOut();

        stores.Credentials.MoveState(work, user.Credentials, UserState.Active);
        return Task.FromResult(Answer.EmptyObject());
    }

    /// <summary>The answer has the new status beside the time when the one before began: management.md 5.5.</summary>
    Task<Answer> ExpireAsync(ManagementCall call, Work work, UserRecord user)
    {
        if (call.Flag("tempPassword", otherwise: false))
            return ExpireWithTempPasswordAsync(call, work, user);

        CheckHasPassword(user);
        var expired = stores.Credentials.MoveState(work, user.Credentials, UserState.PasswordExpired);
        expired = expired with { StatusChangedAt = user.Credentials.StatusChangedAt };
        return Task.FromResult(Answer.Ok(_writer.Whole(call, user with { Credentials = expired }, AskedView.Whole)));
    }

    Task<Answer> ExpireWithTempPasswordAsync(ManagementCall call, Work work, UserRecord user)
    {
        CheckHasPassword(user);
        var password = TempPassword();
        stores.Credentials.ChangePassword(work, user.Credentials, Passwords.Hash(password), [], UserState.PasswordExpired);
        if (call.Flag("revokeSessions", otherwise: false))
            stores.Sessions.EndSessions(work, user.Id);
        return Task.FromResult(Answer.Ok(new JsonObject { ["tempPassword"] = password }));
    }

    static void CheckHasPassword(UserRecord user)
    {
        if (user.State is not (UserState.Active or UserState.PasswordExpired or UserState.LockedOut)
            || user.Credentials.PasswordHash.Length == 0)
            throw UserErrors.StatusForbids();
    }

    /// <summary>As policies want it: small, large and digits.</summary>
    static string TempPassword() =>
        RandomNumberGenerator.GetString("abcdefghijkmnopqrstuvwxyz", 1) + RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZ", 1)
        + RandomNumberGenerator.GetString("23456789", 1)
        + RandomNumberGenerator.GetString("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", TempPasswordLength - 3);

    Task<Answer> ResetPasswordAsync(ManagementCall call, Work work, UserRecord user)
    {
        if (user.User.IdentityProvider is not null)
            throw UserErrors.ResetFailed();
        if (user.State is UserState.Staged or UserState.Suspended or UserState.Deprovisioned)
            throw UserErrors.StatusForbids();

        if (call.Flag("revokeSessions", otherwise: false))
            stores.Sessions.EndSessions(work, user.Id);
        if (user.State is not UserState.Recovery)
            stores.Credentials.MoveState(work, user.Credentials, UserState.Recovery);
        return Task.FromResult(new PasswordReset(messages, policies).Begin(call, work, user, "reset_password"));
    }

    async Task<Answer> ResetFactorsAsync(ManagementCall call, Work work, UserRecord user)
    {
        if (user.State is UserState.Deprovisioned)
            throw UserErrors.StatusForbids();

        foreach (var factor in await stores.Factors.FactorsOfAsync(user.Id, call.Ct))
            stores.Factors.RemoveFactor(work, factor.Id);
        stores.PendingFactors.ForgetAllOf(work, user.Id);
        return Answer.EmptyObject();
    }
}
