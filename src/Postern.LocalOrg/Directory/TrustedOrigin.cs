using System.Text.Json;

namespace Postern.LocalOrg.Directory;

/// <summary>A web page's origin whose scripts may call the org, or which browsers may be sent to.</summary>
sealed record TrustedOrigin
{
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>Scheme, host and port.</summary>
    public required string Origin { get; init; }

    public Lifecycle Status { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }
    public string? CreatedBy { get; init; }
    public string? LastUpdatedBy { get; init; }

    /// <summary>Whether its scripts may not call: it lacks Okta's scope <c>CORS</c>.</summary>
    public bool IsNotForScripts { get; init; }

    /// <summary>Whether browsers may not be sent there: it lacks Okta's scope <c>REDIRECT</c>.</summary>
    public bool IsNotForRedirects { get; init; }

    /// <summary>As an admin's call had them; null: both.</summary>
    public JsonElement? Scopes { get; init; }
}
