using System.Text.Json;

namespace Postern.LocalOrg.Directory;

/// <summary>What the org looks like to those who come by a domain: kept as it is sent (management.md 19).</summary>
sealed record Brand
{
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>The one that every org has, which is stored once an admin changes it.</summary>
    public bool IsDefault { get; init; }

    public bool RemovesPoweredBy { get; init; }
    public string? PrivacyPolicyUrl { get; init; }
    public bool AgreesToPrivacyPolicy { get; init; }
    public string? Locale { get; init; }
    public string? EmailDomainId { get; init; }

    /// <summary>An object, or null.</summary>
    public JsonElement? DefaultApp { get; init; }

    public long CreatedAt { get; init; }

    /// <summary>Of the one that every org has.</summary>
    public static string DefaultId(string orgId) => OktaIds.Of(OktaIds.Brand, orgId);

    public static Brand Default(OrgSettings org) => new()
    {
        Id = DefaultId(org.Id), Name = org.Name, IsDefault = true, CreatedAt = org.CreatedAt,
    };
}

/// <summary>A name of the org's besides its first: kept, and taken for its owner's when that is asked (management.md 19).</summary>
sealed record Domain
{
    public required string Id { get; init; }

    /// <summary>Such as <c>login.example.com</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether its certificate would be Okta's to renew.</summary>
    public bool IsManaged { get; init; }

    /// <summary>What its owner would put into a TXT record.</summary>
    public required string Proof { get; init; }

    public bool IsVerified { get; init; }
    public required string BrandId { get; init; }

    /// <summary>In base64; its key is not kept. Null: none was given.</summary>
    public string? Certificate { get; init; }

    public long CreatedAt { get; init; }

    /// <summary>Whether it can be one: some host's, in more than one part.</summary>
    public static bool IsName(string name) =>
        Uri.CheckHostName(name) is UriHostNameType.Dns && name.Contains('.', StringComparison.Ordinal);
}
