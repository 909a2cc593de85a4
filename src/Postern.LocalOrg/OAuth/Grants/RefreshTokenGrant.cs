using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>RFC 6749 section 6, with Okta's rotation, leeway and detection of reuse: oidc.md 9.2.</summary>
sealed class RefreshTokenGrant(OrgStore store, OrgDirectory directory, RefreshTokens refreshTokens) : IGrant
{
    public string GrantType => GrantTypes.RefreshToken;

    public async Task<Granted> AuthorizeAsync(ClientRequest request, CancellationToken ct)
    {
        // Compared before it is rotated: a token in the wrong hands is refused, and still good in the right ones.
        var found = await refreshTokens.FindAsync(request.Form.Required(Parameters.RefreshToken), ct) ?? throw Unknown();
        if (found.Kept.ClientId != request.Client.ClientId)
            throw OAuthError.InvalidGrant(
                "The grant was issued to another client. Please make sure the 'client_id' matches the one used at the authorize request.");
        if (found.Kept.AuthorizationServerId != request.Server.Id)
            throw OAuthError.InvalidRequest("The grant was issued for another authorization server.");

        request.CheckSameResource();
        CheckKey(found.Kept, request);
        await CheckReuseAsync(found, request, ct);
        var user = await directory.FindActiveUserAsync(found.Kept.UserId, ct) ?? throw Unknown();
        var scopes = ReadScopes(request.Form, found.Kept);
        TokenGrant grant = new()
        {
            Server = request.Server, ClientId = request.Client.ClientId, User = user, Scopes = scopes, GrantType = found.Kept.GrantType,
            Lifetimes = AccessPolicies.Evaluate(
                request.Server, request.Client.ClientId, user, [found.Kept.GrantType], new(scopes, AreDefaults: false)).Lifetimes,
            AuthenticatedAt = found.Kept.AuthenticatedAt,
            Methods = found.Kept.Methods,
            Context = found.Kept.Context,
            SessionId = found.Kept.SessionId,
        };
        return new(grant, TokenIssuer.NewAccessTokenId()) { Family = found.Id, RefreshToken = await NextAsync(request, found) };
    }

    /// <summary>A public client's only proof is the key that its first request was proved with: RFC 9449 section 5.</summary>
    static void CheckKey(RefreshToken kept, ClientRequest request)
    {
        if (kept.KeyThumbprint is { } bound && bound != request.KeyThumbprint)
            throw DpopProofs.Invalid(
                request.KeyThumbprint is null
                    ? "The DPoP proof JWT header is missing."
                    : "Invalid DPoP Public Key binding in refresh token");
    }

    /// <summary>
    /// Who presents a token that was replaced, after the leeway, has stolen it or was stolen from: everything that came of it dies.
    /// </summary>
    async Task CheckReuseAsync(FoundRefreshToken found, ClientRequest request, CancellationToken ct)
    {
        if (found.IsCurrent || found.IsWithin(request.Client.RefreshTokenLeewaySeconds, store.Time))
            return;

        await refreshTokens.RevokeAsync(found.Kept.Id, ct);
        request.Work.TellOfToken(request.Client, request.Server.IsOrg, "token.detect_reuse", found.Kept.Id);
        throw Unknown();
    }

    async ValueTask<string> NextAsync(ClientRequest request, FoundRefreshToken found)
    {
        if (request.Client.RotatesRefreshTokens)
            return await refreshTokens.RotateAsync(request.Work, found) ?? throw Unknown();

        refreshTokens.Keep(request.Work, found);
        return request.Form.Required(Parameters.RefreshToken);
    }

    static IReadOnlyList<string> ReadScopes(ClientForm form, RefreshToken kept)
    {
        if (RequestedScopes.Split(form[Parameters.Scope]) is not { Length: > 0 } asked)
            return kept.Scopes;

        return asked.Except(kept.Scopes).ToList() is [_, ..] denied
            ? throw OAuthError.AccessDenied(
                "Some of the scopes requested for the refresh request were not granted in the original authorize request. Denied " +
                $"scopes: {string.Join(", ", denied)}.")
            : asked;
    }

    static OAuthError Unknown() => OAuthError.InvalidGrant("The refresh token is invalid or expired.");
}
