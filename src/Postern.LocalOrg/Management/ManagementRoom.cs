using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Hooks;
using Postern.LocalOrg.Management.Admins;
using Postern.LocalOrg.Management.Apps;
using Postern.LocalOrg.Management.Authenticators;
using Postern.LocalOrg.Management.AuthorizationServers;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Factors;
using Postern.LocalOrg.Management.Grants;
using Postern.LocalOrg.Management.Groups;
using Postern.LocalOrg.Management.Hooks;
using Postern.LocalOrg.Management.Kept;
using Postern.LocalOrg.Management.Logs;
using Postern.LocalOrg.Management.Org;
using Postern.LocalOrg.Management.Policies;
using Postern.LocalOrg.Management.Sessions;
using Postern.LocalOrg.Management.TrustedOrigins;
using Postern.LocalOrg.Management.Users;
using Postern.LocalOrg.Management.UserTypes;
using Postern.LocalOrg.Management.Zones;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Management;

/// <summary>Puts the Management API together: a line for each resource.</summary>
sealed class ManagementRoom(
    OrgStore store, OrgDirectory directory, TokensRoom tokens, SignInRoom signIn, CallersRoom callers, HookCaller hooks, OrgUrls urls)
{
    readonly AppWriter _apps = new(directory, tokens.Keys);
    readonly ServerWriter _servers = new(tokens.Keys);
    readonly GrantParties _parties = new(signIn.Stores.Credentials, directory);

    public ManagementRoutes Routes(TrustedPages trusted) => new(
        [
            .. People(),
            new AppOperations(store, directory, _apps, new(tokens.Store, signIn.Stores.Interactions, directory)),
            new AppList(directory, _apps, tokens.Keys),
            new AppUsers(store, directory, new(store)),
            new AppUserList(directory, new(store)),
            new AppGroups(store, directory, new(store, directory)),
            new SecretOperations(store, directory),
            new KeyOperations(store, directory),
            new CertificateOperations(store, directory),
            new SamlMetadata(directory),
            new InterclientMappings(store, directory),
            new AppLogos(directory),
            new AppSchemaOperations(store, directory),
            new GroupsClaims(store, directory),
            new ServerOperations(store, directory, _servers),
            new ScopeOperations(store, directory),
            new ClaimOperations(store, directory),
            new PolicyOperations(store, directory),
            new RuleOperations(store, directory),
            new AssociatedServers(directory, _servers),
            new AuthorizationServerKeys(directory, tokens.Keys),
            new ResourceServerKeys(store, directory),
            new ApiTokenOperations(store, directory, callers.Api, callers.Uses),
            new RoleOperations(store, directory),
            new AssigneeOperations(directory),
            new OrgOperations(store, directory),
            new OrgContacts(directory),
            new OrgPreferences(directory),
            new ThreatOperations(store, directory),
            new FeatureOperations(),
            new LogOperations(store),
            new BehaviorOperations(store, directory),
            new IdentityProviderOperations(store, directory),
            new BrandOperations(store, directory),
            new DomainOperations(store, directory),
            new DeviceOperations(directory),
            new MappingOperations(),
            new LinkedObjectOperations(directory),
            new UserLinkOperations(directory),
            new InlineHookOperations(store, directory, hooks),
            new EventHookOperations(store, directory, hooks),
            new HookKeyOperations(store, directory),
            new ScopeGrants(store, directory),
            new ConsentGrants(_parties, signIn.Stores.Interactions, directory),
            new GrantedClients(_parties, tokens.Store, signIn.Stores.Interactions, directory),
            new RefreshTokenOperations(_parties, tokens, directory),
            .. Policies(),
            new TrustedOriginOperations(directory, store.Time),
            new ZoneOperations(directory, store.Time),
            new SessionOperations(
                signIn.Stores.Sessions, signIn.Sessions, directory, new(signIn.Stores.Factors, directory, store.Time)),
            new UserSessions(signIn.Stores, tokens.Store, Users, store.Time),
            .. Factors(),
        ],
        store,
        urls,
        callers.Api,
        new ManagementLog(directory),
        trusted);

    NamedUsers Users => field ??= new(new(store));

    IEnumerable<IOperations> Factors()
    {
        var writer = new FactorWriter(urls, directory);
        var enrollment = new FactorEnrollment(signIn.Stores, signIn.Surroundings, directory);
        var authenticators = new AuthenticatorShelf(directory, store.Time);
        return
        [
            new FactorOperations(signIn.Stores, signIn.Policies, enrollment, Users, writer),
            new FactorVerification(signIn.Stores, signIn.Surroundings, Users),
            new EnrollmentOperations(signIn.Stores, enrollment, authenticators, Users),
            new YubikeyOperations(store, directory),
            new AuthenticatorOperations(authenticators, directory),
            new OrgFactorOperations(authenticators, directory),
        ];
    }

    IEnumerable<IOperations> Policies()
    {
        var shelves = new PolicyShelves(directory);
        var checks = new PolicyChecks(directory);
        return
        [
            new OrgPolicyOperations(shelves, checks, directory, store.Time),
            new PolicyRuleOperations(shelves, checks, directory, store.Time),
            new AppPolicyOperations(shelves, directory, _apps, store.Time),
            new PolicyMappings(shelves),
            new PolicySimulation(shelves, directory),
        ];
    }

    /// <summary>Users, what they may be, and groups.</summary>
    IOperations[] People()
    {
        var (stores, policies) = (signIn.Stores, signIn.Policies);
        UserRecords records = new(store);
        RecoveryMessages messages = new(store, stores.Credentials, stores.Factors, signIn.Surroundings);
        NewPasswords passwords = new(store, stores.Credentials, stores.Sessions, policies);
        UserWriter writer = new(policies);
        UserRemoval removal = new(store, directory, stores, tokens.Store);
        GroupReading groups = new(store, directory);
        return
        [
            new UserOperations(
                directory, records, writer, groups, new NewUser(store, directory, stores.Credentials, policies, messages, writer),
                new ChangedUser(store, directory, stores.Credentials, passwords, new NamedUsers(records), writer), removal),
            new UserLifecycle(store, directory, stores, records, messages, policies, removal),
            new UserCredentials(store, directory, stores, records, passwords, policies, messages),
            new UserTypeOperations(store, directory),
            new SchemaOperations(store, directory, records),
            new GroupSchemaOperations(store, directory),
            new GroupOperations(store, directory, groups),
            new GroupMembers(store, directory, records, groups),
            new GroupOwners(store, directory, records, groups),
            new GroupRuleOperations(store, directory, records),
        ];
    }
}
