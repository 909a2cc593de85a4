using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>Shows the page that an authorize request must wait for, and keeps the request under the page's one-time key.</summary>
sealed class AuthorizePages(
    PendingAuthorizations waiting, SignInPages signInPages, ConsentPage consentPage, InteractionStart interactions, OrgDirectory directory,
    OrgUrls urls, TimeProvider time)
{
    const string Display = "display";

    /// <summary>What clients that read the page are told of the request, besides the age of the sign-in.</summary>
    static readonly string[] Told =
    [
        Parameters.Scope, Display, Parameters.ResponseType, Parameters.RedirectUri, Parameters.State, Parameters.CodeChallengeMethod,
        Parameters.Nonce, Parameters.CodeChallenge, Parameters.ResponseMode,
    ];

    /// <param name="context">The browser's.</param>
    /// <param name="request">What waits.</param>
    /// <param name="parameters">As they were sent.</param>
    /// <param name="live">A session that is too little for the app; null: there is none, or one that does not count.</param>
    /// <param name="work">The request's.</param>
    public async Task ShowSignInAsync(
        HttpContext context, AuthorizeRequest request, AuthorizeParameters parameters, LiveSession? live, Work work)
    {
        var key = waiting.Keep(
            work,
            new()
            {
                AuthorizationServerId = request.Server.Id,
                Parameters = parameters.WithoutSecrets(),
                AskedAt = time.GetUtcNow().ToUnixTimeSeconds(),
                RequiresFactor = request.Client.RequiresFactor,
                AppId = request.Client.ClientId,
            });
        FirstPage first = new(key) { AppId = request.Client.ClientId, Login = parameters[Parameters.LoginHint] };
        if (live is null && await AwayAsync(context, parameters[Parameters.Idp], first) is { } provider)
        {
            SendAway(context, provider, key, work);
            return;
        }

        // Classic would redirect to /login/login.htm first; Identity Engine shows the page at this very URL (oidc.md 4). One page serves
        // both.
        var told = directory.Org.IsIdentityEngine
            ? StateHandles.Told(await AwaitAsync(context, request, parameters, key, work))
            : null;
        if (told is not null)
            context.NoteShown("stateToken", told);
        if (live is not null && told is not null && await ResumeAsync(context, request, live, work) is { } missing)
            work.Answer(() => signInPages.ShowAsync(context, new(key, missing) { ToldToken = told }, problem: null));
        else
            work.Answer(() => signInPages.First.WriteAsync(context, first with { StateToken = told }));
    }

    /// <summary>
    /// The provider that the request names, or that routing rules send everybody to; null: the page is shown. Who is signed in already is
    /// sent nowhere (oie-sessiontoken.md 3, api-access-management.md 14.6).
    /// </summary>
    async ValueTask<string?> AwayAsync(HttpContext context, string? named, FirstPage first)
    {
        if (named is not null)
            return named == directory.Org.Id ? null : named;

        var offer = await signInPages.Offers.OfAsync(first, context.Origin.Address, context.RequestAborted);
        return offer.Routing is { IsHere: false, Providers: [{ Id: var only }] } ? only : null;
    }

    static void SendAway(HttpContext context, string provider, string key, Work work) => work.Answer(() =>
    {
        context.Response.Redirect(PageLink.Of(PagePaths.Provider(provider), key));
        return Task.CompletedTask;
    });

    /// <summary>
    /// From what the session has proved, to what the app wants besides, as Identity Engine's own API goes on from it; null: from nothing.
    /// </summary>
    async Task<SignInOutcome.Pending?> ResumeAsync(HttpContext context, AuthorizeRequest request, LiveSession live, Work work)
    {
        var caller = new SignInCaller { Address = work.Origin.Address, Device = DeviceCookies.NameOf(context.Request) };
        try
        {
            var begun = Begun(request) with { Browser = caller.Device };
            var input = new SignInInput.Resume(live.Authentication, caller);
            return await interactions.BeginHostedAsync(request.Client.ClientId, begun, input, work, context.RequestAborted)
                is SignInOutcome.Pending { State: not SignInState.Identifying } pending
                ? pending
                : null;
        }
        catch (SignInRefusal)
        {
            // The first page takes whoever can do more.
            return null;
        }
    }

    static Interaction Begun(AuthorizeRequest request) => new()
    {
        AuthorizationServerId = request.Server.Id, RedirectUri = request.Target.RedirectUri, Context = request.Context?.Value,
        MaxAge = request.MustLogIn ? -1 : request.MaxAge,
    };

    /// <summary>
    /// Of clients that read the page: what they finish by the state token in it leads to the same request, in the same browser alone.
    /// </summary>
    async Task<string> AwaitAsync(
        HttpContext context, AuthorizeRequest request, AuthorizeParameters parameters, string key, Work work)
    {
        var stateToken = StateHandles.TokenOf(key);
        var interaction = Begun(request) with
        {
            Browser = DeviceCookies.Name(context, urls),
            ReturnTo = $"{PagePaths.Resume}?okta_key={key}",
            LoginHint = parameters[Parameters.LoginHint],
            Asked = await AskedAsync(request, parameters, context.RequestAborted),
        };
        await interactions.BeginAsync(stateToken, request.Client.ClientId, interaction, work, context.RequestAborted);
        return stateToken;
    }

    /// <summary>As recorded, with Okta's own where the request does not say: idx.md 4.1.</summary>
    async ValueTask<AskedAuthorization> AskedAsync(AuthorizeRequest request, AuthorizeParameters parameters, CancellationToken ct)
    {
        var server = request.Server.Id is { } id ? await directory.FindServerAsync(id, ct) : null;
        Dictionary<string, string> told = [];
        foreach (var name in Told)
        {
            var asked = name switch
            {
                Display => parameters[name] ?? "page",
                Parameters.ResponseMode => request.Target.Mode,
                _ => parameters[name],
            };
            if (asked is not null)
                told[name] = asked;
        }

        return new()
        {
            ServerId = server?.Id, ServerName = server?.Name ?? directory.Org.Name, Issuer = request.Server.Issuer, MaxAge = request.MaxAge,
            Parameters = told,
        };
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
