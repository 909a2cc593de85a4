using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>Keeps a sign-in that other apps may share: those of the same device, and web apps (direct-auth.md 8).</summary>
sealed class SharedSignIns(OrgStore store, TokenStore tokenStore, SsoTokens ssoTokens)
{
    public void Keep(Work work, Granted granted)
    {
        var grant = granted.Grant;
        if (granted.NewDeviceSecret is { } secret)
            KeepDeviceSecret(work, secret, grant);
        if (granted.NewSharedSession is { } session)
            ssoTokens.Begin(work, session, grant.User!.Id, grant.AuthenticatedAt, grant.Methods);
    }

    void KeepDeviceSecret(Work work, string secret, TokenGrant grant) => tokenStore.AddDeviceSecret(
        work,
        secret,
        new()
        {
            AuthorizationServerId = grant.Server.Id,
            UserId = grant.User!.Id,
            AuthenticatedAt = grant.AuthenticatedAt,
            Methods = grant.Methods,
            ExpiresAt = (store.Time.GetUtcNow() + DeviceSecret.Lifetime).ToUnixTimeSeconds(),
        });
}
