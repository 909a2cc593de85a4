using Postern.Local.Storage;

namespace Postern.Local.Tokens;

/// <summary>Who may have tokens, from which authorization server, for which client, and how they proved themselves.</summary>
sealed record TokenGrant
{
    public required AuthorizationServer Server { get; init; }
    public required string ClientId { get; init; }
    public required User User { get; init; }
    public required IReadOnlyList<string> Scopes { get; init; }
    public required int AccessTokenSeconds { get; init; }
    public required long AuthenticatedAt { get; init; }
    public required IReadOnlyList<string> Methods { get; init; }
    public string? Nonce { get; init; }
}

/// <summary>An authorization server of the org.</summary>
sealed record AuthorizationServer
{
    /// <summary>Null: the org authorization server.</summary>
    public string? Id { get; init; }

    public required string Issuer { get; init; }

    /// <summary>The base of its endpoints: <c>…/oauth2</c> or <c>…/oauth2/{id}</c>.</summary>
    public required string BaseUrl { get; init; }

    public required string Audience { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public IReadOnlyList<string> DefaultScopes { get; init; } = [];

    public IReadOnlyList<SeedAccessPolicy> Policies { get; init; } = [];

    public bool IsOrg => Id is null;
}
