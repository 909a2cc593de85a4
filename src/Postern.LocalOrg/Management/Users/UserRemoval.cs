using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Management.Users;

/// <summary>Deactivates users, and deletes those who are: what they were signed in with ends at once. management.md 5.5.</summary>
sealed class UserRemoval(OrgStore store, OrgDirectory directory, SignInStores stores, TokenStore tokens)
{
    public async Task DeactivateAsync(Work work, UserRecord user, CancellationToken ct)
    {
        EndAll(work, user.Id);
        foreach (var factor in await stores.Factors.FactorsOfAsync(user.Id, ct))
            stores.Factors.RemoveFactor(work, factor.Id);
        stores.PendingFactors.ForgetAllOf(work, user.Id);
        await UnassignAsync(work, user.Id, ct);
        var groups = await directory.GroupsOfAsync(user.User, ct);
        var after = user.User with
        {
            GroupIds = [.. groups.Where(group => group.Type is Group.BuiltIn).Select(group => group.Id)],
            RuleGroups = null,
            RequiresFactor = false,
            LastUpdatedAt = store.Now,
        };
        directory.Users.Change(work, user.Kept, after);
        stores.Credentials.MoveState(work, user.Credentials, UserState.Deprovisioned);
    }

    public async Task DeleteAsync(Work work, UserRecord user, CancellationToken ct)
    {
        EndAll(work, user.Id);
        await UnassignAsync(work, user.Id, ct);
        directory.Users.Delete(work, user.Kept);
        stores.Credentials.ForgetUser(work, user.Id);
    }

    void EndAll(Work work, string userId)
    {
        stores.Sessions.EndSessions(work, userId);
        tokens.RevokeRefreshTokens(work, new() { UserId = userId }, store.Time.GetUtcNow() + TokenLifetimes.LongestAccessToken);
    }

    async Task UnassignAsync(Work work, string userId, CancellationToken ct)
    {
        foreach (var app in await directory.Apps.AllAsync(ct))
            if (app.AssignedUserIds.Contains(userId) && await directory.Apps.FindToChangeAsync(app.ClientId, ct) is { } kept)
                directory.Apps.Change(
                    work, kept, kept.Document with { AssignedUserIds = [.. kept.Document.AssignedUserIds.Where(id => id != userId)] });
    }
}
