namespace Postern.Client;

/// <summary>What the technique is for: a user's tokens, already validated.</summary>
public sealed record TokenSet
{
    /// <summary>Null only where <c>response_type</c> asked for none (<c>id_token</c> alone).</summary>
    public string? AccessToken { get; init; }

    /// <summary><c>Bearer</c>, wherever there is an access token.</summary>
    public string? TokenType { get; init; }

    /// <summary>Null where <c>openid</c> was not among the scopes, or <c>response_type</c> was <c>token</c>.</summary>
    public string? IdToken { get; init; }

    /// <summary>Null unless <c>offline_access</c> was asked for and granted.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The scopes granted, which may be fewer than were asked for.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>When the access token expires, by our clock; the ID token's <c>exp</c> where there is no access token.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The tokens as fingerprints.</summary>
    public override string ToString() =>
        $"TokenSet {{ AccessToken = {Fingerprint.OfOptional(AccessToken)}, IdToken = {Fingerprint.OfOptional(IdToken)}, RefreshToken = {Fingerprint.OfOptional(RefreshToken)}, ExpiresAt = {ExpiresAt:O} }}";
}
