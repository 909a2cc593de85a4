namespace Postern.LocalOrg;

/// <summary>Okta's <c>issuerMode</c>.</summary>
public enum IssuerMode
{
    /// <summary><c>ORG_URL</c>: <see cref="LocalOrg.Url"/>.</summary>
    OrgUrl,

    /// <summary><c>CUSTOM_URL</c>: <see cref="LocalOrgOptions.CustomUrl"/>.</summary>
    CustomUrl,

    /// <summary>
    /// <c>DYNAMIC</c>: whichever of the two the request came by. A host that is neither gets the org's own, so that nobody chooses an
    /// issuer by a header.
    /// </summary>
    Dynamic,
}
