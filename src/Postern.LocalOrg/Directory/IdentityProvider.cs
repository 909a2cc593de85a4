using System.Text.Json;

namespace Postern.LocalOrg.Directory;

/// <summary>Somebody else who signs users in. It is kept and switched; people are led there, and nobody answers.</summary>
sealed record IdentityProvider
{
    public const int LongestName = 100;

    /// <summary>The type of the org itself, where it is one of those that may sign somebody in.</summary>
    public const string Okta = "OKTA";

    /// <summary>Okta's.</summary>
    public static readonly IReadOnlyList<string> Types =
    [
        "SAML2", "OIDC", "GOOGLE", "FACEBOOK", "MICROSOFT", "LINKEDIN", "APPLE", "GITHUB", "GITLAB", "AMAZON", "DISCORD", "PAYPAL",
        "PAYPAL_SANDBOX", "SALESFORCE", "SPOTIFY", "XERO", "YAHOO", "YAHOOJP", "ADOBE", "BITBUCKET", "X509", "LOGINGOV", "LOGINGOV_SANDBOX",
        "IDV_PERSONA", "AgentlessDSSO", "IWA", Okta, "OKTA_INTEGRATION",
    ];

    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Type { get; init; }
    public Lifecycle Status { get; init; }

    /// <summary>Objects, as they were sent.</summary>
    public required JsonElement Protocol { get; init; }

    public required JsonElement Policy { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    public override string ToString() => $"{Name} ({Id})";
}
