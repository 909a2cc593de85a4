using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>Redeems a code, an authorization's or an interaction's: one of any number of requests has it.</summary>
sealed class SpentCodes(TokenStore tokenStore, ReusedCodes reused)
{
    /// <summary>RFC 6749 section 4.1.3.</summary>
    public Task<AuthorizationCode> OfAuthorizationAsync(ClientRequest request, string code, CancellationToken ct) =>
        SpendAsync(request, code, ofInteraction: false, "The authorization code is invalid or has expired.", ct);

    /// <summary>idx.md 6.5.</summary>
    public Task<AuthorizationCode> OfInteractionAsync(ClientRequest request, string code, CancellationToken ct) =>
        SpendAsync(request, code, ofInteraction: true, "The interaction code is invalid or has expired.", ct);

    async Task<AuthorizationCode> SpendAsync(
        ClientRequest request, string code, bool ofInteraction, string refusal, CancellationToken ct)
    {
        if (await tokenStore.FindCodeAsync(code, ct) is not { } found || found.IsOfInteraction != ofInteraction)
            throw await reused.RefusedAsync(code, refusal, ct);

        // Spent before it is compared: a code in the wrong hands is worth nothing to anybody after this.
        tokenStore.SpendCode(request.Work, code);
        if (found.ClientId != request.Client.ClientId)
            throw OAuthError.InvalidGrant(
                "The grant was issued to another client. Please make sure the 'client_id' matches the one used at the authorize request.");
        return found.AuthorizationServerId == request.Server.Id
            ? found
            : throw OAuthError.InvalidRequest("The grant was issued for another authorization server.");
    }
}
