using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>Shows the page that an authorize request must wait for, and keeps the request under the page's one-time key.</summary>
sealed class AuthorizePages(PendingAuthorizations waiting, SignInPage signInPage, ConsentPage consentPage, TimeProvider time)
{
    public void ShowSignIn(HttpContext context, AuthorizeRequest request, AuthorizeParameters parameters, Work work)
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
        work.Answer(() => signInPage.WriteAsync(context, key, parameters[Parameters.LoginHint], problem: null));
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
