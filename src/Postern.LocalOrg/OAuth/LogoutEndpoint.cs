using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>
/// <c>{as}/v1/logout</c>: ends the browser's session, not the tokens (OpenID Connect RP-Initiated Logout, oidc.md 15). What is wrong is
/// told on a page, and the session lives on.
/// </summary>
sealed class LogoutEndpoint(OrgDirectory directory, AuthorizationServers servers, TokenReader reader, BrowserSession session)
{
    public async Task HandleAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var parameters = await AuthorizeParameters.ReadAsync(context.Request, ct);
        if (parameters.Duplicates.Count > 0)
            throw OAuthError.InvalidRequest("The request contained multiple parameters with the same name.");

        var server = await servers.FindAsync(RequestedServers.IdIn(context), context);
        var hint = await ReadHintAsync(parameters[Parameters.IdTokenHint], server);
        context.NoteUser(hint.Subject);
        context.NoteClient(hint.GetPayloadValue<string>(Claims.Audience));
        if (await session.LiveAsync(context, ct) is { } live && live.Authentication.UserId != hint.Subject)
            throw new OAuthError("id_token_does_not_match_session", "The ID token subject does not match the current session's user.");

        var redirectUri = parameters[Parameters.PostLogoutRedirectUri];
        if (redirectUri is not null)
            await CheckRedirectUriAsync(redirectUri, hint, ct);
        await session.EndAsync(context, ct);
        await AuthorizeAnswer.RedirectAsync(
            context,
            redirectUri ?? PagePaths.SignIn,
            redirectUri is not null && parameters[Parameters.State] is { } state ? [new(Parameters.State, state)] : []);
    }

    /// <summary>
    /// Okta requires it, and takes no <c>client_id</c> in its place as others do. UNCONFIRMED (oidc.md 15): that one that is missing is
    /// told as one that is wrong.
    /// </summary>
    async Task<JsonWebToken> ReadHintAsync(string? hint, AuthorizationServer server) =>
        (hint is null ? null : await reader.ReadIdTokenHintAsync(hint, server))
            ?? throw new OAuthError(OAuthErrors.InvalidToken, "The id token is invalid.");

    /// <summary>The client is the hint's.</summary>
    async Task CheckRedirectUriAsync(string redirectUri, JsonWebToken hint, CancellationToken ct)
    {
        var client = await directory.FindAppAsync(hint.GetPayloadValue<string>(Claims.Audience), ct);
        if (client?.PostLogoutRedirectUris.Contains(redirectUri) is not true)
            throw OAuthError.InvalidRequest(
                "The 'post_logout_redirect_uri' parameter must be a Logout redirect URI in the client app settings.");
    }
}
