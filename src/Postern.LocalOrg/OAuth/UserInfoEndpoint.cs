using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary><c>{as}/v1/userinfo</c>: every claim that the access token's scopes give (oidc.md 13).</summary>
sealed class UserInfoEndpoint(
    AuthorizationServers servers, TokenReader reader, TokenBinding binding, OrgDirectory directory, CustomClaims custom)
{
    public async Task HandleAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var server = await servers.FindAsync(RequestedServers.IdIn(context), context);
        var presented = await PresentedToken.ReadAsync(context.Request, ct)
            ?? throw Challenge(OAuthErrors.InvalidRequest, "The access token is missing.", StatusCodes.Status401Unauthorized);
        var token = await reader.ReadAccessTokenAsync(presented.Value, server, ct) ?? throw Invalid();
        context.NoteClient(token.GetPayloadValue<string>(Claims.ClientId));
        await CheckBindingAsync(context, server, presented, token, ct);
        var scopes = token.GetPayloadValue<string[]>(Claims.Scopes);
        if (!scopes.Contains(Scopes.OpenId))
            throw Challenge(
                OAuthErrors.InsufficientScope,
                "The access token must provide access to at least one of these scopes - profile, email, address or phone",
                StatusCodes.Status403Forbidden);

        var user = await directory.Users.FindAsync(token.GetPayloadValue<string>(Claims.UserId), ct) ?? throw Invalid();
        context.NoteUser(user);
        using var claims = new ClaimSet();
        claims.Add(Claims.Subject, user.Id).AddUser(user, new(server, scopes, IsThin: false));
        await custom.AddToIdentityAsync(claims, GrantOf(token, server, user, scopes), isThin: false);
        var body = claims.Finish().ToArray();
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(body, ct);
    }

    /// <summary>What the token was issued for. UNCONFIRMED (oidc.md 13): how the user proved themselves is not known any more.</summary>
    static TokenGrant GrantOf(JsonWebToken token, AuthorizationServer server, User user, string[] scopes) => new()
    {
        Server = server, ClientId = token.GetPayloadValue<string>(Claims.ClientId), User = user, Scopes = scopes,
        GrantType = GrantTypes.AuthorizationCode, Lifetimes = TokenLifetimes.Org,
    };

    async Task CheckBindingAsync(
        HttpContext context, AuthorizationServer server, PresentedToken presented, JsonWebToken token, CancellationToken ct)
    {
        try
        {
            await binding.CheckAsync(context, server.BaseUrl + Paths.UserInfo, presented, token, ct);
        }
        catch (OAuthError refused) when (refused.Error is OAuthErrors.InvalidDpopProof)
        {
            throw new ProtectedResource(server, Scopes.OpenId, context.Request.Path.ToUriComponent()).Refuse(presented, refused);
        }
        catch (OAuthError refused) when (refused.Error is OAuthErrors.InvalidToken)
        {
            throw Challenge(refused.Error, refused.Description, refused.Status);
        }
    }

    static OAuthError Invalid() => Challenge(OAuthErrors.InvalidToken, "The access token is invalid", StatusCodes.Status401Unauthorized);

    // UNCONFIRMED (oidc.md 13): Okta's body may be empty; ours repeats what the header says.
    static OAuthError Challenge(string error, string description, int status) =>
        new(error, description, status) { Header = ("WWW-Authenticate", $"Bearer error=\"{error}\", error_description=\"{description}\"") };
}
