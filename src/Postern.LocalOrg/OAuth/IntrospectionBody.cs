namespace Postern.LocalOrg.OAuth;

/// <summary>RFC 7662 section 2.2, its members in Okta's order: oidc.md 11.</summary>
sealed record IntrospectionBody
{
    public required bool Active { get; init; }
    public string? Sid { get; init; }
    public string? Scope { get; init; }
    public string? Username { get; init; }
    public long? Exp { get; init; }
    public long? Iat { get; init; }
    public string? Sub { get; init; }
    public string? Aud { get; init; }
    public string? Iss { get; init; }
    public string? Jti { get; init; }
    public string? TokenType { get; init; }
    public string? ClientId { get; init; }
    public string? Uid { get; init; }
    public ConfirmationBody? Cnf { get; init; }
}

/// <summary>The key that a token is bound to: RFC 9449 section 6.2.</summary>
sealed record ConfirmationBody
{
    public required string Jkt { get; init; }
}
