using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>Makes a scope of what was sent: api-access-management.md 8.</summary>
static class ScopeReader
{
    public static OAuth2Scope Read(RequestObject body, OAuth2Scope before) => ReadWords(body, before) with
    {
        Name = body.Needed("name"),
        IsDefault = body.Flag("default") ?? false,
        IsOptional = body.Flag("optional") ?? false,
        IsPublished = Published(body) ?? false,
    };

    /// <summary>api-access-management.md 8: of a reserved one no more can be said than how it is asked for.</summary>
    public static OAuth2Scope ReadReserved(RequestObject body, OAuth2Scope before) =>
        ReadWords(body, before) with { IsPublished = Published(body) ?? before.IsPublished };

    static OAuth2Scope ReadWords(RequestObject body, OAuth2Scope before) => before with
    {
        DisplayName = body.Text("displayName"),
        Description = body.Text("description"),
        Consent = body.Text("consent") switch
        {
            null or "IMPLICIT" => ScopeConsent.Implicit,
            "REQUIRED" => ScopeConsent.Required,
            "FLEXIBLE" => ScopeConsent.Flexible,
            _ => throw OktaError.Malformed(),
        },
    };

    static bool? Published(RequestObject body) => body.Text("metadataPublish") switch
    {
        null => null,
        "ALL_CLIENTS" => true,
        "NO_CLIENTS" => false,
        _ => throw OktaError.Malformed(),
    };
}
