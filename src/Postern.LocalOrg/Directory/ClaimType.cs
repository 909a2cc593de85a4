namespace Postern.LocalOrg;

/// <summary>Okta's <c>claimType</c>.</summary>
public enum ClaimType
{
    /// <summary><c>RESOURCE</c>: access tokens.</summary>
    Resource,

    /// <summary><c>IDENTITY</c>: ID tokens and userinfo.</summary>
    Identity,
}
