using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.OAuth.Grants;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.LocalOrg.Tokens.Hooks;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary><c>{as}/v1/token</c>: authenticates the client, finds the grant, issues what the grant allows.</summary>
sealed class TokenEndpoint(
    ClientRequests requests, IReadOnlyList<IGrant> grants, DpopProofs proofs, RequestedResources resources, TokenIssuer issuer,
    TokenHook hook, RefreshTokens refreshTokens, OrgStore store, SharedSignIns shared,
    OrgDirectory directory)
{
    /// <summary>Without Identity Engine's own, which an org of Classic's does not have.</summary>
    readonly string _supported = string.Join(
        ", ", grants.Select(grant => grant.GrantType).TakeWhile(type => type is not GrantTypes.InteractionCode));

    public async Task HandleAsync(HttpContext context)
    {
        // What is spent and what it buys are one: no token leaves before both are kept.
        await store.InOneWorkAsync(context.Origin, work => TellingAsync(context, work, context.RequestAborted), context.RequestAborted);
    }

    async Task TellingAsync(HttpContext context, Work work, CancellationToken ct)
    {
        ClientRequest? request = null;
        try
        {
            request = await requests.ReadAsync(context, Paths.Token, work);
            await AnswerAsync(context, request, work, ct);
        }
        catch (OAuthError refused)
        {
            work.TellRefusedToken(request?.Client, RequestedServers.IdIn(context) is null, refused);
            throw;
        }
    }

    async Task AnswerAsync(HttpContext context, ClientRequest request, Work work, CancellationToken ct)
    {
        ClientLimits.CheckNetwork(request.Client, context, directory.Org);
        BrowserCalls.CheckTokenRequest(context, request.Client, request.Form, directory);
        request = await ProveAsync(context, request, ct);
        var grant = FindGrant(request.Form, request.Client);
        await CheckResourceAsync(request, grant.GrantType, ct);
        var granted = await grant.AuthorizeAsync(request, ct);
        context.NoteUser(granted.Grant.User);
        if (Struck.Find(context) is { SkewSeconds: var skew and not 0 })
            granted = granted with { Grant = granted.Grant with { SkewSeconds = skew } };
        var response = await IssueAsync(request, await AskHookAsync(request, granted, ct));
        work.TellTokens(request.Client, granted.Grant, response, granted.FullAccessTokenId);
        work.Answer(() => context.Response.WriteJsonAsync(response, OAuthJson.Wire.TokenResponse));
    }

    /// <summary>
    /// Before the grant, which a proof without the server's nonce must not spend. Who need not prove a key and does gets bound tokens too.
    /// </summary>
    async ValueTask<ClientRequest> ProveAsync(HttpContext context, ClientRequest request, CancellationToken ct) =>
        request.Client.DpopBoundAccessTokens || context.Request.Headers.ContainsKey(DpopProofs.Header)
            ? request with { KeyThumbprint = await proofs.CheckAsync(context, request.Form.EndpointUrl, request.Work, ct) }
            : request;

    /// <summary>A request that refers to another one is held to that one by its grant, and token exchange has a text of its own.</summary>
    ValueTask CheckResourceAsync(ClientRequest request, string grantType, CancellationToken ct)
    {
        if (request.Form.HasManyResources)
            throw RequestedResources.TooMany();

        return grantType is GrantTypes.ClientCredentials or GrantTypes.Password or GrantTypes.JwtBearer
            ? resources.CheckTokenAsync(request.Server, request.Form[Parameters.Resource], ct)
            : default;
    }

    IGrant FindGrant(ClientForm form, App client)
    {
        if (form[Parameters.GrantType] is not { } grantType)
            throw OAuthError.InvalidRequest($"The token request must specify a 'grant_type'. Valid values: [{_supported}]");

        var grant = Find(grantType)
            ?? throw new OAuthError(OAuthErrors.UnsupportedGrantType,
                $"The authorization grant type is not supported by the authorization server. Configured grant types: [{_supported}].");
        return client.GrantTypes.Contains(grantType)
            ? grant
            : throw new OAuthError(OAuthErrors.UnauthorizedClient,
                "The client is not authorized to use the provided grant type. Configured grant types: " +
                $"[{string.Join(", ", client.GrantTypes)}].");
    }

    IGrant? Find(string grantType)
    {
        foreach (var grant in grants)
            if (grant.GrantType == grantType)
                return grant;
        return null;
    }

    async ValueTask<Granted> AskHookAsync(ClientRequest request, Granted granted, CancellationToken ct)
    {
        if (granted.Grant.Lifetimes.Asks is null)
            return granted;

        var cause = new HookCause(request.Form.EndpointUrl, "POST", request.Work.Origin)
        {
            Given = HookCause.Of(name => request.Form[name]),
        };
        var question = new HookQuestion(granted.Grant, request.Client, cause)
        {
            AccessTokenId = granted.FullAccessTokenId, HasIdToken = HasIdToken(granted.Grant),
            RefreshTokenId = (granted.NewRefreshToken ?? granted.Family)?.ToString(),
        };
        return granted with { Grant = await hook.AskAsync(question, request.Work, ct) };
    }

    static bool HasIdToken(TokenGrant grant) => grant.User is not null && grant.Scopes.Contains(Scopes.OpenId);

    async Task<TokenResponse> IssueAsync(ClientRequest request, Granted granted)
    {
        if (granted.OneTimeToken is { } oneTime)
            return new()
            {
                TokenType = TokenTypes.NotApplicable,
                ExpiresIn = SsoTokens.LifetimeSeconds,
                AccessToken = oneTime,
                Scope = null,
                IssuedTokenType = granted.IssuedTokenType,
            };

        var grant = request.KeyThumbprint is { } thumbprint ? granted.Grant with { KeyThumbprint = thumbprint } : granted.Grant;
        var refreshToken = granted.NewRefreshToken is { } id
            ? await refreshTokens.IssueAsync(request.Work, id, grant, request.Client)
            : granted.RefreshToken;
        shared.Keep(request.Work, granted);
        var accessToken = await issuer.AccessTokenAsync(grant, granted.FullAccessTokenId);
        return new()
        {
            TokenType = grant.KeyThumbprint is null ? TokenTypes.Bearer : TokenTypes.Dpop,
            ExpiresIn = grant.Lifetimes.AccessTokenSeconds,
            AccessToken = accessToken,
            Scope = string.Join(' ', grant.Scopes),
            RefreshToken = refreshToken,
            IdToken = HasIdToken(grant)
                ? await issuer.IdTokenAsync(grant, accessToken, code: null)
                : null,
            DeviceSecret = granted.NewDeviceSecret,
            IssuedTokenType = granted.IssuedTokenType,
        };
    }
}
