using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>
/// <c>/activate</c>: somebody types the code that a device shows, signs in, and says whether that is theirs (RFC 8628 section 3.3).
/// </summary>
sealed class DeviceActivation(
    OrgStore store,
    InteractionStore interactionStore,
    OrgDirectory directory,
    AuthorizationServers servers,
    BrowserSession session,
    BehindSignIn behind,
    UserCodeGuesses guesses,
    SignInPolicies policies,
    KnownDevices devices,
    DevicePage page)
{
    const long MomentSeconds = 60;

    readonly DevicePage _page = page;

    public async Task HandleAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var form = HttpMethods.IsPost(context.Request.Method) ? await UrlEncodedForm.ReadAsync(context.Request, ct) : FormCollection.Empty;
        if (form["okta_key"] is [{ Length: > 0 } key])
            await store.InOneWorkAsync(
                work => DecideAsync(context, key, form["decision"] == "allow" ? PolledStatus.Approved : PolledStatus.Denied, work), ct);
        else if (form[Parameters.UserCode] is [{ } typed] && UserCodes.Normalised(typed).Length > 0)
            await ConfirmAsync(context, typed, ct);
        else if (context.Request.Query[Parameters.UserCode] is [{ } linked] && UserCodes.Normalised(linked).Length > 0)
            await ConfirmAsync(context, linked, ct);
        else
            await _page.AskForCodeAsync(
                context, "", form.ContainsKey(Parameters.UserCode) ? "The activation code cannot be left blank." : null);
    }

    async Task ConfirmAsync(HttpContext context, string typed, CancellationToken ct)
    {
        var address = context.Connection.RemoteIpAddress;
        var userCode = UserCodes.Normalised(typed);
        if (!await guesses.TryAsync(address, ct))
            await _page.AskForCodeAsync(context, "", "Too many wrong codes. Wait a minute and try again.");
        else if (userCode.Length == UserCodes.Length && await interactionStore.FindUndecidedAsync(userCode, ct) is { } waiting)
        {
            await guesses.GiveBackAsync(address, ct);
            await ConfirmAsync(context, userCode, waiting, ct);
        }
        else
            await _page.AskForCodeAsync(context, typed, "The user code is invalid or has expired.");
    }

    async Task ConfirmAsync(HttpContext context, string userCode, PolledGrant waiting, CancellationToken ct)
    {
        var app = await directory.FindAppAsync(waiting.ClientId, ct)
            ?? throw new PageProblem("invalid_client", "Invalid value for 'client_id' parameter.");
        if (await session.LiveAsync(context, ct) is not { } live
            || await directory.FindActiveUserAsync(live.Authentication.UserId, ct) is not { } user)
        {
            await SignInFirstAsync(context, userCode, app, ct);
            return;
        }

        var server = await servers.FindAsync(waiting.AuthorizationServerId, ct);
        if (!app.IsAssignedTo(user))
            throw new PageProblem("access_denied", "User is not assigned to the client application.");

        var isKnown = await devices.AreAsync(app, user, DeviceCookies.NameOf(context.Request), ct);
        var asking = policies.Asking(app, user, Forwarding.CallerOf(context)?.ToString(), isKnown) ?? throw new PageProblem(
            "access_denied", "Policy evaluation failed for this request, please check the policy configurations.");
        if (!IsEnough(asking, live.Authentication))
        {
            await SignInFirstAsync(context, userCode, asking, ct);
            return;
        }

        var scopes = AccessPolicies.Evaluate(
            server, app.ClientId, user, [GrantTypes.DeviceCode], new(waiting.Scopes, waiting.HasDefaultScopes)).Scopes;
        var key = Secrets.New();
        await interactionStore.AskToConfirmAsync(userCode, scopes, key, live.Hash, ct);
        await _page.AskToConfirmAsync(
            context,
            key,
            app.Name,
            userCode,
            user,
            [.. server.Scopes.Where(scope => scopes.Contains(scope.Name) && scope.Name is not Scopes.OpenId)]);
    }

    Task SignInFirstAsync(HttpContext context, string userCode, App app, CancellationToken ct) =>
        behind.ShowSignInAsync(context, $"{Paths.Activate}?{Parameters.UserCode}={userCode}", app, ct);

    /// <summary>
    /// UNCONFIRMED: for an app that wants a sign-in for every request, the one that was for this page: it is a moment old.
    /// </summary>
    bool IsEnough(App app, Authentication authentication)
    {
        var now = store.Time.GetUtcNow().ToUnixTimeSeconds();
        return AppSignOn.IsMetBy(
            app.ReauthenticateInSeconds is 0 ? app with { ReauthenticateInSeconds = MomentSeconds } : app, authentication, now,
            askedAt: null);
    }

    async Task DecideAsync(HttpContext context, string key, PolledStatus decision, Work work)
    {
        var ct = context.RequestAborted;
        if (await session.LiveAsync(context, ct) is not { } live
            || await interactionStore.FindToDecideAsync(key, live.Hash, ct) is not { } waiting)
            throw PageProblem.Expired("get a new code from the device");

        interactionStore.DecidePolledGrant(work, key, live.Hash, decision, live.Authentication);
        if (decision is PolledStatus.Denied)
        {
            work.Answer(() => _page.SayDeniedAsync(context));
            return;
        }

        var server = await servers.FindAsync(waiting.AuthorizationServerId, ct);
        interactionStore.AddConsents(
            work,
            live.Authentication.UserId,
            waiting.ClientId,
            waiting.AuthorizationServerId,
            server.NeedingConsent(waiting.Scopes).Select(scope => scope.Name));
        work.Answer(() => _page.SayActivatedAsync(context));
    }
}
