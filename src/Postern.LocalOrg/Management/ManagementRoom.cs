using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.AuthorizationServers;
using Postern.LocalOrg.Management.Grants;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Management;

/// <summary>Puts the Management API together: a line for each resource.</summary>
sealed class ManagementRoom(OrgStore store, OrgDirectory directory, TokensRoom tokens, SignInRoom signIn, CallersRoom callers, OrgUrls urls)
{
    public ManagementRoutes Routes(TrustedPages trusted) => new(
        [
            new AuthorizationServerKeys(directory, tokens.Keys),
            new ConsentGrants(signIn.Stores.Credentials, signIn.Stores.Interactions, directory),
        ],
        store,
        urls,
        callers.Api,
        trusted);
}
