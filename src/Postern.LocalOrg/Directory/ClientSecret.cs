using System.Text.Json;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Directory;

/// <summary>A client's secret: api-access-management.md 6.3.</summary>
sealed record ClientSecret
{
    public required string Id { get; init; }
    public required string Hash { get; init; }

    /// <summary>
    /// In clear, since the API prints it again (management.md 10.6); a key to seal it with would lie in the same database. Null: it was
    /// seeded, and only its hash is left.
    /// </summary>
    public string? Value { get; init; }

    public Lifecycle Status { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    public override string ToString() => Id;

    public static ClientSecret New(string value, long now) => new()
    {
        Id = OktaIds.New(OktaIds.ClientSecret),
        Hash = Secrets.Hash(value),
        Value = value,
        CreatedAt = now,
        LastUpdatedAt = now,
    };

    public static ClientSecret OfSeed(App app) => new()
    {
        Id = OktaIds.Of(OktaIds.ClientSecret, app.ClientId, app.SecretHash!),
        Hash = app.SecretHash!,
        Value = app.Secret,
        CreatedAt = app.CreatedAt,
        LastUpdatedAt = app.CreatedAt,
    };
}

/// <summary>A client's public key.</summary>
sealed record ClientKey
{
    public required string Id { get; init; }

    /// <summary>As it was sent.</summary>
    public required JsonElement Jwk { get; init; }

    public Lifecycle Status { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }
}

/// <summary>A certificate, whose private key nobody has.</summary>
sealed record AppCertificate
{
    public required string KeyId { get; init; }

    /// <summary>In base64.</summary>
    public required string Der { get; init; }

    public long CreatedAt { get; init; }
}

/// <summary>One of <see cref="App.GrantedOrgScopes"/>.</summary>
sealed record ScopeGrant
{
    public required string Id { get; init; }
    public required string Scope { get; init; }
    public long CreatedAt { get; init; }

    /// <summary>A user, or a client where an access token of its own granted it.</summary>
    public string? CreatedBy { get; init; }
}
