using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;

namespace Postern.LocalOrg;

/// <summary>What Okta would refuse of what a seed has kept and listed.</summary>
static class SeedKeptRules
{
    public static IEnumerable<Fault> FaultsOf(OrgSeed seed) =>
    [
        .. OfBrands(seed), .. OfBehaviors(seed), .. OfProviders(seed), .. OfRelations(seed), .. OfKeys(seed), .. OfDetails(seed),
        .. OfThreats(seed), .. OfAuthenticators(seed), .. Faults.Of("routingRules", seed.RoutingRules, rule => Of(rule, seed)),
        .. Faults.OfDuplicates("routingRules", seed.RoutingRules, "name", rule => rule.Name),
        .. MissingUser("billingContact", seed.BillingContact, seed), .. MissingUser("technicalContact", seed.TechnicalContact, seed),
    ];

    static IEnumerable<Fault> OfBrands(OrgSeed seed) =>
    [
        .. Faults.Of("brands", seed.Brands, brand => Of(brand, seed)),
        .. Faults.OfDuplicates("brands", seed.Brands, "id", brand => brand.Id),
        .. Faults.OfDuplicates("brands", seed.Brands, "name", brand => brand.Name),
        .. Faults.Of("domains", seed.Domains, domain => Of(domain, seed)),
        .. Faults.OfDuplicates("domains", seed.Domains, "id", domain => domain.Id),
        .. Faults.OfDuplicates("domains", seed.Domains, "name", domain => domain.Name),
    ];

    static IEnumerable<Fault> Of(SeedBrand brand, OrgSeed seed)
    {
        foreach (var fault in Faults.OfId("id", brand.Id).Concat(Faults.OfName("name", brand.Name)))
            yield return fault;
        if (brand.IsDefault && brand.Id != Brand.DefaultId(seed.OrgId))
            yield return new("id", "cannot be chosen: that of the brand that every org has is made of the org's. Leave it out.");
        if (brand.IsDefault && seed.Brands.First(other => other.IsDefault) != brand)
            yield return new("isDefault", "is another's already: an org has one such brand.");
        if (brand.PrivacyPolicyUrl is { } url && !Addresses.IsAbsolute(url))
            yield return new("privacyPolicyUrl", $"'{url}' is not an absolute URL.");
        if (brand is { PrivacyPolicyUrl: not null, AgreesToPrivacyPolicy: false })
            yield return new("agreesToPrivacyPolicy", "must be true where there is a 'privacyPolicyUrl'.");
    }

    static IEnumerable<Fault> Of(SeedDomain domain, OrgSeed seed)
    {
        foreach (var fault in Faults.OfId("id", domain.Id))
            yield return fault;
        if (!Domain.IsName(domain.Name))
            yield return new("name", $"'{domain.Name}' is no name of a host, such as 'login.example.com'.");
        if (domain.Brand is { } named && named != Brand.DefaultId(seed.OrgId) && seed.Brands.All(brand => brand.Id != named))
            yield return new("brand", $"there is no brand '{named}'.");
        if (domain.Certificate is { } certificate && !IsCertificate(certificate))
            yield return new("certificate", "is no certificate: DER in base64.");
    }

    static bool IsCertificate(string text)
    {
        try
        {
            X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text)).Dispose();
            return true;
        }
        catch (Exception unreadable) when (unreadable is FormatException or CryptographicException)
        {
            return false;
        }
    }

    static IEnumerable<Fault> OfBehaviors(OrgSeed seed) =>
    [
        .. Faults.Of(
            "behaviors", seed.Behaviors,
            behavior =>
            [
                .. Faults.OfId("id", behavior.Id), .. Faults.OfName("name", behavior.Name, Behavior.LongestName),
                .. OfWord("type", "type of behaviour", behavior.Type, Behavior.Types),
            ]),
        .. Faults.OfDuplicates("behaviors", seed.Behaviors, "id", behavior => behavior.Id),
    ];

    static IEnumerable<Fault> OfProviders(OrgSeed seed) =>
    [
        .. Faults.Of(
            "identityProviders", seed.IdentityProviders,
            provider =>
            [
                .. Faults.OfId("id", provider.Id), .. Faults.OfName("name", provider.Name, IdentityProvider.LongestName),
                .. OfWord("type", "type of identity provider", provider.Type, IdentityProvider.Types),
            ]),
        .. Faults.OfDuplicates("identityProviders", seed.IdentityProviders, "id", provider => provider.Id),
        .. Faults.OfDuplicates("identityProviders", seed.IdentityProviders, "name", provider => provider.Name),
    ];

    static List<Fault> OfRelations(OrgSeed seed)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        return Faults.Of("linkedObjects", seed.LinkedObjects, Of).ToList();

        IEnumerable<Fault> Of(SeedLinkedObject relation) =>
        [
            .. OfEnd("primary", relation.Primary.Name), .. OfEnd("associated", relation.Associated.Name),
            .. Faults.Of("links", relation.Links, link =>
                [.. MissingUser("user", link.User, seed), .. MissingUser("primary", link.Primary, seed)]),
            .. Faults.OfDuplicates("links", relation.Links, "user", link => link.User),
        ];

        IEnumerable<Fault> OfEnd(string member, string name)
        {
            if (!LinkedEnd.IsName(name))
                yield return new(member + ".name", $"'{name}' is none: letters, digits and underscores, no digit first, 100 at most.");
            else if (!names.Add(name))
                yield return new(member + ".name", $"'{name}' is another's already: each end has its own.");
        }
    }

    static IEnumerable<Fault> OfKeys(OrgSeed seed) =>
    [
        .. Faults.Of(
            "hookKeys", seed.HookKeys,
            key =>
            [
                .. Faults.OfId("id", key.Id), .. Faults.OfName("name", key.Name),
                .. SeededKept.KeyIdOf(key) is { Length: > 0 }
                    ? Enumerable.Empty<Fault>()
                    : [new("jwk", "has no 'kid', by which it is known.")],
            ]),
        .. Faults.OfDuplicates("hookKeys", seed.HookKeys, "id", key => key.Id),
        .. Faults.OfDuplicates("hookKeys", seed.HookKeys, "name", key => key.Name),
        .. seed.HookKeys.Count > HookKey.Most
            ? [new("hookKeys", $"are {seed.HookKeys.Count}: {HookKey.Most} at most.")]
            : Enumerable.Empty<Fault>(),
        .. Faults.Of(
            "yubikeys", seed.Yubikeys,
            key =>
            [
                .. Faults.OfId("id", key.Id),
                .. key.Serial.Length == Yubikey.DigitsOfSerial && key.Serial.All(char.IsAsciiDigit)
                    ? Enumerable.Empty<Fault>()
                    : [new("serial", $"'{key.Serial}' is no serial number: {Yubikey.DigitsOfSerial} digits.")],
            ]),
        .. Faults.OfDuplicates("yubikeys", seed.Yubikeys, "id", key => key.Id),
        .. Faults.OfDuplicates("yubikeys", seed.Yubikeys, "serial", key => key.Serial),
    ];

    static IEnumerable<Fault> OfAuthenticators(OrgSeed seed) =>
    [
        .. Faults.Of("authenticators", seed.Authenticators, authenticator =>
            KnownAuthenticators.Find(authenticator.Key, now: 0) is not { } known
                ? [new("key", $"there is no authenticator '{authenticator.Key}'.")]
                :
                [
                    .. Faults.Of("methods", authenticator.Methods, method => OfWord(
                        "type", $"method of {authenticator.Key}", method.Type, [.. known.Methods.Select(each => each.Type)])),
                    .. Faults.OfDuplicates("methods", authenticator.Methods, "type", method => method.Type),
                ]),
        .. Faults.OfDuplicates("authenticators", seed.Authenticators, "key", authenticator => authenticator.Key),
    ];

    static IEnumerable<Fault> Of(SeedRoutingRule rule, OrgSeed seed)
    {
        IReadOnlyCollection<string> apps = [.. seed.Apps.Select(app => app.ClientId), .. seed.OtherApps.Select(app => app.Id)];
        return
        [
            .. Faults.OfName("name", rule.Name), .. Known.Missing("appIds", "app", rule.AppIds, apps),
            .. Known.Missing("excludedAppIds", "app", rule.ExcludedAppIds, apps),
            .. Known.Missing(
                "providerIds", "identity provider", rule.ProviderIds,
                [IdentityProvider.Okta, .. seed.IdentityProviders.Select(provider => provider.Id)]),
        ];
    }

    static IEnumerable<Fault> OfDetails(OrgSeed seed)
    {
        foreach (var (name, value) in seed.Details ?? [])
            if (!OrgSettings.DetailNames.Contains(name))
                yield return new("details", $"has no '{name}'. There are [{string.Join(", ", OrgSettings.DetailNames)}].");
            else if (value is not null && value.GetValueKind() is not JsonValueKind.String)
                yield return new("details", $"has a '{name}' that is no text. Put it in quotes.");
            else if (value is JsonValue text && text.GetValue<string>().Length > OrgSettings.LongestDetail)
                yield return new("details", $"has a '{name}' of more than {OrgSettings.LongestDetail} characters.");
    }

    static IEnumerable<Fault> OfThreats(OrgSeed seed) => seed.Threats is not { } threats
        ? []
        :
        [
            .. OfWord("threats.action", "action", threats.Action, ThreatSettings.Actions),
            .. Known.Missing(
                "threats.excludedZoneIds", "network zone", threats.ExcludedZoneIds, [.. seed.NetworkZones.Select(zone => zone.Id)]),
        ];

    static IEnumerable<Fault> MissingUser(string member, string? id, OrgSeed seed)
    {
        if (id is not null && seed.Users.All(user => user.Id != id))
            yield return new(member, $"there is no user '{id}'.");
    }

    static IEnumerable<Fault> OfWord(string member, string kind, string word, IReadOnlyList<string> words)
    {
        if (!words.Contains(word))
            yield return new(member, $"there is no {kind} '{word}'. There are [{string.Join(", ", words)}].");
    }
}
