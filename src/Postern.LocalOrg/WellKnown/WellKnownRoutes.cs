using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.WellKnown;

/// <summary>What an org says of itself to anybody: <c>okta-organization</c> and <c>webfinger</c> (oidc.md 1).</summary>
sealed class WellKnownRoutes(CredentialStore credentialStore, OrgDirectory directory, OrgUrls urls)
{
    const string UserPrefix = "okta:acct:";
    const string IdentityProviderId = "0oa1posternElsewhere";

    public void Map(RouteMap routes, SurfaceKit kit)
    {
        var surface = kit.Surface<WellKnownRoutes>(routes, OktaError.WriteAsync, AnyPage.Access);
        surface.Get(Paths.OktaOrganization, DescribeOrganization);
        surface.Get(Paths.WebFinger, FindIdentityProviderAsync);
        surface.NothingAt("/.well-known/{**rest}");
    }

    /// <summary>Pipeline <c>v1</c> is Classic Engine, <c>idx</c> Identity Engine: oie-sessiontoken.md 1.</summary>
    Task DescribeOrganization(HttpContext context)
    {
        OrganizationBody body = new()
        {
            Id = directory.Org.Id,
            Cell = "local",
            Links = new() { Organization = new() { Href = urls.Public } },
            Pipeline = directory.Org.IsIdentityEngine ? "idx" : "v1",
            Settings = new(),
        };
        return context.Response.WriteJsonAsync(body, WellKnownJson.Default.OrganizationBody);
    }

    /// <summary>
    /// Whoever is not seeded with an identity provider is the org's own, known or not: the answer gives nobody away (why-it-fails.md P4).
    /// </summary>
    async Task FindIdentityProviderAsync(HttpContext context)
    {
        if (context.Request.Query["resource"] is not [{ } resource]
            || !resource.StartsWith(UserPrefix, StringComparison.Ordinal)
            || resource.Length == UserPrefix.Length)
            throw OktaError.Invalid("resource", "The requested resource is malformed.");

        var found = await credentialStore.FindCredentialsAsync(resource[UserPrefix.Length..], context.RequestAborted);
        var elsewhere = found?.User.IdentityProvider;
        IdentityProviderLink link = new()
        {
            Rel = "okta:idp",
            Href = elsewhere is null ? $"{urls.Public}/sso/idps/OKTA" : $"{urls.Public}/sso/idps/{IdentityProviderId}",
            Titles = new() { ["und"] = elsewhere ?? directory.Org.Name },
            Properties = elsewhere is null
                ? new() { ["okta:idp:type"] = "OKTA", ["okta:idp:id"] = directory.Org.Id }
                : new() { ["okta:idp:type"] = "SAML2", ["okta:idp:id"] = IdentityProviderId },
        };
        await context.Response.WriteJsonAsync(new() { Subject = resource, Links = [link] }, WellKnownJson.Default.WebFingerBody);
    }
}

/// <summary>The body of <c>okta-organization</c>.</summary>
sealed record OrganizationBody
{
    public required string Id { get; init; }

    /// <summary>Okta's word for where an org is kept.</summary>
    public required string Cell { get; init; }

    [JsonPropertyName("_links")]
    public required OrganizationLinks Links { get; init; }

    public required string Pipeline { get; init; }

    public required OrganizationFeatures Settings { get; init; }
}

/// <summary>What an org of Okta's can be switched to: management.md 18. None of it is here.</summary>
sealed record OrganizationFeatures
{
    public bool AnalyticsCollectionEnabled { get; init; }
    public bool BugReportingEnabled { get; init; }
    public bool OmEnabled { get; init; }
    public bool PssoEnabled { get; init; }

    [JsonPropertyName("desktopMFAEnabled")]
    public bool DesktopMfaEnabled { get; init; }

    public bool ItpEnabled { get; init; }
}

/// <summary>Where the org is at home.</summary>
sealed record OrganizationLinks
{
    public required OrganizationLink Organization { get; init; }
}

/// <summary>A link without hints.</summary>
sealed record OrganizationLink
{
    public required string Href { get; init; }
}

/// <summary>RFC 7033 section 4.4.</summary>
sealed record WebFingerBody
{
    public required string Subject { get; init; }
    public required IReadOnlyList<IdentityProviderLink> Links { get; init; }
}

/// <summary>Where a user signs in.</summary>
sealed record IdentityProviderLink
{
    public required string Rel { get; init; }
    public required string Href { get; init; }
    public required Dictionary<string, string> Titles { get; init; }
    public required Dictionary<string, string> Properties { get; init; }
}

/// <summary>Bodies of this surface.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OrganizationBody))]
[JsonSerializable(typeof(WebFingerBody))]
sealed partial class WellKnownJson : JsonSerializerContext;
