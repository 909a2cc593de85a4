using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Tokens;

/// <summary>Issues, finds, rotates and revokes refresh tokens: oidc.md 9.2.</summary>
sealed class RefreshTokens(OrgStore store, TokenStore tokenStore, RefreshTokenSeal seal)
{
    /// <summary>More rotations than these do not fit into a token; nobody lives to see them.</summary>
    const int MostGenerations = (1 << 24) - 1;

    public ValueTask<string> IssueAsync(Work work, RefreshTokenId id, TokenGrant grant, App client)
    {
        var now = store.Time.GetUtcNow().ToUnixTimeSeconds();
        tokenStore.AddRefreshToken(
            work,
            new()
            {
                Id = id.ToString(),
                AuthorizationServerId = grant.Server.Id,
                ClientId = grant.ClientId,
                UserId = grant.User!.Id,
                Scopes = grant.Scopes,
                GrantType = grant.GrantType,
                AuthenticatedAt = grant.AuthenticatedAt,
                Methods = grant.Methods,
                IdleSeconds = grant.Lifetimes.RefreshTokenIdleSeconds,
                SessionId = grant.SessionId,
                Context = grant.Context,
                KeyThumbprint = client.TokenEndpointAuthMethod is ClientAuthMethods.None ? grant.KeyThumbprint : null,
                EndsAt = grant.Lifetimes.RefreshTokenSeconds is 0 ? Authentication.Never : now + grant.Lifetimes.RefreshTokenSeconds,
            });
        return seal.WriteAsync(id, generation: 0);
    }

    /// <summary>Null where it is unknown, expired or revoked; an outdated one is found.</summary>
    public async Task<FoundRefreshToken?> FindAsync(string token, CancellationToken ct) =>
        await seal.ReadAsync(token) is var (id, generation) && await tokenStore.FindRefreshTokenAsync(id.ToString(), ct) is { } kept
            ? new(id, generation, kept)
            : null;

    /// <summary>
    /// The token that takes its place: of one that was rotated within the leeway, the same for everybody. Null where it cannot be rotated
    /// any more.
    /// </summary>
    public async ValueTask<string?> RotateAsync(Work work, FoundRefreshToken found)
    {
        if (!found.IsCurrent)
            return await seal.WriteAsync(found.Id, found.Kept.Generation);
        if (found.Generation == MostGenerations)
            return null;

        tokenStore.RotateRefreshToken(work, found.Kept.Id, found.Generation);
        return await seal.WriteAsync(found.Id, found.Generation + 1);
    }

    /// <summary>The token itself, whose idle time starts again.</summary>
    public void Keep(Work work, FoundRefreshToken found) => tokenStore.UseRefreshToken(work, found.Kept.Id);

    /// <summary>With every access token that came of it.</summary>
    public void Revoke(Work work, string id) =>
        tokenStore.RevokeRefreshToken(work, id, store.Time.GetUtcNow() + TokenLifetimes.LongestAccessToken);

    /// <summary>All of somebody's, with every access token that came of them.</summary>
    public void Revoke(Work work, TokenOwner owner) =>
        tokenStore.RevokeRefreshTokens(work, owner, store.Time.GetUtcNow() + TokenLifetimes.LongestAccessToken);

    /// <summary>The same as of one, whatever becomes of the request that gave the reason.</summary>
    public Task RevokeAsync(string id, CancellationToken ct) => store.InOneWorkAsync(
        work =>
        {
            Revoke(work, id);
            return Task.CompletedTask;
        },
        ct);
}

/// <summary>A refresh token that somebody presented, and what is kept of it.</summary>
sealed record FoundRefreshToken(RefreshTokenId Id, int Generation, RefreshToken Kept)
{
    public bool IsCurrent => Generation == Kept.Generation;

    /// <summary>Rotated away a moment ago: the client may not have got the answer.</summary>
    public bool IsWithin(int leewaySeconds, TimeProvider time) =>
        leewaySeconds > 0 && Generation == Kept.Generation - 1 && time.GetUtcNow().ToUnixTimeSeconds() <= Kept.RotatedAt + leewaySeconds;
}
