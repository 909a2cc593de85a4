namespace Postern.Client;

/// <summary>What a token is held against, besides its issuer, signature and times; what is null or empty is not asked for.</summary>
public sealed record TokenExpectations
{
    /// <summary>Null tells it by what is in the token.</summary>
    public TokenKind? Kind { get; init; }

    /// <summary>What <c>aud</c> must hold: an API's identifier, such as <c>api://default</c>, or an ID token's client id.</summary>
    public string? Audience { get; init; }

    /// <summary>
    /// The app it must have been issued to: <c>azp</c> of an ID token; <c>cid</c>, <c>client_id</c> or <c>azp</c> of an access token.
    /// </summary>
    public string? ClientId { get; init; }

    /// <summary>The nonce of the authorization request.</summary>
    public string? Nonce { get; init; }

    /// <summary>The scopes it must have; an access token's alone.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The user: <c>sub</c> of an ID token, <c>uid</c> of an Okta access token, else <c>sub</c>.</summary>
    public string? UserId { get; init; }

    /// <summary>How long ago the user may have signed in, by <c>auth_time</c> of an ID token.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Secret: the access token that came with an ID token, for <c>at_hash</c>.</summary>
    public string? AccessToken { get; init; }

    /// <summary>Secret: the code that came with an ID token, for <c>c_hash</c>.</summary>
    public string? Code { get; init; }

    /// <summary>RFC 7638 thumbprint of the key that the access token must be bound to: RFC 9449 section 6.1.</summary>
    public string? KeyThumbprint { get; init; }

    internal Channel Channel { get; init; } = Channel.TokenEndpoint;

    internal bool NonceMayBeAbsent { get; init; }

    /// <summary>Whether it was issued a moment ago, so that its iat tells the issuer's clock.</summary>
    internal bool IsFresh { get; init; }

    /// <summary>Whether the user is named by <c>uid</c> alone.</summary>
    internal bool IsOktas { get; init; }

    /// <summary>What is expected, without the secrets.</summary>
    public override string ToString() => $"{Kind?.ToString() ?? "token"} for {Audience ?? "anybody"}, issued to {ClientId ?? "anyone"}";
}

/// <summary>The kinds of token that are JWTs.</summary>
public enum TokenKind
{
    /// <summary>OpenID Connect Core 1.0 section 2.</summary>
    IdToken,

    /// <summary>RFC 9068, or Okta's form of it.</summary>
    AccessToken,
}

/// <summary>Where the ID token came from, which decides which hashes it must carry.</summary>
enum Channel
{
    Front,
    TokenEndpoint,
}
