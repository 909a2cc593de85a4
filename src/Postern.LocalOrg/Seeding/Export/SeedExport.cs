using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>
/// An org as it is now, as a seed file: the same org is the same bytes, and so is the one that is started with the file. Nobody's secret is
/// in it, hashed or not: it is left out, or a reference stands where it should be.
/// </summary>
sealed class SeedExport(OrgStore store, OrgDirectory directory)
{
    const int Page = 500;

    const string Head = """
        # An org, as it was when this was written: postern org start --seed THIS-FILE
        # Secrets are not in it; those that it does not name are made, and told once, when an org is started with it.

        """;

    readonly CredentialStore _credentials = new(store, directory);
    readonly FactorStore _factors = new(store);

    /// <summary>Where it is not to have references, what would be made anyway is left out.</summary>
    public Task<string> WriteAsync(bool references, CancellationToken ct) =>
        WriteAsync(references ? ExportedSecrets.References : ExportedSecrets.LeftOut, ct);

    public async Task<string> WriteAsync(ExportedSecrets secrets, CancellationToken ct) => Head + Write(await ReadAsync(ct), secrets);

    /// <summary>Without a head: the file itself.</summary>
    public static string Write(ExportRecords records, ExportedSecrets secrets)
    {
        var names = ExportNames.Of(records);
        OrgSeed seed = ExportedOrg.Of(records, names);
        var whole = JsonSerializer.SerializeToNode(seed, SeedJson.File.OrgSeed)!.AsObject();
        new ExportedSecretMembers(secrets).Write(whole, records);
        return SeedWriter.Write((JsonObject)SeedWriter.Brief(whole, SeedJson.File.OrgSeed)!);
    }

    async Task<ExportRecords> ReadAsync(CancellationToken ct) => new()
    {
        Settings = (await directory.Settings.AllAsync(ct))[0],
        Groups =
        [
            .. (await directory.Groups.AllAsync(ct)).OrderBy(group => group.Name, StringComparer.Ordinal)
                .ThenBy(group => group.Id, StringComparer.Ordinal),
        ],
        Users = await UsersAsync(ct),
        GroupRules =
        [
            .. (await directory.GroupRules.AllAsync(ct)).OrderBy(rule => rule.Name, StringComparer.Ordinal),
        ],
        Apps =
        [
            .. (await directory.Apps.AllAsync(ct)).OrderBy(app => app.Name, StringComparer.Ordinal)
                .ThenBy(app => app.ClientId, StringComparer.Ordinal),
        ],
        // The one that Okta's orgs begin with is the first here too.
        Servers =
        [
            .. (await directory.Servers.AllAsync(ct)).OrderBy(server => server.Id is not "default")
                .ThenBy(server => server.Name, StringComparer.Ordinal).ThenBy(server => server.Id, StringComparer.Ordinal),
        ],
        SessionPolicies = [.. (await directory.SessionPolicies.AllAsync(ct)).OrderBy(policy => policy.Priority)],
        PasswordPolicies = [.. (await directory.PasswordPolicies.AllAsync(ct)).OrderBy(policy => policy.Priority)],
        EnrollmentPolicies = [.. (await directory.EnrollmentPolicies.AllAsync(ct)).OrderBy(policy => policy.Priority)],
        Origins = [.. (await directory.TrustedOrigins.AllAsync(ct)).OrderBy(origin => origin.Origin, StringComparer.Ordinal)],
        Zones = [.. (await directory.NetworkZones.AllAsync(ct)).OrderBy(zone => zone.Name, StringComparer.Ordinal)],
        ApiTokens =
        [
            .. (await directory.ApiTokens.AllAsync(ct)).OrderBy(token => token.Name, StringComparer.Ordinal)
                .ThenBy(token => token.Id, StringComparer.Ordinal),
        ],
        Hooks =
        [
            .. (await directory.InlineHooks.AllAsync(ct)).OrderBy(hook => hook.Name, StringComparer.Ordinal)
                .ThenBy(hook => hook.Id, StringComparer.Ordinal),
        ],
        EventHooks =
        [
            .. (await directory.EventHooks.AllAsync(ct)).OrderBy(hook => hook.Name, StringComparer.Ordinal)
                .ThenBy(hook => hook.Id, StringComparer.Ordinal),
        ],
        UserTypes = [.. (await directory.UserTypes.AllAsync(ct)).OrderBy(type => type.Name, StringComparer.Ordinal)],
        AppPolicies =
        [
            .. (await directory.OtherPolicies.AllAsync(ct)).Where(policy => policy is { Type: OrgPolicy.AppAccess, IsSystem: false })
                .OrderBy(policy => policy.Name, StringComparer.Ordinal),
        ],
        RegistrationPolicies =
        [
            .. (await directory.OtherPolicies.AllAsync(ct))
                .Where(policy => policy is { Type: OrgPolicy.ProfileEnrollment, IsSystem: false })
                .OrderBy(policy => policy.Name, StringComparer.Ordinal),
        ],
        Routing = [.. (await directory.OtherPolicies.AllAsync(ct)).Where(policy => policy.Type is OrgPolicy.Routing)],
        Authenticators = await directory.Authenticators.AllAsync(ct),
        Roles = await directory.RoleAssignments.AllAsync(ct),
        Brands = [.. (await directory.Brands.AllAsync(ct)).OrderBy(brand => brand.Name, StringComparer.Ordinal)],
        Domains = [.. (await directory.Domains.AllAsync(ct)).OrderBy(domain => domain.Name, StringComparer.Ordinal)],
        Behaviors =
        [
            .. (await directory.Behaviors.AllAsync(ct)).OrderBy(behavior => behavior.Name, StringComparer.Ordinal)
                .ThenBy(behavior => behavior.Id, StringComparer.Ordinal),
        ],
        IdentityProviders =
            [.. (await directory.IdentityProviders.AllAsync(ct)).OrderBy(provider => provider.Name, StringComparer.Ordinal)],
        LinkedObjects = await directory.LinkedObjects.AllAsync(ct),
        LinkedValues = await directory.LinkedValues.AllAsync(ct),
        HookKeys = [.. (await directory.HookKeys.AllAsync(ct)).OrderBy(key => key.Name, StringComparer.Ordinal)],
        Yubikeys = [.. (await directory.Yubikeys.AllAsync(ct)).OrderBy(key => key.Serial, StringComparer.Ordinal)],
    };

    async Task<IReadOnlyList<ExportedUser>> UsersAsync(CancellationToken ct)
    {
        List<ExportedUser> users = [];
        for (var after = ""; ;)
        {
            var page = await _credentials.PageAsync(after, Page, ct);
            if (page is [])
                return [.. users.OrderBy(user => user.Credentials.User.Login, StringComparer.Ordinal)];

            var last = page[^1].User.Id;
            var factors = (await _factors.FactorsBetweenAsync(after, last, ct)).Where(each => each.Factor.ExpiresAt is null)
                .ToLookup(each => each.UserId, each => each.Factor);
            users.AddRange(page.Select(each => new ExportedUser(each, [.. factors[each.User.Id]])));
            after = last;
        }
    }
}

/// <summary>What stands where a secret would.</summary>
enum ExportedSecrets
{
    /// <summary>Nothing: it is made when an org is started.</summary>
    LeftOut,

    /// <summary>The name of an environment variable: <c>env:POSTERN_…</c></summary>
    References,
}

/// <summary>All that is exported, each kind in its order.</summary>
sealed record ExportRecords
{
    public required OrgSettings Settings { get; init; }
    public required IReadOnlyList<Group> Groups { get; init; }
    public required IReadOnlyList<ExportedUser> Users { get; init; }
    public required IReadOnlyList<GroupRule> GroupRules { get; init; }

    /// <summary>Clients and others.</summary>
    public required IReadOnlyList<App> Apps { get; init; }

    public required IReadOnlyList<CustomAuthorizationServer> Servers { get; init; }
    public required IReadOnlyList<SessionPolicy> SessionPolicies { get; init; }
    public required IReadOnlyList<PasswordPolicy> PasswordPolicies { get; init; }
    public required IReadOnlyList<EnrollmentPolicy> EnrollmentPolicies { get; init; }
    public required IReadOnlyList<TrustedOrigin> Origins { get; init; }
    public required IReadOnlyList<NetworkZone> Zones { get; init; }
    public required IReadOnlyList<ApiToken> ApiTokens { get; init; }
    public required IReadOnlyList<InlineHook> Hooks { get; init; }
    public required IReadOnlyList<EventHook> EventHooks { get; init; }
    public required IReadOnlyList<UserType> UserTypes { get; init; }
    public required IReadOnlyList<OrgPolicy> AppPolicies { get; init; }
    public IReadOnlyList<OrgPolicy> RegistrationPolicies { get; init; } = [];
    public required IReadOnlyList<Authenticator> Authenticators { get; init; }
    public required IReadOnlyList<RoleAssignment> Roles { get; init; }
    public IReadOnlyList<OrgPolicy> Routing { get; init; } = [];
    public IReadOnlyList<Brand> Brands { get; init; } = [];
    public IReadOnlyList<Domain> Domains { get; init; } = [];
    public IReadOnlyList<Behavior> Behaviors { get; init; } = [];
    public IReadOnlyList<IdentityProvider> IdentityProviders { get; init; } = [];
    public IReadOnlyList<LinkedObject> LinkedObjects { get; init; } = [];
    public IReadOnlyList<LinkedValue> LinkedValues { get; init; } = [];
    public IReadOnlyList<HookKey> HookKeys { get; init; } = [];
    public IReadOnlyList<Yubikey> Yubikeys { get; init; } = [];

    public IEnumerable<App> Clients => Apps.Where(app => app.IsClient);
}

/// <summary>A user with their factors, the same ones always in the same order.</summary>
sealed record ExportedUser(Credentials Credentials, IReadOnlyList<Factor> Factors)
{
    public IReadOnlyList<Factor> Factors { get; } =
    [
        .. Factors.OrderBy(factor => factor.FactorType, StringComparer.Ordinal).ThenBy(factor => factor.Provider, StringComparer.Ordinal)
            .ThenBy(factor => factor.PhoneNumber, StringComparer.Ordinal).ThenBy(factor => factor.Question, StringComparer.Ordinal)
            .ThenBy(factor => factor.CredentialId, StringComparer.Ordinal).ThenBy(factor => factor.ShowsNumber),
    ];
}
