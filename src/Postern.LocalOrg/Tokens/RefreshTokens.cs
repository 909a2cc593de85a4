using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Tokens;

/// <summary>Issues, finds, rotates and revokes refresh tokens: oidc.md 9.2.</summary>
sealed class RefreshTokens(OrgStore store, RefreshTokenSeal seal)
{
    /// <summary>More rotations than these do not fit into a token; nobody lives to see them.</summary>
    const int MostGenerations = (1 << 24) - 1;

    public async Task<string> IssueAsync(RefreshTokenId id, TokenGrant grant, App client, CancellationToken ct)
    {
        var now = store.Time.GetUtcNow().ToUnixTimeSeconds();
        await store.AddRefreshTokenAsync(
            new()
            {
                Id = id.ToString(), AuthorizationServerId = grant.Server.Id, ClientId = grant.ClientId, UserId = grant.User!.Id, Scopes = grant.Scopes,
                GrantType = grant.GrantType, AuthenticatedAt = grant.AuthenticatedAt, Methods = grant.Methods, IdleSeconds = grant.Lifetimes.RefreshTokenIdleSeconds,
                SessionId = grant.SessionId, Context = grant.Context, KeyThumbprint = client.TokenEndpointAuthMethod is ClientAuthMethods.None ? grant.KeyThumbprint : null,
                EndsAt = grant.Lifetimes.RefreshTokenSeconds is 0 ? Authentication.Never : now + grant.Lifetimes.RefreshTokenSeconds,
            },
            ct);
        return await seal.WriteAsync(id, generation: 0);
    }

    /// <summary>Null where it is unknown, expired or revoked; an outdated one is found.</summary>
    public async Task<FoundRefreshToken?> FindAsync(string token, CancellationToken ct) =>
        await seal.ReadAsync(token) is var (id, generation) && await store.FindRefreshTokenAsync(id.ToString(), ct) is { } kept
            ? new(id, generation, kept)
            : null;

    /// <summary>The token that takes its place, or null where another request was faster and the leeway does not cover that.</summary>
    public async Task<string?> RotateAsync(FoundRefreshToken found, int leewaySeconds, CancellationToken ct)
    {
        if (found.Generation < MostGenerations && await store.RotateRefreshTokenAsync(found.Kept.Id, found.Generation, ct))
            return await seal.WriteAsync(found.Id, found.Generation + 1);

        // Somebody rotated it between the look and the leap: within the leeway both get the same successor.
        return await store.FindRefreshTokenAsync(found.Kept.Id, ct) is { } now && (found with { Kept = now }).IsWithin(leewaySeconds, store.Time)
            ? await seal.WriteAsync(found.Id, now.Generation)
            : null;
    }

    /// <summary>The token itself, whose idle time starts again.</summary>
    public Task KeepAsync(FoundRefreshToken found, CancellationToken ct) => store.UseRefreshTokenAsync(found.Kept.Id, ct);

    /// <summary>With every access token that came of it.</summary>
    public Task RevokeAsync(string id, CancellationToken ct) => store.RevokeRefreshTokenAsync(id, store.Time.GetUtcNow() + TokenLifetimes.LongestAccessToken, ct);
}

/// <summary>A refresh token that somebody presented, and what is kept of it.</summary>
sealed record FoundRefreshToken(RefreshTokenId Id, int Generation, RefreshToken Kept)
{
    public bool IsCurrent => Generation == Kept.Generation;

    /// <summary>Rotated away a moment ago: the client may not have got the answer.</summary>
    public bool IsWithin(int leewaySeconds, TimeProvider time) =>
        leewaySeconds > 0 && Generation == Kept.Generation - 1 && time.GetUtcNow().ToUnixTimeSeconds() <= Kept.RotatedAt + leewaySeconds;
}
