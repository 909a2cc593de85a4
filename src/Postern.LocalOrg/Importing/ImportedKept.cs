using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Kept;
using Postern.LocalOrg.Management.Policies;

namespace Postern.LocalOrg.Importing;

/// <summary>What a tenant keeps and lists, and nothing here decides by.</summary>
sealed class ImportedKept(Tenant tenant, OrgSettings settings)
{
    const string Default = "default";

    /// <summary>The one that every org has only where there is something to say of it.</summary>
    public async Task<IReadOnlyList<Brand>> BrandsAsync()
    {
        List<Brand> brands = [];
        foreach (var body in await tenant.ListAsync(Subject.Brands, "/api/v1/brands?limit=200"))
            if (tenant.Read($"The brand {ImportedOrg.Named(body, "name")}", () => BrandOf(body)) is { } brand)
                brands.Add(brand);
        var usual = Brand.Default(settings);
        return [.. brands.Where(brand => brand != usual).OrderBy(brand => brand.Name, StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<Domain>> DomainsAsync(IReadOnlyList<Brand> brands)
    {
        List<Domain> domains = [];
        foreach (var body in (await tenant.FindAsync(Subject.Domains, "/api/v1/domains"))?.Objects("domains") ?? [])
            if (body.Text("id") is not Default
                && tenant.Read($"The domain {ImportedOrg.Named(body, "domain")}", () => DomainOf(body, brands)) is { } domain)
                domains.Add(domain);
        return [.. domains.OrderBy(domain => domain.Name, StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<Behavior>> BehaviorsAsync()
    {
        List<Behavior> behaviors = [];
        foreach (var body in await tenant.ListAsync(Subject.Behaviors, "/api/v1/behaviors?limit=200"))
            if (tenant.Read(
                $"The behavior {ImportedOrg.Named(body, "name")}",
                () => BehaviorOperations.Read(body, body.Needed("id")) with { Status = ImportedOrg.StatusOf(body) }) is { } behavior)
                behaviors.Add(behavior);
        return
        [
            .. behaviors.OrderBy(behavior => behavior.Name, StringComparer.Ordinal).ThenBy(behavior => behavior.Id, StringComparer.Ordinal),
        ];
    }

    public async Task<IReadOnlyList<IdentityProvider>> ProvidersAsync()
    {
        List<IdentityProvider> providers = [];
        foreach (var body in await tenant.ListAsync(Subject.Providers, "/api/v1/idps?limit=200"))
            if (tenant.Read(
                $"The identity provider {ImportedOrg.Named(body, "name")}",
                () => IdentityProviderOperations.Read(body, body.Needed("id")) with { Status = ImportedOrg.StatusOf(body) }) is { } read)
                providers.Add(read);
        return [.. providers.OrderBy(provider => provider.Name, StringComparer.Ordinal)];
    }

    /// <summary>What the relations are called; who is related to whom would be a question for each user.</summary>
    public async Task<IReadOnlyList<LinkedObject>> RelationsAsync()
    {
        List<LinkedObject> relations = [];
        foreach (var body in await tenant.ListAsync(Subject.Relations, "/api/v1/meta/schemas/user/linkedObjects"))
            if (tenant.Read("A relation between users", () => LinkedObjectOperations.Read(body)) is { } relation)
                relations.Add(relation);
        return [.. relations.OrderBy(relation => relation.Primary.Name, StringComparer.Ordinal)];
    }

    Brand BrandOf(RequestObject body)
    {
        var isDefault = body.Flag("isDefault") ?? false;
        return new()
        {
            Id = isDefault ? Brand.DefaultId(settings.Id) : body.Needed("id"), Name = body.Needed("name"), IsDefault = isDefault,
            RemovesPoweredBy = body.Flag("removePoweredByOkta") ?? false,
            PrivacyPolicyUrl = body.Text("customPrivacyPolicyUrl") is { Length: > 0 } page ? page : null,
            AgreesToPrivacyPolicy = body.Flag("agreeToCustomPrivacyPolicy") ?? false, Locale = body.Text("locale"),
            EmailDomainId = body.Text("emailDomainId"),
            DefaultApp = body.Object("defaultApp") is { } app && app.Element.EnumerateObject().Any(member => app.Has(member.Name))
                ? Filled.Kept(Filled.Of("{}", app))
                : null,
        };
    }

    /// <summary>One whose brand was not read is the org's own.</summary>
    Domain DomainOf(RequestObject body, IReadOnlyList<Brand> brands) => new()
    {
        Id = body.Needed("id"), Name = body.Needed("domain"), IsManaged = body.Text("certificateSourceType") is not "MANUAL",
        IsVerified = body.Text("validationStatus") is "VERIFIED" or "COMPLETED",
        Proof = (body.Objects("dnsRecords") ?? []).FirstOrDefault(record => record.Text("recordType") is "TXT")?.Texts("values")
            is [var proof, ..] ? proof : "",
        BrandId = body.Text("brandId") is { } id && brands.Any(brand => brand.Id == id) ? id : Brand.DefaultId(settings.Id),
    };
}
