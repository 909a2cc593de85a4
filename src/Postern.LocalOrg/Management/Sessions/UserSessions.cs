using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Users;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Management.Sessions;

/// <summary>Ends all that a user is signed in to: management.md 6.</summary>
sealed class UserSessions(SignInStores stores, TokenStore tokens, NamedUsers users, TimeProvider time) : IOperations
{
    public IEnumerable<Operation> All => [Operation.Change("DELETE", "/api/v1/users/{userId}/sessions", "okta.users.manage", EndAsync)];

    /// <summary>Okta's description: in Classic Engine, which this org is, devices are remembered unless somebody says otherwise.</summary>
    async Task<Answer> EndAsync(ManagementCall call, Work work)
    {
        var user = await users.FindAsync(call, call["userId"]);
        stores.Sessions.EndSessions(work, user.Id);
        if (call.Flag("oauthTokens", otherwise: false))
            tokens.RevokeTokensOf(work, user.Id, time.GetUtcNow() + TokenLifetimes.LongestAccessToken);
        if (call.Flag("forgetDevices", otherwise: false))
            stores.Factors.ForgetDevices(work, user.Id);
        return Answer.NoContent();
    }
}
