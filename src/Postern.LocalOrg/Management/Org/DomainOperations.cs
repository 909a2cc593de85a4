using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Org;

/// <summary>
/// The domain that every org has, and those that an admin adds: kept and shown, and verified without asking anybody's DNS. The org answers
/// by the names that it was started with. management.md 19.
/// </summary>
sealed class DomainOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Domains = "/api/v1/domains", One = Domains + "/{domainId}";
    const string Reading = "okta.domains.read", Managing = "okta.domains.manage";
    const string Default = "default", Managed = "OKTA_MANAGED", Manual = "MANUAL";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Domains, Reading, ListAsync),
        Operation.Change("POST", Domains, Managing, AddAsync),
        Operation.Read(One, Reading, ShowAsync),
        Operation.Change("PUT", One, Managing, ReplaceAsync),
        Operation.Change("DELETE", One, Managing, DeleteAsync),
        Operation.Change("PUT", One + "/certificate", Managing, CertifyAsync),
        Operation.Change("POST", One + "/verify", Managing, (call, work) =>
            ChangeAsync(call, work, (domain, _) => domain with { IsVerified = true })),
    ];

    async Task<Answer> ListAsync(ManagementCall call) => Answer.Ok(new JsonObject
    {
        ["domains"] = new JsonArray(
            [WriteDefault(call), .. (await directory.Domains.AllAsync(call.Ct)).Select(domain => Write(call, domain))]),
    });

    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        var name = call.Body.Needed("domain");
        var source = call.Body.Needed("certificateSourceType");
        if (source is not (Managed or Manual))
            throw OktaError.Invalid("certificateSourceType", "certificateSourceType: The field has an invalid value");
        if (!Domain.IsName(name)
            || name.Equals(new Uri(call.Org).Host, StringComparison.OrdinalIgnoreCase))
            throw OktaError.Invalid("domain", "domain: Prohibited custom domain name.");
        if (await directory.Domains.FindByAsync("name", name, call.Ct) is not null)
            throw OktaError.Invalid("domain", "domain: An object with this field already exists in the current organization");

        Domain domain = new()
        {
            Id = OktaIds.New(OktaIds.Domain), Name = name, IsManaged = source is Managed, BrandId = DefaultBrand, CreatedAt = store.Now,
            Proof = RandomNumberGenerator.GetHexString(32, lowercase: true),
        };
        directory.Domains.AddIfFree(work, domain);
        return Answer.Ok(Write(call, domain));
    }

    async Task<Answer> ShowAsync(ManagementCall call) => Answer.Ok(
        call["domainId"] is Default ? WriteDefault(call) : Write(call, (await FindAsync(call)).Document));

    /// <summary>All that can be put is the brand.</summary>
    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var brand = call.Body.Needed("brandId");
        if (brand != DefaultBrand && await directory.Brands.FindToChangeAsync(brand, call.Ct) is null)
            throw OktaError.NotFound(brand, "Brand");
        return await ChangeAsync(call, work, (domain, _) => domain with { BrandId = brand });
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        directory.Domains.Delete(work, await FindAsync(call));
        return Answer.NoContent();
    }

    /// <summary>Its key is looked at and not kept.</summary>
    async Task<Answer> CertifyAsync(ManagementCall call, Work work)
    {
        await ChangeAsync(call, work, (domain, body) => domain with { IsManaged = false, Certificate = ReadCertificate(body) });
        return Answer.NoContent();
    }

    async Task<Answer> ChangeAsync(ManagementCall call, Work work, Func<Domain, RequestObject, Domain> change)
    {
        var before = await FindAsync(call);
        var after = change(before.Document, call.BodyOrNothing);
        directory.Domains.Change(work, before, after);
        return Answer.Ok(Write(call, after));
    }

    static string ReadCertificate(RequestObject body)
    {
        if (body.Needed("type") is not "PEM")
            throw OktaError.Invalid("type", "type: The field has an invalid value");

        body.Needed("certificateChain");
        var (certificate, key) = (body.Needed("certificate"), body.Needed("privateKey"));
        try
        {
            using var read = X509Certificate2.CreateFromPem(certificate, key);
            return Convert.ToBase64String(read.RawData);
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or ArgumentException)
        {
            // UNCONFIRMED: the words.
            throw OktaError.Invalid("certificate", "certificate: The certificate and the private key do not belong together.");
        }
    }

    string DefaultBrand => Brand.DefaultId(directory.Org.Id);

    /// <summary>UNCONFIRMED: the type's name in the error.</summary>
    async Task<Kept<Domain>> FindAsync(ManagementCall call)
    {
        if (call["domainId"] is Default)
            throw OktaError.Invalid("id", "This operation is not supported for this domain");
        return await directory.Domains.FindToChangeAsync(call["domainId"], call.Ct) ?? throw OktaError.NotFound(call["domainId"], "Domain");
    }

    JsonObject WriteDefault(ManagementCall call) => new()
    {
        ["id"] = Default, ["domain"] = new Uri(call.Org).Authority, ["certificateSourceType"] = Managed,
        ["validationStatus"] = "COMPLETED", ["brandId"] = DefaultBrand,
        ["_links"] = new JsonObject
        {
            ["self"] = Wire.Link(call.Url("/domains/" + Default), "GET"), ["brand"] = Wire.Link(call.Url($"/brands/{DefaultBrand}"), "GET"),
        },
    };

    /// <summary>UNCONFIRMED: the order of the members is that of Okta's description.</summary>
    static JsonObject Write(ManagementCall call, Domain domain)
    {
        var self = call.Url($"/domains/{domain.Id}");
        JsonObject written = new()
        {
            ["id"] = domain.Id, ["domain"] = domain.Name, ["certificateSourceType"] = domain.IsManaged ? Managed : Manual,
            ["validationStatus"] = StatusOf(domain), ["brandId"] = domain.BrandId,
            ["dnsRecords"] = new JsonArray(
                Record("TXT", "_oktaverification." + domain.Name, domain.Proof),
                Record("CNAME", domain.Name, new Uri(call.Org).Host)),
        };
        if (domain.Certificate is { } certificate)
            written["publicCertificate"] = Write(certificate);
        written["_links"] = new JsonObject
        {
            ["self"] = Wire.Link(self, "GET", "PUT", "DELETE"), ["brand"] = Wire.Link(call.Url($"/brands/{domain.BrandId}"), "GET"),
            ["certificate"] = Wire.Link(self + "/certificate", "PUT"), ["verify"] = Wire.Link(self + "/verify", "POST"),
        };
        return written;
    }

    /// <summary>One whose certificate is Okta's is done when it is verified; any other when it has one.</summary>
    static string StatusOf(Domain domain) => domain switch
    {
        { IsVerified: false } => "NOT_STARTED",
        { IsManaged: false, Certificate: null } => "VERIFIED",
        _ => "COMPLETED",
    };

    static JsonObject Record(string type, string name, string value) => new()
    {
        ["expiration"] = "", ["fqdn"] = name, ["values"] = Wire.Texts([value]), ["recordType"] = type,
    };

    static JsonObject Write(string certificate)
    {
        using var read = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(certificate));
        return new()
        {
            ["subject"] = read.Subject,
            ["fingerprint"] = string.Join(
                ':', SHA256.HashData(read.RawData).Select(each => each.ToString("X2", CultureInfo.InvariantCulture))),
            ["expiration"] = Wire.Instant(new DateTimeOffset(read.NotAfter).ToUnixTimeSeconds()),
        };
    }
}
