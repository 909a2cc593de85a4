using Postern.Protocol;

namespace Postern.Client;

/// <summary>What every flow is for: tokens, already validated.</summary>
public sealed record TokenSet
{
    /// <summary>Null only where <c>response_type</c> asked for none (<c>id_token</c> alone).</summary>
    public string? AccessToken { get; init; }

    /// <summary>
    /// <c>Bearer</c>, or <c>DPoP</c> where the client has a DPoP key; <c>N_A</c> where a token exchange gave no access token.
    /// </summary>
    public string? TokenType { get; init; }

    /// <summary>
    /// Null where <c>openid</c> was not among the scopes, or <c>response_type</c> was <c>token</c>; the grants that no sign-in belongs to
    /// (a refresh token, a password, an assertion, an exchange) may give none all the same.
    /// </summary>
    public string? IdToken { get; init; }

    /// <summary>Null unless <c>offline_access</c> was asked for and granted.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>Secret: Okta's for native single sign-on; null unless <c>device_sso</c> was asked for and granted.</summary>
    public string? DeviceSecret { get; init; }

    /// <summary>
    /// The kind of <see cref="AccessToken"/> that a token exchange gave, which may be another than its name says: RFC 8693 section 2.2.1.
    /// Null from every other grant.
    /// </summary>
    public string? IssuedTokenType { get; init; }

    /// <summary>The scopes granted, which may be fewer than were asked for.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>When the access token expires, by our clock; the ID token's <c>exp</c> where there is no access token.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How they were got; null where the caller chose the flow.</summary>
    public SignInReceipt? Receipt { get; init; }

    internal bool HoldsAccessToken =>
        TokenType != TokenTypes.NotApplicable && IssuedTokenType is null or TokenTypes.AccessTokenUrn or TokenTypes.JwtUrn;

    /// <summary>The tokens as fingerprints.</summary>
    public override string ToString() =>
        $"TokenSet {{ AccessToken = {Fingerprint.OfOptional(AccessToken)}, IdToken = {Fingerprint.OfOptional(IdToken)}, RefreshToken = " +
        $"{Fingerprint.OfOptional(RefreshToken)}, DeviceSecret = {Fingerprint.OfOptional(DeviceSecret)}, ExpiresAt = {ExpiresAt:O} }}";
}
