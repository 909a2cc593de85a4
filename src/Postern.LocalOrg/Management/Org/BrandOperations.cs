using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Policies;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Org;

/// <summary>Brands, kept as they are sent: management.md 19 and 21. The hosted pages look as they do.</summary>
sealed class BrandOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Brands = "/api/v1/brands", One = Brands + "/{brandId}";
    const string Reading = "okta.brands.read", Managing = "okta.brands.manage";
    const int Usual = 20, Most = 200;

    readonly Standing<Brand> _brands = new(directory.Brands, () => [Brand.Default(directory.Org.Settings)], brand => brand.Id);

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Brands, Reading, ListAsync),
        Operation.Change("POST", Brands, Managing, AddAsync),
        Operation.Read(
            One, Reading, async call => Answer.Ok(Write(call, await _brands.FindAsync(call["brandId"], call.Ct) ?? throw NotFound(call)))),
        Operation.Change("PUT", One, Managing, ReplaceAsync),
        Operation.Change("DELETE", One, Managing, DeleteAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var (limit, after, beginning) = (call.Limit(Usual, Most), call.Query("after") ?? "", call.Query("q"));
        var found = (await _brands.AllAsync(call.Ct)).OrderBy(brand => brand.Id, StringComparer.Ordinal)
            .Where(brand => string.CompareOrdinal(brand.Id, after) > 0)
            .Where(brand => beginning is null || brand.Name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            .Take(limit + 1).ToList();
        return Paging.Page(call, found, limit, brand => brand.Id, brand => Write(call, brand));
    }

    /// <summary>All that a new brand has is a name.</summary>
    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        Brand brand = new() { Id = OktaIds.New(OktaIds.Brand), Name = call.Body.Needed("name"), CreatedAt = store.Now };
        await CheckNameAsync(call, brand);
        directory.Brands.AddIfFree(work, brand);
        return Answer.Created(Write(call, brand));
    }

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var (before, body) = (await _brands.TakeAsync(call["brandId"], call.Ct) ?? throw NotFound(call), call.Body);
        var after = before.Document with
        {
            Name = body.Needed("name"),
            RemovesPoweredBy = body.Flag("removePoweredByOkta") ?? false,
            PrivacyPolicyUrl = body.Text("customPrivacyPolicyUrl"),
            AgreesToPrivacyPolicy = body.Flag("agreeToCustomPrivacyPolicy") ?? false,
            Locale = body.Text("locale"),
            EmailDomainId = body.Text("emailDomainId"),
            DefaultApp = body.Object("defaultApp") is { } app ? Filled.Kept(Filled.Of("{}", app)) : null,
        };
        if (after is { PrivacyPolicyUrl: not null, AgreesToPrivacyPolicy: false })
            // UNCONFIRMED: the words.
            throw OktaError.Invalid(
                "agreeToCustomPrivacyPolicy", "agreeToCustomPrivacyPolicy: It must be true where there is a 'customPrivacyPolicyUrl'.");
        if (after.PrivacyPolicyUrl is { } url && !Uri.TryCreate(url, UriKind.Absolute, out _))
            throw OktaError.Invalid("customPrivacyPolicyUrl", "customPrivacyPolicyUrl: The field has an invalid value");

        await CheckNameAsync(call, after);
        _brands.Put(work, before, after);
        return Answer.Ok(Write(call, after));
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var before = await _brands.TakeAsync(call["brandId"], call.Ct) ?? throw NotFound(call);
        if (before.Document.IsDefault)
            throw Conflict(OktaErrorCodes.DefaultBrand, "A default brand cannot be deleted");
        if ((await directory.Domains.AllToChangeAsync(call.Ct)).Exists(domain => domain.Document.BrandId == before.Document.Id))
            throw Conflict(OktaErrorCodes.BrandInUse, "A brand associated with a domain cannot be deleted");

        directory.Brands.Delete(work, before.Kept!);
        return Answer.NoContent();
    }

    async Task CheckNameAsync(ManagementCall call, Brand brand)
    {
        if (Faults.OfName("name", brand.Name).Any())
            throw OktaError.Invalid("name", "name: The field is too long");
        var stored = (await directory.Brands.AllToChangeAsync(call.Ct)).Select(kept => kept.Document);
        if (stored.Append(Brand.Default(directory.Org.Settings)).DistinctBy(other => other.Id)
            .Any(other => other.Id != brand.Id && other.Name == brand.Name))
            throw Conflict(OktaErrorCodes.BrandExists, "Brand name already exists.");
    }

    static OktaError Conflict(string code, string summary) => new(StatusCodes.Status409Conflict, code, summary);

    static OktaError NotFound(ManagementCall call) => OktaError.NotFound(call["brandId"], "Brand");

    static JsonObject Write(ManagementCall call, Brand brand)
    {
        var self = call.Url($"/brands/{brand.Id}");
        JsonObject written = new()
        {
            ["id"] = brand.Id, ["name"] = brand.Name, ["removePoweredByOkta"] = brand.RemovesPoweredBy,
            ["customPrivacyPolicyUrl"] = brand.PrivacyPolicyUrl, ["agreeToCustomPrivacyPolicy"] = brand.AgreesToPrivacyPolicy,
            ["isDefault"] = brand.IsDefault,
            ["defaultApp"] = brand.DefaultApp is { } app
                ? Filled.Copy(app)
                : new JsonObject { ["appInstanceId"] = null, ["appLinkName"] = null, ["classicApplicationUri"] = null },
        };
        if (brand.Locale is { } locale)
            written["locale"] = locale;
        if (brand.EmailDomainId is { } emailDomain)
            written["emailDomainId"] = emailDomain;
        written["_links"] = new JsonObject
        {
            ["themes"] = Wire.Link(self + "/themes", "GET"),
            ["self"] = brand.IsDefault ? Wire.Link(self, "GET", "PUT") : Wire.Link(self, "GET", "PUT", "DELETE"),
        };
        return written;
    }
}
