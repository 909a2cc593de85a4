using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postern.LocalOrg.Authn.Steps;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn;

/// <summary>The table of <c>/api/v1</c>.</summary>
sealed class AuthnRoutes(
    PrimaryAuthentication primary, Dispatcher dispatcher, IReadOnlyList<IAuthnStep> steps, RecoveryStart recovery, FactorPages pages,
    AuthenticateStep authenticate, TrustedPages trusted, OrgStore store, OrgDirectory directory)
{
    /// <summary>Okta's operations that only its own pages make (authn.md 11), and Duo's (authn.md 2).</summary>
    static readonly string[] NotBuilt = ["factors/{id}/lifecycle/duoCallback", "consent", "poll", "device/activate"];

    static readonly RequestLimit Limit = new("authn", PerMinute: 600);

    public void Map(IEndpointRouteBuilder routes, SurfaceKit kit)
    {
        var surface = kit.Surface<AuthnRoutes>(routes, WriteAsync, trusted);
        surface.Post(Paths.Authn, BeginOrContinueAsync, Limit);
        foreach (var step in steps)
            surface.Post(Paths.Authn + step.Path, context => TakeAsync(step, context), Limit);
        surface.Post(Paths.Authn + "/recovery/password", Recovery((request, caller, work, ct) => recovery.BeginAsync(RecoveryTypes.Password, request, caller, work, ct)), Limit);
        surface.Post(Paths.Authn + "/recovery/unlock", Recovery((request, caller, work, ct) => recovery.BeginAsync(RecoveryTypes.Unlock, request, caller, work, ct)), Limit);
        surface.Post(Paths.Authn + "/recovery/token", Recovery(recovery.RedeemAsync), Limit);
        foreach (var path in NotBuilt)
            surface.NotBuilt($"{Paths.Authn}/{path}");
        surface.NothingAt(Paths.Authn + "/{**rest}");
        // Not below /api, and called like it: the picture that a sign-in page shows beside the user's name.
        surface.NotBuilt("/login/getimage");
        surface.Get("/api/v1/users/{userId}/factors/questions", FactorPages.QuestionsAsync);
        surface.Get("/api/v1/users/{userId}/factors/{factorId}/qr/{token}", pages.QrCodeAsync);
        surface.NotBuilt("/api/v1/{**rest}");
        surface.NothingAt("/api/{**rest}");
    }

    /// <summary>A body that names a state token goes on with its transaction; any other begins one.</summary>
    Task BeginOrContinueAsync(HttpContext context) => AnswerAsync(context, async (request, work) => request.StateToken is null
        ? await primary.BeginAsync(request, AuthnCaller.Read(context, request, directory), work, context.RequestAborted)
        : await dispatcher.TakeAsync(authenticate, request, context, work, context.RequestAborted));

    Task TakeAsync(IAuthnStep step, HttpContext context) =>
        AnswerAsync(context, async (request, work) => await dispatcher.TakeAsync(step, request, context, work, context.RequestAborted));

    RequestDelegate Recovery(Func<AuthnRequest, AuthnCaller, Work, CancellationToken, Task<TransactionBody>> begin) => context =>
        AnswerAsync(context, async (request, work) => await begin(request, AuthnCaller.Read(context, request, directory), work, context.RequestAborted));

    async Task AnswerAsync(HttpContext context, Func<AuthnRequest, Work, Task<TransactionBody?>> answer)
    {
        MediaTypes.Check(context.Request);
        var request = await JsonBody.ReadAsync(context.Request, AuthnRequestJson.Default.AuthnRequest, context.RequestAborted);
        await store.InOneWorkAsync(
            async work =>
            {
                var body = await answer(request, work);
                work.Answer(() => WriteAsync(context, body));
            },
            context.RequestAborted);
    }

    static Task WriteAsync(HttpContext context, TransactionBody? body)
    {
        if (body is null)
            return context.Response.WriteJsonAsync(new() { RelayState = "" }, OktaJson.Wire.CancelledBody);

        if (body.StateToken is not null)
            AuthnCaller.NameDevice(context);
        return context.Response.WriteJsonAsync(body, OktaJson.Wire.TransactionBody);
    }

    Task WriteAsync(HttpContext context, Trouble trouble) => trouble is Trouble.Refused { Refusal: SignInRefusal refusal }
        ? RefusalErrors.Of(refusal, directory.Org.HidesDeniedAccess).WriteAsync(context)
        : OktaError.WriteAsync(context, trouble);
}
