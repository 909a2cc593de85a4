namespace Postern.Client;

/// <summary>
/// What the authorization request brought, with everything that the next step needs; <c>state</c> has been checked, tokens have not.
/// </summary>
public sealed record AuthorizeResponse
{
    /// <summary>The authorization server that answered; a code is redeemed there and nowhere else.</summary>
    public required string Issuer { get; init; }

    /// <summary>As it was sent; the token request repeats it.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>As it was sent.</summary>
    public required string ResponseType { get; init; }

    /// <summary>As it was sent and as it came back.</summary>
    public required string State { get; init; }

    /// <summary>The ID token must repeat it.</summary>
    public required string Nonce { get; init; }

    /// <summary>The scopes asked for.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The APIs asked for; the token request names them again: RFC 8707 section 2.2.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>Secret; null where PKCE was switched off or no code was asked for.</summary>
    public string? CodeVerifier { get; init; }

    /// <summary>Lives a few minutes and is redeemed once.</summary>
    public string? Code { get; init; }

    /// <summary>From the front channel; not yet validated.</summary>
    public string? IdToken { get; init; }

    /// <summary>From the front channel; not yet validated.</summary>
    public string? AccessToken { get; init; }

    /// <summary><c>Bearer</c>, beside an access token.</summary>
    public string? TokenType { get; init; }

    /// <summary>The scopes granted to the front channel's access token; null where Okta did not say.</summary>
    public string? GrantedScope { get; init; }

    /// <summary>When the front channel's access token expires, by our clock.</summary>
    public DateTimeOffset? AccessTokenExpiresAt { get; init; }

    /// <summary>See <see cref="AuthorizeOptions.ExpectedUserId"/>.</summary>
    public string? ExpectedUserId { get; init; }

    /// <summary>See <see cref="AuthorizeOptions.MaxAge"/>.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The secrets as fingerprints.</summary>
    public override string ToString() =>
        $"AuthorizeResponse {{ Issuer = {Issuer}, Code = {Fingerprint.OfOptional(Code)}, IdToken = {Fingerprint.OfOptional(IdToken)}, " +
        $"AccessToken = {Fingerprint.OfOptional(AccessToken)}, CodeVerifier = {Fingerprint.OfOptional(CodeVerifier)} }}";
}
