using Postern.LocalOrg.Directory;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>Which apps may ask for sign-ins that others take over: Okta's interclient trust mappings (direct-auth.md 8.1).</summary>
sealed class InterclientTrust(OrgDirectory directory)
{
    /// <summary>Of a request that a client proved, before anything else is made of its scopes.</summary>
    public ValueTask CheckAsync(ClientForm form, App client, CancellationToken ct) =>
        directory.Org.IsIdentityEngine && form[Parameters.Scope]?.Split(' ').Contains(Scopes.InterclientAccess) is true
            ? CheckAsync(client, ct)
            : default;

    /// <summary>
    /// Throws where no app takes over from it. UNCONFIRMED (direct-auth.md 8.1): the text; Okta says that it was made clearer in 2026.06.
    /// </summary>
    public async ValueTask CheckAsync(App client, CancellationToken ct)
    {
        foreach (var app in await directory.Apps.AllAsync(ct))
            if (app.TakesOverFrom(client))
                return;
        throw RequestedScopes.NotAllowed(Scopes.InterclientAccess);
    }
}
