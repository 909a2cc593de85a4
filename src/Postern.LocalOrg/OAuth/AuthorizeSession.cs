using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>
/// Decides whose request this is: another app's user's, a live session's, a session token's, or nobody's yet (oidc.md 4,
/// direct-auth.md 8.1).
/// </summary>
sealed class AuthorizeSession(
    BrowserSession browser, SignInPolicies policies, KnownDevices devices, SsoTokens ssoTokens, OrgDirectory directory, TimeProvider time)
{
    const string NeedsMore = "The client specified not to prompt, but the client app requires re-authentication or MFA.";

    /// <summary>Null: somebody must sign in on the page first.</summary>
    public async Task<LiveSession?> FindAsync(
        HttpContext context, AuthorizeRequest request, AuthorizeParameters parameters, Work work, CancellationToken ct)
    {
        if (request.Context is { IsAttestation: true } && !policies.AsksForFactor(request.Client))
            throw NothingToAttest();

        // Classic ignores the token where a session is alive already (oidc.md 4).
        var live = await HandedOverAsync(request, parameters, work, ct)
            ?? await browser.LiveAsync(context, ct) ?? await browser.RedeemAsync(context, parameters.SessionTokenHash, work, ct);
        if (live is null)
        {
            CheckMayPrompt(request, Nobody(request.Client));
            return null;
        }

        if (IsFreshEnough(request, live.Authentication, parameters.Pending?.AskedAt)
            && request.Context?.IsMetBy(live.Authentication) is not false)
            return live;

        CheckMayPrompt(request, NeedsMore);
        return null;
    }

    /// <summary>
    /// What the interclient token stands for, whatever session the browser has; null: there is none, or Classic does not know the
    /// parameter. UNCONFIRMED (direct-auth.md 8.1): the text, and that the token is good at every authorization server of the org.
    /// </summary>
    async ValueTask<LiveSession?> HandedOverAsync(
        AuthorizeRequest request, AuthorizeParameters parameters, Work work, CancellationToken ct)
    {
        if (parameters.InterclientTokenHash is not { } hash || !directory.Org.IsIdentityEngine)
            return null;

        return await ssoTokens.RedeemAsync(work, SsoTokenKind.Interclient, hash, ct) is { } token
            && token.ClientId == request.Client.ClientId
            ? LiveSession.HandedOver(token.Authentication)
            : throw OAuthError.InvalidRequest("'interclient_token' is invalid.");
    }

    /// <summary>One that a page can be bound to: what was handed over becomes a session of the browser's then.</summary>
    public LiveSession OfBrowser(HttpContext context, LiveSession live, Work work)
    {
        if (!live.IsHandedOver)
            return live;

        var proved = live.Authentication;
        return browser.Begin(
            context,
            new Authentication { UserId = proved.UserId, AuthenticatedAt = proved.AuthenticatedAt, Methods = proved.Methods },
            work);
    }

    /// <summary>With what the app's own policy asks of this user.</summary>
    /// <exception cref="OAuthError">It lets the user not in. UNCONFIRMED: the text.</exception>
    public async ValueTask<AuthorizeRequest> AskingAsync(HttpContext context, AuthorizeRequest request, User user)
    {
        var isKnown = await devices.AreAsync(request.Client, user, DeviceCookies.NameOf(context.Request), context.RequestAborted);
        if (policies.Asking(request.Client, user, Forwarding.CallerOf(context)?.ToString(), isKnown) is not { } client)
            throw OAuthError.AccessDenied("Policy evaluation failed for this request, please check the policy configurations.");
        if (request.Context is { IsAttestation: true } && !client.RequiresFactor)
            throw NothingToAttest();

        return ReferenceEquals(client, request.Client) ? request : request with { Client = client };
    }

    /// <summary>
    /// Whether the session will do for the app, once its user is known to be assigned. Where it will not, and a page may be shown, that is
    /// next.
    /// </summary>
    public bool IsEnoughFor(AuthorizeRequest request, Authentication authentication, long? askedAt)
    {
        if (AppSignOn.IsMetBy(request.Client, authentication, time.GetUtcNow().ToUnixTimeSeconds(), askedAt))
            return true;

        CheckMayPrompt(request, NeedsMore);
        return false;
    }

    /// <summary>UNCONFIRMED (oidc.md 22): the occasion, which the text suggests.</summary>
    public static OAuthError NothingToAttest() => new(
        "mfa_not_required", "The MFA attestation request cannot proceed because the client app policy does not require MFA.");

    /// <summary>UNCONFIRMED (oidc.md 6): whom the newer phrasing is for: here apps of Identity Engine's own flow.</summary>
    static string Nobody(App client) => client.GrantTypes.Contains(GrantTypes.InteractionCode)
        ? "A 'prompt' value of 'none' requires an existing session to successfully authorize."
        : "The client specified not to prompt, but the user is not logged in.";

    /// <summary>Throws, unless a page may be shown and somebody can do on it what the client wants.</summary>
    void CheckMayPrompt(AuthorizeRequest request, string otherwise)
    {
        if (!request.MayPrompt)
            throw OAuthError.LoginRequired(otherwise);
        // UNCONFIRMED (oidc.md 22): the occasion
        if (request.Context?.IsOfIdentityEngine is true && !directory.Org.IsIdentityEngine)
            throw new OAuthError(
                OAuthErrors.AccessDenied, "The authorize request required an MFA prompt but the org has no factors configured.",
                StatusCodes.Status403Forbidden);
    }

    bool IsFreshEnough(AuthorizeRequest request, Authentication authentication, long? askedAt)
    {
        // Signed in on our page for this very request: that is what prompt=login and max_age=0 asked for.
        if (authentication.AuthenticatedAt >= askedAt)
            return true;

        return !request.MustLogIn
            && (request.MaxAge is not { } seconds || time.GetUtcNow().ToUnixTimeSeconds() - authentication.AuthenticatedAt <= seconds);
    }
}
