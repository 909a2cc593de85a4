using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Hooks;
using Postern.LocalOrg.Management.Admins;
using Postern.LocalOrg.Management.AuthorizationServers;
using Postern.LocalOrg.Management.Grants;
using Postern.LocalOrg.Management.Hooks;
using Postern.LocalOrg.Management.Kept;
using Postern.LocalOrg.Management.Logs;
using Postern.LocalOrg.Management.Org;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Management;

/// <summary>Puts the Management API together: a line for each resource.</summary>
sealed class ManagementRoom(
    OrgStore store, OrgDirectory directory, TokensRoom tokens, SignInRoom signIn, CallersRoom callers, HookCaller hooks, OrgUrls urls)
{
    public ManagementRoutes Routes(TrustedPages trusted) => new(
        [
            new AuthorizationServerKeys(directory, tokens.Keys),
            new ApiTokenOperations(store, directory, callers.Api, callers.Uses),
            new RoleOperations(store, directory),
            new AssigneeOperations(directory),
            new OrgOperations(store, directory),
            new OrgContacts(directory),
            new OrgPreferences(directory),
            new FeatureOperations(),
            new LogOperations(store),
            new BehaviorOperations(store, directory),
            new IdentityProviderOperations(store, directory),
            new BrandOperations(directory),
            new DeviceOperations(directory),
            new MappingOperations(),
            new LinkedObjectOperations(directory),
            new UserLinkOperations(directory),
            new InlineHookOperations(store, directory, hooks),
            new EventHookOperations(store, directory, hooks),
            new ConsentGrants(signIn.Stores.Credentials, signIn.Stores.Interactions, directory),
        ],
        store,
        urls,
        callers.Api,
        new ManagementLog(directory),
        trusted);
}
