using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>A brand of Okta's, which domains belong to. It is kept and listed; the hosted pages look as they do.</summary>
public sealed record SeedBrand
{
    /// <summary>20 characters beginning with <c>bnd</c>. Default: made of the name, the same every time.</summary>
    public string Id { get; init; } = "";

    /// <summary>Unlike that of any other brand.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is the one that every org has, whose id is made of the org's. Default false.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Okta's <c>removePoweredByOkta</c>. Default false.</summary>
    public bool RemovesPoweredBy { get; init; }

    /// <summary>Okta's <c>customPrivacyPolicyUrl</c>, an absolute URL. Default: none.</summary>
    public string? PrivacyPolicyUrl { get; init; }

    /// <summary>Okta's <c>agreeToCustomPrivacyPolicy</c>; needed for <see cref="PrivacyPolicyUrl"/>. Default false.</summary>
    public bool AgreesToPrivacyPolicy { get; init; }

    /// <summary>A language, such as <c>de</c>. Default: none.</summary>
    public string? Locale { get; init; }

    /// <summary>Okta's <c>emailDomainId</c>. Default: none.</summary>
    public string? EmailDomain { get; init; }

    /// <summary>Okta's <c>defaultApp</c>: <c>appInstanceId</c>, <c>appLinkName</c>, <c>classicApplicationUri</c>. Default: none.</summary>
    public JsonObject? DefaultApp { get; init; }
}
