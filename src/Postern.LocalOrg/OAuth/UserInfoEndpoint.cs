using Microsoft.AspNetCore.Http;
using Postern.Local.Storage;
using Postern.Local.Tokens;
using Postern.Protocol;

namespace Postern.Local.OAuth;

/// <summary><c>{as}/v1/userinfo</c>: every claim that the access token's scopes give (oidc.md 13).</summary>
sealed class UserInfoEndpoint(AuthorizationServers servers, TokenReader reader, OrgStore store, TokenIssuer issuer)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (BrowserCalls.AnswerPreflight(context))
            return;

        var ct = context.RequestAborted;
        var server = await servers.FindAsync(AuthorizationServers.IdIn(context), ct);
        var token = await reader.ReadAccessTokenAsync(await BearerTokenAsync(context.Request, ct), server, ct) ?? throw Invalid();
        var scopes = token.GetPayloadValue<string[]>(Claims.Scopes);
        if (!scopes.Contains(Scopes.OpenId))
            throw Challenge(OAuthErrors.InsufficientScope, "The access token must provide access to at least one of these scopes - profile, email, address or phone", StatusCodes.Status403Forbidden);

        var user = await store.FindUserAsync(token.GetPayloadValue<string>(Claims.UserId), ct) ?? throw Invalid();
        using var claims = new ClaimSet();
        var body = claims.Add(Claims.Subject, user.Id).AddUser(user, scopes, issuer.GroupNames(user)).Finish().ToArray();
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(body, ct);
    }

    /// <summary>RFC 6750 section 2: the header, or the body of a POST, never both and never the query.</summary>
    static async Task<string> BearerTokenAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.Query.ContainsKey(Parameters.AccessToken))
            throw OAuthError.InvalidRequest("The access token cannot be presented in a query string.");

        var form = HttpMethods.IsPost(request.Method) ? await UrlEncodedForm.ReadAsync(request, ct) : FormCollection.Empty;
        var inBody = form[Parameters.AccessToken].ToString();
        var inHeader = request.Headers.Authorization.ToString() is { Length: > 7 } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : "";
        if (inBody.Length > 0 && inHeader.Length > 0)
            throw OAuthError.InvalidRequest("The access token cannot be specified in both the Authorization header and the request-body.");

        return (inHeader.Length > 0 ? inHeader : inBody) is { Length: > 0 } token
            ? token
            : throw Challenge(OAuthErrors.InvalidRequest, "The access token is missing.", StatusCodes.Status401Unauthorized);
    }

    static OAuthError Invalid() => Challenge(OAuthErrors.InvalidToken, "The access token is invalid", StatusCodes.Status401Unauthorized);

    // UNCONFIRMED (oidc.md 13): Okta's body may be empty; ours repeats what the header says.
    static OAuthError Challenge(string error, string description, int status) =>
        new(error, description, status) { Header = ("WWW-Authenticate", $"Bearer error=\"{error}\", error_description=\"{description}\"") };
}
