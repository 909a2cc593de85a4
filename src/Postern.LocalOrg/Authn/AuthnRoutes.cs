using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn;

/// <summary>The table of <c>/api/v1</c>: reads calls for the machine, and writes what comes of them.</summary>
sealed class AuthnRoutes(
    SignInMachine machine,
    StateWriter states,
    TrustedPages trusted,
    OrgStore store,
    FactorStore factorStore,
    OrgDirectory directory,
    ApiCaller callers,
    OrgUrls urls)
{
    /// <summary>Okta's operations that only its own pages make (authn.md 11), and Duo's (authn.md 2).</summary>
    static readonly string[] NotBuilt = ["factors/{id}/lifecycle/duoCallback", "consent", "poll", "device/activate"];

    static readonly RequestLimit Limit = new("authn", PerMinute: 600);

    public void Map(RouteMap routes, SurfaceKit kit)
    {
        var surface = kit.Surface<AuthnRoutes>(routes, WriteAsync, trusted);
        surface.Post(Paths.Authn, BeginOrContinueAsync, Limit);
        foreach (var (path, read) in AuthnSteps.All)
            surface.Post(Paths.Authn + path, context => TakeAsync(context, read), Limit);
        surface.Post(
            Paths.Authn + "/recovery/password",
            Recovery((request, caller) => AuthnStarts.Recovery(RecoveryTypes.Password, request, caller)),
            Limit);
        surface.Post(
            Paths.Authn + "/recovery/unlock",
            Recovery((request, caller) => AuthnStarts.Recovery(RecoveryTypes.Unlock, request, caller)),
            Limit);
        surface.Post(Paths.Authn + "/recovery/token", Recovery(AuthnStarts.RecoveryToken), Limit);
        foreach (var path in NotBuilt)
            surface.NotBuilt($"{Paths.Authn}/{path}");
        surface.NothingAt(Paths.Authn + "/{**rest}");
        // Not below /api, and called like it: the picture that a sign-in page shows beside the user's name.
        surface.NotBuilt("/login/getimage");
        surface.Get("/api/v1/users/{userId}/factors/questions", FactorPages.QuestionsAsync);
        surface.Get("/api/v1/users/{userId}/factors/{factorId}/qr/{token}", new FactorPages(factorStore).QrCodeAsync);
        surface.NothingAt("/api/{**rest}");
    }

    Task BeginOrContinueAsync(HttpContext context) => AnswerAsync(context, BeginOrContinueAsync);

    /// <summary>A body that names a state token goes on with its transaction; any other begins one.</summary>
    async Task<SignInOutcome> BeginOrContinueAsync(AuthnCall call, Work work)
    {
        if (call.Body.StateToken is null)
            return await BeginAsync(call, AuthnStarts.SignIn, work);

        return await TakeAsync(
            call,
            call.Body is { Username: { } username, Password: { } password }
                ? new SignInInput.Password(username, password, (await AuthnCaller.ReadAsync(call.Http, call.Body, callers)).Signing)
                : new SignInInput.Look(),
            work);
    }

    Task<SignInOutcome> TakeAsync(AuthnCall call, SignInInput input, Work work) =>
        machine.TakeAsync(call.Body.StateToken ?? throw new SignInRefusal.TransactionGone(), input, work, call.Http.RequestAborted);

    async Task<SignInOutcome> BeginAsync(AuthnCall call, Func<AuthnRequest, AuthnCaller, SignInStart> read, Work work) =>
        await machine.BeginAsync(
            read(call.Body, await AuthnCaller.ReadAsync(call.Http, call.Body, callers)), work, call.Http.RequestAborted);

    RequestDelegate Recovery(Func<AuthnRequest, AuthnCaller, SignInStart> read) => context => BeginAsync(context, read);

    Task BeginAsync(HttpContext context, Func<AuthnRequest, AuthnCaller, SignInStart> read) =>
        AnswerAsync(context, (call, work) => BeginAsync(call, read, work));

    Task TakeAsync(HttpContext context, Func<AuthnCall, SignInInput> read) =>
        AnswerAsync(context, (call, work) => TakeAsync(call, read(call), work));

    async Task AnswerAsync(HttpContext context, Func<AuthnCall, Work, Task<SignInOutcome>> answer)
    {
        MediaTypes.Check(context.Request);
        var call = new AuthnCall(
            context, await JsonBody.ReadAsync(context.Request, AuthnRequestJson.Default.AuthnRequest, context.RequestAborted));
        await store.InOneWorkAsync(
            context.Origin,
            async work =>
            {
                var outcome = await answer(call, work);
                work.Answer(() => WriteAsync(context, outcome));
            },
            context.RequestAborted);
    }

    Task WriteAsync(HttpContext context, SignInOutcome outcome)
    {
        context.NoteUser(outcome.UserId);
        context.NoteUser(outcome.User);
        if (outcome is SignInOutcome.LockedOut)
            context.NoteReason("locked_out");
        if (outcome is SignInOutcome.Cancelled)
            return context.Response.WriteJsonAsync(new() { RelayState = "" }, OktaJson.Wire.CancelledBody);

        if (outcome.AutoPush is { } choice)
            DeviceCookies.Keep(context, choice, urls);
        if (outcome is SignInOutcome.Pending)
            DeviceCookies.Name(context, urls);
        return context.Response.WriteJsonAsync(states.Write(outcome), OktaJson.Wire.TransactionBody);
    }

    Task WriteAsync(HttpContext context, Trouble trouble) => trouble is Trouble.Refused { Refusal: SignInRefusal refusal }
        ? RefusalErrors.Of(refusal, directory.Org.HidesDeniedAccess).WriteAsync(context)
        : OktaError.WriteAsync(context, trouble);
}
