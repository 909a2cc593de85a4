using Microsoft.AspNetCore.Http;
using Postern.Local.Pages;
using Postern.Local.Storage;
using Postern.Local.Tokens;
using Postern.Protocol;

namespace Postern.Local.OAuth;

/// <summary><c>{as}/v1/authorize</c>: checks the request, finds whose it is, and answers where the client said. Errors before the redirect URI is known become a page.</summary>
sealed class AuthorizeEndpoint(OrgStore store, AuthorizationServers servers, AuthorizeSession session, AuthorizationCodes codes, TokenIssuer issuer, SignInPage signInPage, Organization org)
{
    static readonly TimeSpan CodeLifetime = TimeSpan.FromSeconds(300); // oidc.md 21
    static readonly TimeSpan PageLifetime = TimeSpan.FromHours(1);

    public Task HandleAsync(HttpContext context) =>
        AnswerAsync(context, AuthorizationServers.IdIn(context), async ct => (await AuthorizeParameters.ReadAsync(context.Request, ct), null));

    /// <summary>Where the sign-in page sends the browser back to.</summary>
    public async Task ResumeAsync(HttpContext context)
    {
        var pending = await store.RedeemAuthorizeRequestAsync(context.Request.Query["okta_key"].ToString(), context.RequestAborted);
        await AnswerAsync(context, pending?.AuthorizationServerId, _ => pending is null
            ? throw OAuthError.InvalidRequest("Request expired, please start over and try again.")
            : Task.FromResult<(AuthorizeParameters, long?)>((AuthorizeParameters.From(pending), pending.AskedAt)));
    }

    async Task AnswerAsync(HttpContext context, string? serverId, Func<CancellationToken, Task<(AuthorizeParameters Parameters, long? AskedAt)>> read)
    {
        AuthorizeTarget? target = null;
        try
        {
            var ct = context.RequestAborted;
            var (parameters, askedAt) = await read(ct);
            var server = await servers.FindAsync(serverId, ct);
            var client = await FindClientAsync(parameters, ct);
            target = AuthorizeTarget.Read(client, parameters);
            var request = AuthorizeRequest.Read(server, client, target, parameters);
            var authentication = await session.FindAsync(context, request, parameters[Parameters.SessionToken], askedAt, ct);
            if (authentication is null)
                await ShowSignInAsync(context, server, parameters, ct);
            else
                await AuthorizeAnswer.WriteAsync(context, target, await IssueAsync(request, authentication, ct));
        }
        catch (OAuthError error) when (target is not null)
        {
            await AuthorizeAnswer.WriteAsync(context, target, error);
        }
        catch (OAuthError error)
        {
            await ErrorPage.WriteAsync(context, org.Name, error.Error, error.Description, StatusCodes.Status400BadRequest);
        }
    }

    async Task<App> FindClientAsync(AuthorizeParameters parameters, CancellationToken ct)
    {
        if (parameters[Parameters.RequestUri] is not null)
            throw new OAuthError("invalid_request_uri", "The authorize request_uri is invalid.");
        if (parameters[Parameters.ClientId] is not { } clientId || await store.FindAppAsync(clientId, ct) is not { } client)
            throw OAuthError.InvalidClient("Invalid value for 'client_id' parameter.");

        return client.Kind is AppKind.Service
            ? throw OAuthError.InvalidRequest("Clients with 'application_type' of 'service' are not allowed to access the 'authorize' endpoint.")
            : client;
    }

    async Task ShowSignInAsync(HttpContext context, AuthorizationServer server, AuthorizeParameters parameters, CancellationToken ct)
    {
        var key = Secrets.New();
        var now = store.Time.GetUtcNow();
        var pending = new PendingAuthorization { AuthorizationServerId = server.Id, Parameters = parameters.WithoutSessionToken(), AskedAt = now.ToUnixTimeSeconds() };
        await store.AddAuthorizeRequestAsync(key, pending, now + PageLifetime, ct);
        // Classic would redirect to /login/login.htm first; Identity Engine shows the page at this very URL (oidc.md 4). One page serves both.
        await signInPage.WriteAsync(context, key, parameters[Parameters.LoginHint], problem: null);
    }

    async Task<IReadOnlyList<KeyValuePair<string, string>>> IssueAsync(AuthorizeRequest request, Authentication authentication, CancellationToken ct)
    {
        var grant = await DecideAsync(request, authentication, ct);
        List<KeyValuePair<string, string>> answer = [];
        var code = request.Target.Wants(ResponseTypes.Code) ? await IssueCodeAsync(request, grant, ct) : null;
        var accessToken = request.Target.Wants(ResponseTypes.Token) ? await issuer.AccessTokenAsync(grant, TokenIssuer.NewAccessTokenId()) : null;
        if (code is not null)
            answer.Add(new(Parameters.Code, code));
        if (request.Target.Wants(ResponseTypes.IdToken))
            answer.Add(new(Parameters.IdToken, await issuer.IdTokenAsync(grant, accessToken, code)));
        if (accessToken is not null)
            answer.AddRange(
            [
                new(Parameters.AccessToken, accessToken), new(Parameters.TokenType, "Bearer"),
                new(Parameters.ExpiresIn, $"{grant.Lifetimes.AccessTokenSeconds}"), new(Parameters.Scope, string.Join(' ', grant.Scopes)),
            ]);
        answer.Add(new(Parameters.State, request.Target.State!));
        return answer;
    }

    async Task<TokenGrant> DecideAsync(AuthorizeRequest request, Authentication authentication, CancellationToken ct)
    {
        var user = await store.FindUserAsync(authentication.UserId, ct)
            ?? throw OAuthError.LoginRequired("The client specified not to prompt, but the user is not logged in.");
        if (!request.Client.IsAssignedTo(user))
            throw OAuthError.AccessDenied("User is not assigned to the client application.");

        return new()
        {
            Server = request.Server, ClientId = request.Client.ClientId, User = user, Scopes = request.Scopes, Nonce = request.Nonce,
            GrantType = request.Target.Wants(ResponseTypes.Code) ? GrantTypes.AuthorizationCode : GrantTypes.Implicit,
            Lifetimes = AccessPolicies.Evaluate(request.Server, request.Client.ClientId, user, request.Target.GrantTypesNeeded(), request.Scopes),
            AuthenticatedAt = authentication.AuthenticatedAt, Methods = authentication.Methods.Split(' '),
        };
    }

    async Task<string> IssueCodeAsync(AuthorizeRequest request, TokenGrant grant, CancellationToken ct)
    {
        var code = await codes.NewAsync();
        await store.AddCodeAsync(
            code,
            new()
            {
                AuthorizationServerId = request.Server.Id, ClientId = grant.ClientId, RedirectUri = request.Target.RedirectUri, UserId = grant.User!.Id,
                Scopes = grant.Scopes, Lifetimes = grant.Lifetimes, Nonce = grant.Nonce, CodeChallenge = request.CodeChallenge,
                KeyThumbprint = request.KeyThumbprint,
                AuthenticatedAt = grant.AuthenticatedAt, Methods = grant.Methods,
            },
            store.Time.GetUtcNow() + CodeLifetime,
            ct);
        return code;
    }
}
