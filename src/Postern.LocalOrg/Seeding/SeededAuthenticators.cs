using System.Text.Json;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg;

/// <summary>
/// The authenticators of which a seed says anything, each as a new org has it otherwise; and what there is to say of those of an org that
/// is there.
/// </summary>
static class SeededAuthenticators
{
    public static IEnumerable<Authenticator> Of(OrgSeed seed, long now)
    {
        var off = seed.DisabledFactors.Select(OrgFactors.Find).OfType<OrgFactor>().ToLookup(factor => factor.Authenticator);
        return seed.Authenticators.Select(given => given.Key).Concat(off.Select(methods => methods.Key)).Distinct()
            .Select(key => KnownAuthenticators.Find(key, now)).OfType<Authenticator>()
            .Select(known => Of(known, seed.Authenticators.FirstOrDefault(given => given.Key == known.Key)))
            .Select(known => known with
            {
                Methods =
                [
                    .. known.Methods.Select(method => off[known.Key].Any(factor => factor.Method == method.Type)
                        ? method with { Status = Lifecycle.Inactive }
                        : method),
                ],
            });
    }

    /// <summary>By Okta's names for them.</summary>
    public static IReadOnlyList<string> Disabled(IReadOnlyList<Authenticator> authenticators) =>
    [
        .. OrgFactors.All.Where(factor => authenticators.FirstOrDefault(known => known.Key == factor.Authenticator) is { } found
            && (found.Status is Lifecycle.Inactive
                || found.Methods.FirstOrDefault(method => method.Type == factor.Method) is { Status: Lifecycle.Inactive }))
            .Select(factor => factor.Key),
    ];

    /// <summary>Those that are not as Okta makes them, but for what <see cref="Disabled"/> says, and those that were added.</summary>
    public static IReadOnlyList<SeedAuthenticator> Exported(IReadOnlyList<Authenticator> authenticators) =>
    [
        // Of a tenant's apps for its own pushes there may be several: here is one of each.
        .. authenticators.DistinctBy(authenticator => authenticator.Key).OrderBy(authenticator => authenticator.Key, StringComparer.Ordinal)
            .Select(authenticator => (Is: authenticator, Usual: KnownAuthenticators.Find(authenticator.Key, now: 0)))
            .Where(each => each.Usual is not null).Select(each => Exported(each.Is, each.Usual!))
            .Where(each => each is not { Name: null, IsActive: true, Settings: null, Methods.Count: 0 }
                || KnownAuthenticators.New(each.Key, now: 0) is not null),
    ];

    static Authenticator Of(Authenticator known, SeedAuthenticator? given) => given is null
        ? known
        : known with
        {
            Name = given.Name ?? known.Name,
            Status = Lifecycle.Of(given.IsActive),
            Settings = SeededApp.Stored(given.Settings) ?? known.Settings,
            Methods = [.. known.Methods.Select(method => Of(method, given.Methods.FirstOrDefault(said => said.Type == method.Type)))],
        };

    static AuthenticatorMethod Of(AuthenticatorMethod known, SeedAuthenticatorMethod? given) => given is null
        ? known
        : known with
        {
            Status = given.IsActive switch { true => Lifecycle.Active, false => Lifecycle.Inactive, null => known.Status },
            Settings = SeededApp.Stored(given.Settings) ?? known.Settings,
        };

    static SeedAuthenticator Exported(Authenticator authenticator, Authenticator usual) => new()
    {
        Key = authenticator.Key,
        Name = authenticator.Name == usual.Name ? null : authenticator.Name,
        IsActive = authenticator.Status is Lifecycle.Active,
        Settings = IsUsual(authenticator.Settings, usual.Settings) ? null : ExportedOrg.Profile(authenticator.Settings),
        Methods =
        [
            .. authenticator.Methods.Select(method => Exported(authenticator.Key, method, usual))
                .Where(method => method is not { IsActive: null, Settings: null }),
        ],
    };

    static SeedAuthenticatorMethod Exported(string key, AuthenticatorMethod method, Authenticator authenticator)
    {
        var usual = authenticator.Methods.FirstOrDefault(other => other.Type == method.Type);
        var isSaid = OrgFactors.OfAuthenticator(key).Any(factor => factor.Method == method.Type);
        return new()
        {
            Type = method.Type,
            IsActive = isSaid || method.Status == usual?.Status ? null : method.Status is Lifecycle.Active,
            Settings = IsUsual(method.Settings, usual?.Settings) ? null : ExportedOrg.Profile(method.Settings),
        };
    }

    /// <summary>Of a tenant that was read nobody tells them all.</summary>
    static bool IsUsual(JsonElement? settings, JsonElement? usual) =>
        settings is not { } known || (usual is { } other && JsonElement.DeepEquals(known, other));
}
