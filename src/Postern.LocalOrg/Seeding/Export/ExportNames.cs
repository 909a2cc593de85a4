namespace Postern.LocalOrg;

/// <summary>How one record of an exported org names another: by its name where only that one has it, else by its id.</summary>
sealed class ExportNames
{
    readonly Dictionary<string, string> _groups, _users, _apps, _servers, _zones, _hooks, _types, _policies, _registrations,
        _brands, _providers;

    ExportNames(ExportRecords records)
    {
        _groups = Names(records.Groups.Select(group => (group.Name, group.Id)));
        _users = Names(records.Users.Select(user => (user.Credentials.User.Login, user.Credentials.User.Id)));
        _apps = Names(records.Apps.Select(app => (app.Name, app.ClientId)));
        _servers = Names(records.Servers.Select(server => (server.Name, server.Id)));
        _zones = Names(records.Zones.Select(zone => (zone.Name, zone.Id)));
        _hooks = Names(records.Hooks.Select(hook => (hook.Name, hook.Id)));
        _types = Names(records.UserTypes.Select(type => (type.Name, type.Id)));
        _policies = Names(records.AppPolicies.Select(policy => (policy.Name, policy.Id)));
        _registrations = Names(records.RegistrationPolicies.Select(policy => (policy.Name, policy.Id)));
        _brands = Names(records.Brands.Select(brand => (brand.Name, brand.Id)));
        _providers = Names(records.IdentityProviders.Select(provider => (provider.Name, provider.Id)));
    }

    public static ExportNames Of(ExportRecords records) => new(records);

    public IReadOnlyList<string> Groups(IReadOnlyList<string> ids) => Known(_groups, ids);

    public IReadOnlyList<string>? GroupsOrNull(IReadOnlyList<string>? ids) => ids is null ? null : Groups(ids);

    /// <summary>Also the word for all of them, which is no group's.</summary>
    public IReadOnlyList<string> GroupsOr(string everybody, IReadOnlyList<string> ids) =>
        [.. ids.Where(id => id == everybody || _groups.ContainsKey(id)).Select(id => _groups.GetValueOrDefault(id, id))];

    public IReadOnlyList<string> Users(IReadOnlyList<string> ids) => Known(_users, ids);

    public IReadOnlyList<string>? UsersOrNull(IReadOnlyList<string>? ids) => ids is null ? null : Users(ids);

    public IReadOnlyList<string>? Apps(IReadOnlyList<string>? ids) => ids is null ? null : Known(_apps, ids);

    public IReadOnlyList<string> Servers(IReadOnlyList<string> ids) => Known(_servers, ids);

    public IReadOnlyList<string>? Networks(IReadOnlyList<string>? networks) =>
        networks is null ? null : [.. networks.Select(network => _zones.GetValueOrDefault(network, network))];

    public IReadOnlyList<string> Zones(IReadOnlyList<string> ids) => Known(_zones, ids);

    public string? UserOrNull(string? id) => id is null ? null : User(id);

    public string? User(string id) => _users.GetValueOrDefault(id);

    public string? Type(string? id) => id is null ? null : _types.GetValueOrDefault(id);

    /// <summary>The one that every org has is called by its word.</summary>
    public IReadOnlyList<string> Types(IReadOnlyList<string> ids) =>
        [.. ids.Select(id => id == Directory.UserType.DefaultId ? "user" : _types.GetValueOrDefault(id)).OfType<string>()];

    public string? Registration(string? id) => id is null ? null : _registrations.GetValueOrDefault(id);

    public string? Policy(string? id) => id is null ? null : _policies.GetValueOrDefault(id);

    /// <summary>Null: the one that every org has, which nobody changed.</summary>
    public string? Brand(string id) => _brands.GetValueOrDefault(id);

    public string? Provider(string id) => _providers.GetValueOrDefault(id);

    public string? Hook(string? id) => id is null ? null : _hooks.GetValueOrDefault(id);

    /// <summary>What is there no more is named no more.</summary>
    static IReadOnlyList<string> Known(Dictionary<string, string> names, IReadOnlyList<string> ids) =>
        [.. ids.Where(names.ContainsKey).Select(id => names[id])];

    static Dictionary<string, string> Names(IEnumerable<(string Name, string Id)> records)
    {
        var all = records.ToList();
        var ids = all.Select(record => record.Id).ToHashSet(StringComparer.Ordinal);
        var shared = all.GroupBy(record => record.Name).Where(same => same.Count() > 1).Select(same => same.Key).ToHashSet();
        return all.ToDictionary(
            record => record.Id, record => shared.Contains(record.Name) || ids.Contains(record.Name) ? record.Id : record.Name);
    }
}
