using System.Security.Cryptography;
using System.Text;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>What a seed's brands and domains become in the directory, and the other way round.</summary>
static class SeededBrands
{
    /// <summary>In the form of Okta's: so many characters of hex.</summary>
    const int LengthOfProof = 32;

    /// <summary>The one that every org has is known by its id.</summary>
    public static string IdOf(SeedBrand brand, string orgId) => brand switch
    {
        { Id: not "" } => brand.Id,
        { IsDefault: true } => Brand.DefaultId(orgId),
        _ => OktaIds.Of(OktaIds.Brand, brand.Name),
    };

    public static Brand Of(SeedBrand brand, long now) => new()
    {
        Id = brand.Id, Name = brand.Name, IsDefault = brand.IsDefault, RemovesPoweredBy = brand.RemovesPoweredBy,
        PrivacyPolicyUrl = brand.PrivacyPolicyUrl, AgreesToPrivacyPolicy = brand.AgreesToPrivacyPolicy, Locale = brand.Locale,
        EmailDomainId = brand.EmailDomain, DefaultApp = SeededApp.Stored(brand.DefaultApp), CreatedAt = now,
    };

    public static SeedBrand Exported(Brand brand) => new()
    {
        Id = brand.IsDefault ? "" : ExportedOrg.Unless(OktaIds.Of(OktaIds.Brand, brand.Name), brand.Id), Name = brand.Name,
        IsDefault = brand.IsDefault, RemovesPoweredBy = brand.RemovesPoweredBy, PrivacyPolicyUrl = brand.PrivacyPolicyUrl,
        AgreesToPrivacyPolicy = brand.AgreesToPrivacyPolicy, Locale = brand.Locale, EmailDomain = brand.EmailDomainId,
        DefaultApp = ExportedOrg.Profile(brand.DefaultApp),
    };

    public static Domain Of(SeedDomain domain, string orgId, long now) => new()
    {
        Id = domain.Id, Name = domain.Name, IsManaged = domain.IsManaged, IsVerified = domain.IsVerified,
        Proof = domain.Proof ?? ProofOf(domain.Name), BrandId = domain.Brand ?? Brand.DefaultId(orgId), Certificate = domain.Certificate,
        CreatedAt = now,
    };

    public static SeedDomain Exported(Domain domain, ExportNames names) => new()
    {
        Id = ExportedOrg.Unless(OktaIds.Of(OktaIds.Domain, domain.Name), domain.Id), Name = domain.Name,
        Brand = names.Brand(domain.BrandId), IsManaged = domain.IsManaged, IsVerified = domain.IsVerified,
        Proof = domain.Proof == ProofOf(domain.Name) ? null : domain.Proof, Certificate = domain.Certificate,
    };

    static string ProofOf(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("domain\n" + name)))[..LengthOfProof];
}
