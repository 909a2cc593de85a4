using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>What becomes of a code that is good no more.</summary>
sealed class ReusedCodes(OrgStore store, TokenStore tokenStore, AuthorizationCodes codes)
{
    /// <summary>
    /// RFC 6749 section 4.1.2: a code used twice takes down the tokens that it gave. A code that never was one does nothing.
    /// </summary>
    public async Task<OAuthError> RefusedAsync(string code, string description, CancellationToken ct)
    {
        if (await codes.IsGenuineAsync(code))
            await store.InOneWorkAsync(
                work =>
                {
                    var until = store.Time.GetUtcNow() + TokenLifetimes.LongestAccessToken;
                    tokenStore.RevokeToken(work, AuthorizationCodes.AccessTokenIdOf(code), until);
                    tokenStore.RevokeRefreshToken(work, RefreshTokenId.Of(code).ToString(), until);
                    return Task.CompletedTask;
                },
                ct);
        return OAuthError.InvalidGrant(description);
    }
}
