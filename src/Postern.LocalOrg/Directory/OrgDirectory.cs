using System.Text.Json;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Directory;

/// <summary>The org's own records, which change while it runs, through whichever process.</summary>
sealed class OrgDirectory
{
    /// <summary>What is kept whole: the settings, and the policies, origins, tokens and zones that concern everybody.</summary>
    static readonly Kind Whole = new("org");

    /// <summary>Status, password and failures of users: a wrong password changes it, so that other processes are not told.</summary>
    public static readonly Kind CredentialKind = new("credentials", IsTold: false);

    /// <summary>Profiles, which all processes are told of.</summary>
    public static readonly Kind UserKind = new("users", Within: CredentialKind);

    readonly OrgStore _store;
    readonly Whole<Organization> _org;
    readonly Remembered<User> _activeUsers;

    public OrgDirectory(OrgStore store)
    {
        _store = store;
        _activeUsers = store.Memory.Of<User>(CredentialKind);
        var documents = DirectoryJson.Default;
        Settings = new(store, new("org", Whole), documents.OrgSettings, org => org.Id);
        SessionPolicies = new(store, new("session_policies", Whole), documents.SessionPolicy, policy => policy.Id);
        PasswordPolicies = new(store, new("password_policies", Whole), documents.PasswordPolicy, policy => policy.Id);
        EnrollmentPolicies = new(store, new("enrollment_policies", Whole), documents.EnrollmentPolicy, policy => policy.Id);
        OtherPolicies = new(
            store, new("other_policies", Whole), documents.OrgPolicy, policy => policy.Id, new Column<OrgPolicy>("type", it => it.Type));
        Authenticators = new(store, new("authenticators", Whole), documents.Authenticator, it => it.Id);
        TrustedOrigins = new(
            store,
            new("trusted_origins", Whole),
            documents.TrustedOrigin,
            origin => origin.Id,
            new Column<TrustedOrigin>("origin", origin => origin.Origin));
        ApiTokens = new(
            store, new("api_tokens", Whole), documents.ApiToken, token => token.Id, new Column<ApiToken>("hash", token => token.TokenHash));
        RoleAssignments = new(store, new("role_assignments", Whole), documents.RoleAssignment, assignment => assignment.Key);
        Behaviors = new(store, new("behaviors", new("behaviors")), documents.Behavior, behavior => behavior.Id);
        IdentityProviders = new(
            store, new("identity_providers", new("identity_providers")), documents.IdentityProvider, idp => idp.Id,
            new Column<IdentityProvider>("name", idp => idp.Name));
        LinkedObjects = new(store, new("linked_objects", new("linked_objects")), documents.LinkedObject, each => each.Primary.Name);
        LinkedValues = new(store, new("linked_values", new("linked_values")), documents.LinkedValue, value => value.Key);
        InlineHooks = new(store, new("inline_hooks", new("inline_hooks")), documents.InlineHook, hook => hook.Id);
        EventHooks = new(store, new("event_hooks", Whole), documents.EventHook, hook => hook.Id);
        HookKeys = new(
            store, new("hook_keys", new("hook_keys")), documents.HookKey, key => key.Id, new Column<HookKey>("name", key => key.Name));
        Brands = new(store, new("brands", new("brands")), documents.Brand, brand => brand.Id, new Column<Brand>("name", it => it.Name));
        Domains = new(store, new("domains", new("domains")), documents.Domain, it => it.Id, new Column<Domain>("name", it => it.Name));
        Yubikeys = new(
            store, new("yubikeys", new("yubikeys")), documents.Yubikey, key => key.Id, new Column<Yubikey>("serial", key => key.Serial));
        AppLogos = new(store, new("app_logos", new("app_logos")), documents.AppLogo, logo => logo.ClientId);
        NetworkZones = new(
            store, new("network_zones", Whole), documents.NetworkZone, zone => zone.Id, new Column<NetworkZone>("name", zone => zone.Name));
        Groups = new(
            store, new("groups", new("groups")), documents.Group, group => group.Id, new Column<Group>("name", group => group.Name));
        Apps = new(store, new("apps", new("apps")), documents.App, app => app.ClientId, new Column<App>("app_id", app => app.Id));
        Servers = new(store, new("authorization_servers", new("servers")), documents.CustomAuthorizationServer, server => server.Id);
        Users = new(
            store,
            new("users", UserKind),
            documents.User,
            user => user.Id,
            new Column<User>("login", user => LoginKey.Of(user.Login)),
            new Column<User>("created_at", user => user.CreatedAt),
            new Column<User>("last_updated_at", user => user.LastUpdatedAt))
        {
            Beside = new UserIndex(store).Write,
        };
        UserTypes = new(
            store,
            new("user_types", new("user_types")),
            documents.UserType,
            type => type.Id,
            new Column<UserType>("name", type => type.Name));
        GroupRules = new(
            store,
            new("group_rules", new("group_rules")),
            documents.GroupRule,
            rule => rule.Id,
            new Column<GroupRule>("name", rule => rule.Name));
        _org = new(store.Memory.StampOf(Whole), ReadOrgAsync);
    }

    /// <summary>The org as it stood when the request came.</summary>
    public Organization Org => _org.Value;

    /// <summary>To be kept by <see cref="SharedState"/>, so that <see cref="Org"/> is never behind.</summary>
    public IWhole Kept => _org;

    public Collection<OrgSettings> Settings { get; }

    public Collection<SessionPolicy> SessionPolicies { get; }

    public Collection<PasswordPolicy> PasswordPolicies { get; }

    public Collection<EnrollmentPolicy> EnrollmentPolicies { get; }

    /// <summary>Of the types that have no records of their own.</summary>
    public Collection<OrgPolicy> OtherPolicies { get; }

    /// <summary>Those that an admin has changed or added.</summary>
    public Collection<Authenticator> Authenticators { get; }

    public Collection<TrustedOrigin> TrustedOrigins { get; }

    public Collection<ApiToken> ApiTokens { get; }

    public Collection<RoleAssignment> RoleAssignments { get; }

    public Collection<Behavior> Behaviors { get; }

    public Collection<IdentityProvider> IdentityProviders { get; }

    public Collection<LinkedObject> LinkedObjects { get; }

    public Collection<LinkedValue> LinkedValues { get; }

    public Collection<InlineHook> InlineHooks { get; }

    public Collection<EventHook> EventHooks { get; }

    public Collection<HookKey> HookKeys { get; }

    /// <summary>Those that an admin has made or changed.</summary>
    public Collection<Brand> Brands { get; }

    /// <inheritdoc cref="Brands"/>
    public Collection<Domain> Domains { get; }

    public Collection<Yubikey> Yubikeys { get; }

    /// <summary>By the apps' client ids.</summary>
    public Collection<AppLogo> AppLogos { get; }

    public Collection<NetworkZone> NetworkZones { get; }

    public Collection<Group> Groups { get; }

    /// <summary>Switched off or not: a client is asked for by <see cref="FindAppAsync"/>.</summary>
    public Collection<App> Apps { get; }

    /// <summary>Switched off or not: one that issues is asked for by <see cref="FindServerAsync"/>.</summary>
    public Collection<CustomAuthorizationServer> Servers { get; }

    /// <summary>Their profiles; status, password and factors are kept apart.</summary>
    public Collection<User> Users { get; }

    public Collection<UserType> UserTypes { get; }

    public Collection<GroupRule> GroupRules { get; }

    /// <summary>Null also where the user may not sign in any more: nothing is issued to them behind their back.</summary>
    public ValueTask<User?> FindActiveUserAsync(string id, CancellationToken ct) =>
        _activeUsers.GetAsync(id, key => _store.Database.FirstAsync(
        "select document from users where id = @key and status = 'Active'",
        [("@key", key)],
        row => JsonSerializer.Deserialize(row.GetString(0), DirectoryJson.Default.User)!,
        ct));

    /// <summary>Null where there is no such user.</summary>
    public async Task<UserState?> StateOfAsync(string userId, CancellationToken ct) =>
        await _store.Database.FirstAsync(
            "select status from users where id = @id", [("@id", userId)], row => row.GetString(0), ct) is { } state
            ? Enum.Parse<UserState>(state)
            : null;

    /// <summary>A client that may do something.</summary>
    public async ValueTask<App?> FindAppAsync(string clientId, CancellationToken ct) =>
        await Apps.FindAsync(clientId, ct) is { Status: Lifecycle.Active, IsClient: true } app ? app : null;

    /// <summary>By its own id, which need not be its client id; whatever its status.</summary>
    public async ValueTask<App?> FindAppByIdAsync(string id, CancellationToken ct) =>
        await Apps.FindAsync(id, ct) is { } named && named.Id == id ? named : await Apps.FindByAsync("app_id", id, ct);

    /// <summary>One that may issue something.</summary>
    public async ValueTask<CustomAuthorizationServer?> FindServerAsync(string id, CancellationToken ct) =>
        await Servers.FindAsync(id, ct) is { Status: Lifecycle.Active } server ? server : null;

    /// <summary>Whether a custom authorization server issues tokens for it.</summary>
    public async Task<bool> IsAudienceAsync(string audience, CancellationToken ct) =>
        (await Servers.AllAsync(ct)).Any(server => server.Audience == audience && server.Status is Lifecycle.Active);

    /// <summary>One that is there no more has no members.</summary>
    public async ValueTask<IReadOnlyList<Group>> GroupsOfAsync(User user, CancellationToken ct)
    {
        List<Group> groups = [];
        foreach (var id in user.GroupIds)
            if (await Groups.FindAsync(id, ct) is { } group)
                groups.Add(group);
        return groups;
    }

    /// <summary>The one that every org has where there is none of that id any more.</summary>
    public async ValueTask<UserType> TypeOfAsync(User user, CancellationToken ct) =>
        await UserTypes.FindAsync(user.TypeId ?? UserType.DefaultId, ct) ?? UserType.Default(now: 0);

    async Task<Organization> ReadOrgAsync(CancellationToken ct) => new()
    {
        Settings = (await Settings.AllAsync(ct))[0],
        SessionPolicies = InForce(await SessionPolicies.AllAsync(ct)),
        PasswordPolicies = InForce(await PasswordPolicies.AllAsync(ct)),
        EnrollmentPolicies = InForce(await EnrollmentPolicies.AllAsync(ct)),
        OtherPolicies = InForce(await OtherPolicies.AllAsync(ct)),
        Authenticators = await Authenticators.AllAsync(ct),
        TrustedOrigins = [.. (await TrustedOrigins.AllAsync(ct)).Where(origin => origin.Status is Lifecycle.Active)],
        ApiTokens = [.. (await ApiTokens.AllAsync(ct)).Where(token => token.Status is Lifecycle.Active)],
        RoleAssignments = await RoleAssignments.AllAsync(ct),
        EventHooks = [.. (await EventHooks.AllAsync(ct)).Where(hook => hook is { Status: Lifecycle.Active, IsVerified: true })],
        NetworkZones = [.. (await NetworkZones.AllAsync(ct)).Where(zone => zone.Status is Lifecycle.Active)],
    };

    static IReadOnlyList<T> InForce<T>(IReadOnlyList<T> policies)
        where T : IPolicy => [.. policies.Where(policy => policy.Status is Lifecycle.Active).OrderBy(policy => policy.Priority)];
}
