using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.LocalOrg.Tokens.Hooks;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>
/// <c>{as}/v1/authorize</c>: checks the request, finds whose it is, and answers where the client said. Errors before the redirect URI is
/// known become a page.
/// </summary>
sealed class AuthorizeEndpoint(
    OrgStore store, InteractionStore interactionStore, TokenStore tokenStore, AuthorizationServers servers, AuthorizeRequests requests,
    AuthorizeSession session, Consents consents, AuthenticatorEnrollment enrollment, AuthorizePages pages,
    AuthorizationCodes codes, TokenIssuer issuer, TokenHook hook, OrgDirectory directory)
{
    static readonly TimeSpan CodeLifetime = TimeSpan.FromSeconds(300); // oidc.md 21

    public Task HandleAsync(HttpContext context) => InOneWorkAsync(context, async (asker, work) =>
        await AnswerAsync(
            context,
            asker,
            RequestedServers.IdIn(context),
            await AuthorizeParameters.ReadAsync(context.Request, context.RequestAborted),
            work));

    public Task ResumeAsync(HttpContext context) => InOneWorkAsync(context, async (asker, work) =>
    {
        var key = context.Request.Query["okta_key"].ToString();
        var pending = await interactionStore.FindAuthorizeRequestAsync(key, context.RequestAborted);
        if (pending is not null)
            interactionStore.SpendAuthorizeRequest(work, key);
        if (pending is null or { ReturnTo: not null })
            throw OAuthError.InvalidRequest("Request expired, please start over and try again.");
        await AnswerAsync(context, asker, pending.AuthorizationServerId, AuthorizeParameters.From(pending), work);
    });

    /// <summary>
    /// A session token, a pushed request and a page's key are spent with what they buy, be that a session, a code or the next page.
    /// </summary>
    Task InOneWorkAsync(HttpContext context, Func<Asker, Work, Task> answer)
    {
        var asker = Asker.Of(context);
        return store.InOneWorkAsync(context.Origin, work => TellingAsync(context, asker, work, answer), context.RequestAborted);
    }

    static async Task TellingAsync(HttpContext context, Asker asker, Work work, Func<Asker, Work, Task> answer)
    {
        try
        {
            await answer(asker, work);
        }
        catch (OAuthError refused)
        {
            work.TellRefusedAuthorization(asker.Client, asker.Target, RequestedServers.IdIn(context) is null, refused);
            throw;
        }
    }

    async Task AnswerAsync(HttpContext context, Asker asker, string? serverId, AuthorizeParameters given, Work work)
    {
        var ct = context.RequestAborted;
        (asker.Target, asker.Client) = (null, null);
        var server = await servers.FindAsync(serverId, context);
        var client = asker.Client = await FindClientAsync(context, given, ct);
        var parameters = await requests.OpenAsync(given, client, server, work, ct);
        asker.Target = AuthorizeTarget.Read(client, parameters);
        ClientLimits.CheckNetwork(client, context, directory.Org);
        var request = AuthorizeRequest.Read(server, client, asker.Target, parameters);
        await requests.CheckAsync(request, parameters, ct);
        await AnswerAsync(context, request, parameters, work, ct);
    }

    /// <summary>In the order of oidc.md 4: session, assignment, the app's sign-on policy, access policy, consent.</summary>
    async Task AnswerAsync(HttpContext context, AuthorizeRequest request, AuthorizeParameters parameters, Work work, CancellationToken ct)
    {
        if (await session.FindAsync(context, request, parameters, work, ct) is not { } live)
        {
            await ShowSignInAsync(context, request, parameters, null, work);
            return;
        }

        var user = await FindUserAsync(request, live.Authentication, ct);
        context.NoteUser(user);
        request = await session.AskingAsync(context, request, user);
        if (!session.IsEnoughFor(request, live.Authentication, parameters.Pending?.AskedAt))
        {
            await ShowSignInAsync(context, request, parameters, live, work);
            return;
        }

        if (request.Enrolls is not null)
        {
            await enrollment.AnswerAsync(context, request, parameters, live, work, ct);
            return;
        }

        var answer = parameters.Pending?.Answer;
        var grant = Decide(request, live.Authentication, user);
        var missing = await consents.MissingAsync(request, grant, answer, ct);
        if (missing.Count > 0)
        {
            pages.ShowConsent(context, request, parameters, session.OfBrowser(context, live, work), missing, work);
            return;
        }

        if (answer is { Declined.Count: > 0 })
            grant = grant with { Scopes = [.. grant.Scopes.Except(answer.Declined)] };
        if (Struck.Find(context) is { SkewSeconds: var skew and not 0 })
            grant = grant with { SkewSeconds = skew };
        var issued = await IssueAsync(request with { IsHandedOver = live.IsHandedOver }, grant, work);
        work.TellAuthorized(request.Client, grant, request.Target);
        work.Answer(() => AuthorizeAnswer.WriteAsync(context, request.Target, issued));
    }

    async Task ShowSignInAsync(
        HttpContext context, AuthorizeRequest request, AuthorizeParameters parameters, LiveSession? live, Work work)
    {
        await CheckMayShowPageAsync(request.Client, parameters[Parameters.Idp], context.RequestAborted);
        await pages.ShowSignInAsync(context, request, parameters, live, work);
    }

    /// <summary>
    /// An app that signs its users in itself gets no page. Who is to sign the others in is the directory, by its id as in an ID token's
    /// <c>idp</c>, or another provider that it knows; where somebody is signed in already it does not matter (oidc.md 3).
    /// </summary>
    async ValueTask CheckMayShowPageAsync(App client, string? idp, CancellationToken ct)
    {
        if (client.GrantTypes.Contains(GrantTypes.InteractionCode))
            throw new OAuthError(
                OAuthErrors.InteractionRequired,
                "Your client is configured to use the interaction code flow and user interaction is required to complete the request.");
        if (idp is not null && idp != directory.Org.Id
            && await directory.IdentityProviders.FindAsync(idp, ct) is not { Status: Lifecycle.Active })
            throw OAuthError.InvalidRequest("Identity provider is not valid.");
    }

    async Task<App> FindClientAsync(HttpContext context, AuthorizeParameters parameters, CancellationToken ct)
    {
        // Which of two clients or addresses is meant nobody knows: there is nowhere to redirect to.
        if (parameters.Duplicates.Any(name => name is Parameters.ClientId or Parameters.RedirectUri))
            throw AuthorizeRequest.Duplicate(parameters.Duplicates);
        if (parameters[Parameters.ClientId] is not { } clientId || await directory.FindAppAsync(clientId, ct) is not { } client)
            throw OAuthError.InvalidClient("Invalid value for 'client_id' parameter.");

        context.NoteClient(client.ClientId);
        return client.Kind is AppKind.Service
            ? throw OAuthError.InvalidRequest(
                "Clients with 'application_type' of 'service' are not allowed to access the 'authorize' endpoint.")
            : client;
    }

    async Task<IReadOnlyList<KeyValuePair<string, string>>> IssueAsync(AuthorizeRequest request, TokenGrant grant, Work work)
    {
        List<KeyValuePair<string, string>> answer = [];
        var code = request.Target.Wants(ResponseTypes.Code) ? await IssueCodeAsync(request, grant, work) : null;
        var accessTokenId = request.Target.Wants(ResponseTypes.Token) ? TokenIssuer.NewAccessTokenId() : null;
        if (accessTokenId is not null || request.Target.Wants(ResponseTypes.IdToken))
            grant = await AskHookAsync(request, grant, accessTokenId, work);
        var accessToken = accessTokenId is null ? null : await issuer.AccessTokenAsync(grant, accessTokenId);
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

    /// <summary>Of what is issued here: the hook of a code is asked when that is redeemed.</summary>
    ValueTask<TokenGrant> AskHookAsync(AuthorizeRequest request, TokenGrant grant, string? accessTokenId, Work work)
    {
        Dictionary<string, string?> given = new(StringComparer.Ordinal)
        {
            [Parameters.Scope] = string.Join(' ', request.Scopes.Names), [Parameters.State] = request.Target.State,
            [Parameters.RedirectUri] = request.Target.RedirectUri, [Parameters.ResponseMode] = request.Target.Mode,
            [Parameters.ResponseType] = string.Join(' ', request.Target.ResponseTypes), [Parameters.ClientId] = request.Client.ClientId,
        };
        var cause = new HookCause(request.Server.BaseUrl + Paths.Authorize, "GET", work.Origin)
        {
            Given = HookCause.Of(given.GetValueOrDefault),
        };
        return hook.AskAsync(
            new(grant, request.Client, cause) { AccessTokenId = accessTokenId, HasIdToken = request.Target.Wants(ResponseTypes.IdToken) },
            work,
            CancellationToken.None);
    }

    async ValueTask<User> FindUserAsync(AuthorizeRequest request, Authentication authentication, CancellationToken ct)
    {
        var user = await directory.FindActiveUserAsync(authentication.UserId, ct) ?? throw OAuthError.InvalidUserStatus();
        return request.Client.IsAssignedTo(user) ? user : throw OAuthError.AccessDenied("User is not assigned to the client application.");
    }

    static TokenGrant Decide(AuthorizeRequest request, Authentication authentication, User user)
    {
        var permission = AccessPolicies.Evaluate(
            request.Server, request.Client.ClientId, user, request.Target.GrantTypesNeeded(), request.Scopes);
        return new()
        {
            Server = request.Server, ClientId = request.Client.ClientId, User = user, Scopes = permission.Scopes, Nonce = request.Nonce,
            GrantType = request.Target.Wants(ResponseTypes.Code) ? GrantTypes.AuthorizationCode : GrantTypes.Implicit,
            Lifetimes = permission.Lifetimes,
            AuthenticatedAt = authentication.AuthenticatedAt, Methods = authentication.Methods.Split(' '), Context = request.Context?.Value,
        };
    }

    async ValueTask<string> IssueCodeAsync(AuthorizeRequest request, TokenGrant grant, Work work)
    {
        var code = await codes.NewAsync();
        tokenStore.AddCode(
            work,
            code,
            new()
            {
                AuthorizationServerId = request.Server.Id,
                ClientId = grant.ClientId,
                RedirectUri = request.Target.RedirectUri,
                UserId = grant.User!.Id,
                Scopes = grant.Scopes, Lifetimes = grant.Lifetimes, Nonce = grant.Nonce, CodeChallenge = request.CodeChallenge,
                KeyThumbprint = request.KeyThumbprint,
                AuthenticatedAt = grant.AuthenticatedAt, Methods = grant.Methods, Context = grant.Context,
                IsHandedOver = request.IsHandedOver,
            },
            store.Time.GetUtcNow() + CodeLifetime);
        return code;
    }
}
