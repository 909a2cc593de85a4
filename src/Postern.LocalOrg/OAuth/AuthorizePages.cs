using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Pages;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>Shows the page that an authorize request must wait for, and keeps the request under the page's one-time key.</summary>
sealed class AuthorizePages(OrgStore store, SignInPage signInPage, ConsentPage consentPage)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public async Task ShowSignInAsync(HttpContext context, AuthorizeRequest request, AuthorizeParameters parameters, CancellationToken ct)
    {
        var key = await KeepAsync(
            new()
            {
                AuthorizationServerId = request.Server.Id, Parameters = parameters.WithoutSecrets(), AskedAt = store.Time.GetUtcNow().ToUnixTimeSeconds(),
                RequiresFactor = request.Client.RequiresFactor,
            },
            ct);
        // Classic would redirect to /login/login.htm first; Identity Engine shows the page at this very URL (oidc.md 4). One page serves both.
        await signInPage.WriteAsync(context, key, parameters[Parameters.LoginHint], problem: null);
    }

    /// <summary>For a page of the org's own.</summary>
    public Task ShowSignInAsync(HttpContext context, string returnTo, CancellationToken ct) => ShowSignInAsync(context, returnTo, app: null, ct);

    /// <summary>For a page of the org's own that is about an app.</summary>
    public async Task ShowSignInAsync(HttpContext context, string returnTo, App? app, CancellationToken ct)
    {
        var key = await KeepAsync(
            new() { Parameters = [], AskedAt = store.Time.GetUtcNow().ToUnixTimeSeconds(), ReturnTo = returnTo, RequiresFactor = app?.RequiresFactor is true }, ct);
        await signInPage.WriteAsync(context, key, login: null, problem: null);
    }

    public async Task ShowConsentAsync(HttpContext context, AuthorizeRequest request, AuthorizeParameters parameters, LiveSession live, IReadOnlyList<SeedScope> scopes, CancellationToken ct)
    {
        var key = await KeepAsync(
            new()
            {
                AuthorizationServerId = request.Server.Id, Parameters = parameters.WithoutSecrets(),
                AskedAt = parameters.Pending?.AskedAt ?? store.Time.GetUtcNow().ToUnixTimeSeconds(), // who signed in for this request need not do so again for it
                Question = new()
                {
                    SessionHash = live.Hash, Scopes = [.. scopes.Select(scope => scope.Name)], Optional = [.. scopes.Where(scope => scope.IsOptional).Select(scope => scope.Name)],
                },
            },
            ct);
        await consentPage.WriteAsync(context, key, request.Client.Name, scopes);
    }

    /// <summary>Keeps the request of somebody who has signed in for it already.</summary>
    public Task<string> KeepAsync(AuthorizeRequest request, AuthorizeParameters parameters, CancellationToken ct) => KeepAsync(
        new()
        {
            AuthorizationServerId = request.Server.Id, Parameters = parameters.WithoutSecrets(), AskedAt = parameters.Pending?.AskedAt ?? store.Time.GetUtcNow().ToUnixTimeSeconds(),
        },
        ct);

    /// <summary>Somebody has signed in: on to what the page was for.</summary>
    public async Task SendOnAsync(HttpContext context, string key, PendingAuthorization pending, CancellationToken ct)
    {
        if (pending.ReturnTo is { } returnTo)
            await store.RedeemAuthorizeRequestAsync(key, ct);
        else
            returnTo = $"{AuthorizeEndpoint.ResumePath}?okta_key={Uri.EscapeDataString(key)}";
        context.Response.Redirect(returnTo);
    }

    /// <summary>Keeps a request, to be taken up again under the key that it returns.</summary>
    public async Task<string> KeepAsync(PendingAuthorization pending, CancellationToken ct)
    {
        var key = Secrets.New();
        await store.AddAuthorizeRequestAsync(key, pending, store.Time.GetUtcNow() + Lifetime, ct);
        return key;
    }
}
