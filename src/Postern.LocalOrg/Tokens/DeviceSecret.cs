using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tokens;

/// <summary>The sign-in that a device's apps share: OpenID Connect Native SSO, Okta's <c>device_sso</c>.</summary>
sealed record DeviceSecret
{
    /// <summary>UNCONFIRMED: Okta ends it with the session; ours lives as long as the org authorization server's refresh tokens.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    public required string? AuthorizationServerId { get; init; }
    public required string UserId { get; init; }

    /// <summary>Seconds since the epoch.</summary>
    public required long AuthenticatedAt { get; init; }

    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>Seconds since the epoch.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>
    /// Ties ID tokens to the secret: their <c>sid</c>, which introspection shows too. It gives nothing of the secret away.
    /// </summary>
    public static string SessionIdOf(string secret) => "idx" + Secrets.Hash("session of " + secret);
}
