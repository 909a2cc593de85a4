using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Pages;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>Shows the page that an authorize request must wait for, and keeps the request under the page's one-time key.</summary>
sealed class AuthorizePages(OrgStore store, SignInPage signInPage, ConsentPage consentPage)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public void ShowSignIn(HttpContext context, AuthorizeRequest request, AuthorizeParameters parameters, Work work)
    {
        var key = Keep(
            work,
            new()
            {
                AuthorizationServerId = request.Server.Id, Parameters = parameters.WithoutSecrets(), AskedAt = store.Time.GetUtcNow().ToUnixTimeSeconds(),
                RequiresFactor = request.Client.RequiresFactor,
            });
        // Classic would redirect to /login/login.htm first; Identity Engine shows the page at this very URL (oidc.md 4). One page serves both.
        work.Answer(() => signInPage.WriteAsync(context, key, parameters[Parameters.LoginHint], problem: null));
    }

    /// <summary>For a page of the org's own.</summary>
    public Task ShowSignInAsync(HttpContext context, string returnTo, CancellationToken ct) => ShowSignInAsync(context, returnTo, app: null, ct);

    /// <summary>For a page of the org's own that is about an app.</summary>
    public Task ShowSignInAsync(HttpContext context, string returnTo, App? app, CancellationToken ct) => store.InOneWorkAsync(
        work =>
        {
            var key = Keep(
                work,
                new() { Parameters = [], AskedAt = store.Time.GetUtcNow().ToUnixTimeSeconds(), ReturnTo = returnTo, RequiresFactor = app?.RequiresFactor is true });
            work.Answer(() => signInPage.WriteAsync(context, key, login: null, problem: null));
            return Task.CompletedTask;
        },
        ct);

    public void ShowConsent(HttpContext context, AuthorizeRequest request, AuthorizeParameters parameters, LiveSession live, IReadOnlyList<OAuth2Scope> scopes, Work work)
    {
        var key = Keep(
            work,
            new()
            {
                AuthorizationServerId = request.Server.Id, Parameters = parameters.WithoutSecrets(),
                AskedAt = parameters.Pending?.AskedAt ?? store.Time.GetUtcNow().ToUnixTimeSeconds(), // who signed in for this request need not do so again for it
                Question = new()
                {
                    SessionHash = live.Hash, Scopes = [.. scopes.Select(scope => scope.Name)], Optional = [.. scopes.Where(scope => scope.IsOptional).Select(scope => scope.Name)],
                },
            });
        work.Answer(() => consentPage.WriteAsync(context, key, request.Client.Name, scopes));
    }

    /// <summary>Keeps the request of somebody who has signed in for it already.</summary>
    public string Keep(Work work, AuthorizeRequest request, AuthorizeParameters parameters) => Keep(
        work,
        new()
        {
            AuthorizationServerId = request.Server.Id, Parameters = parameters.WithoutSecrets(), AskedAt = parameters.Pending?.AskedAt ?? store.Time.GetUtcNow().ToUnixTimeSeconds(),
        });

    /// <summary>Somebody has signed in: on to what the page was for.</summary>
    public void SendOn(HttpContext context, string key, PendingAuthorization pending, Work work)
    {
        if (pending.ReturnTo is { } returnTo)
            store.ForgetAuthorizeRequest(work, key);
        else
            returnTo = $"{AuthorizeEndpoint.ResumePath}?okta_key={Uri.EscapeDataString(key)}";
        Redirect(context, returnTo, work);
    }

    public static void Redirect(HttpContext context, string to, Work work) => work.Answer(() =>
    {
        context.Response.Redirect(to);
        return Task.CompletedTask;
    });

    /// <summary>Keeps a request, to be taken up again under the key that it returns.</summary>
    public string Keep(Work work, PendingAuthorization pending)
    {
        var key = Secrets.New();
        store.AddAuthorizeRequest(work, key, pending, store.Time.GetUtcNow() + Lifetime);
        return key;
    }
}
