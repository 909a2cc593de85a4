namespace Postern.LocalOrg;

/// <summary>
/// A name of the org's besides its first (Okta's custom domain). It is kept and listed; the org answers by the names that it is started
/// with.
/// </summary>
public sealed record SeedDomain
{
    /// <summary>20 characters beginning with <c>OcD</c>. Default: made of the name, the same every time.</summary>
    public string Id { get; init; } = "";

    /// <summary>Such as <c>login.example.com</c>, unlike that of any other domain.</summary>
    public required string Name { get; init; }

    /// <summary>The brand that it belongs to, by id or name. Default: the one that every org has.</summary>
    public string? Brand { get; init; }

    /// <summary>
    /// Okta's <c>OKTA_MANAGED</c>: whether its certificate would be Okta's to renew. Default true; false is <c>MANUAL</c>.
    /// </summary>
    public bool IsManaged { get; init; } = true;

    /// <summary>Whether it was shown to be its owner's. Default true.</summary>
    public bool IsVerified { get; init; } = true;

    /// <summary>What its owner put into a TXT record. Default: made of the name, the same every time.</summary>
    public string? Proof { get; init; }

    /// <summary>Its certificate, DER in base64. Default: none.</summary>
    public string? Certificate { get; init; }
}
