using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>Shows the page that an authorize request must wait for, and keeps the request under the page's one-time key.</summary>
sealed class AuthorizePages(
    PendingAuthorizations waiting, SignInPage signInPage, ConsentPage consentPage, InteractionStart interactions, OrgDirectory directory,
    OrgUrls urls, TimeProvider time)
{
    public async Task ShowSignInAsync(HttpContext context, AuthorizeRequest request, AuthorizeParameters parameters, Work work)
    {
        var key = waiting.Keep(
            work,
            new()
            {
                AuthorizationServerId = request.Server.Id,
                Parameters = parameters.WithoutSecrets(),
                AskedAt = time.GetUtcNow().ToUnixTimeSeconds(),
                RequiresFactor = request.Client.RequiresFactor,
            });
        // Classic would redirect to /login/login.htm first; Identity Engine shows the page at this very URL (oidc.md 4). One page serves
        // both.
        var stateToken = directory.Org.IsIdentityEngine
            ? await AwaitAsync(context, request, parameters[Parameters.LoginHint], key, work)
            : null;
        work.Answer(() => signInPage.WriteAsync(
            context, key, parameters[Parameters.LoginHint], problem: null, stateToken is null ? null : StateHandles.Told(stateToken)));
    }

    /// <summary>
    /// Of clients that read the page: what they finish by the state token in it leads to the same request, in the same browser alone.
    /// </summary>
    async Task<string> AwaitAsync(HttpContext context, AuthorizeRequest request, string? loginHint, string key, Work work)
    {
        var stateToken = StateHandles.TokenOf(key);
        Interaction interaction = new()
        {
            AuthorizationServerId = request.Server.Id, RedirectUri = request.Target.RedirectUri, Context = request.Context?.Value,
            MaxAge = request.MustLogIn ? -1 : request.MaxAge, LoginHint = loginHint,
            Browser = DeviceCookies.Name(context, urls), ReturnTo = $"{PagePaths.Resume}?okta_key={key}",
        };
        await interactions.BeginAsync(stateToken, request.Client.ClientId, interaction, work, context.RequestAborted);
        return stateToken;
    }

    public void ShowConsent(
        HttpContext context,
        AuthorizeRequest request,
        AuthorizeParameters parameters,
        LiveSession live,
        IReadOnlyList<OAuth2Scope> scopes,
        Work work)
    {
        var key = waiting.Keep(
            work,
            new()
            {
                AuthorizationServerId = request.Server.Id, Parameters = parameters.WithoutSecrets(),
                // who signed in for this request need not do so again for it
                AskedAt = parameters.Pending?.AskedAt ?? time.GetUtcNow().ToUnixTimeSeconds(),
                Question = new()
                {
                    SessionHash = live.Hash,
                    Scopes = [.. scopes.Select(scope => scope.Name)],
                    Optional = [.. scopes.Where(scope => scope.IsOptional).Select(scope => scope.Name)],
                },
            });
        work.Answer(() => consentPage.WriteAsync(context, key, request.Client.Name, scopes));
    }

    /// <summary>Keeps the request of somebody who has signed in for it already.</summary>
    public string Keep(Work work, AuthorizeRequest request, AuthorizeParameters parameters) => waiting.Keep(
        work,
        new()
        {
            AuthorizationServerId = request.Server.Id,
            Parameters = parameters.WithoutSecrets(),
            AskedAt = parameters.Pending?.AskedAt ?? time.GetUtcNow().ToUnixTimeSeconds(),
        });
}
