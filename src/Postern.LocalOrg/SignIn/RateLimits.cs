namespace Postern.LocalOrg;

/// <summary>Whether calls are limited.</summary>
public enum RateLimits
{
    /// <summary>Never a 429.</summary>
    Off,

    /// <summary>
    /// As Okta documents them: 4 a second for each user at authn, 20 in 5 seconds at Identity Engine, and a bucket a minute for each
    /// endpoint.
    /// </summary>
    Okta,
}
