using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Pages;

/// <summary>
/// Where the addresses lead that admins hand to people: to a first password, or another, by a token that is spent once somebody goes on
/// with it. They are at home then.
/// </summary>
sealed class MailedTokenForm(OrgStore store, SignInMachine machine, PageTurn turn, BehindSignIn behind, RecoveryPage page)
{
    public Task WelcomeAsync(HttpContext context) => HandleAsync(context, RecoveryTypes.AccountActivation);

    public Task ResetAsync(HttpContext context) => HandleAsync(context, RecoveryTypes.Password);

    Task HandleAsync(HttpContext context, string recoveryType) => HttpMethods.IsGet(context.Request.Method)
        ? page.OfferAsync(context, recoveryType)
        : GoOnAsync(context, new(recoveryType, context.Request.RouteValues["token"]?.ToString() ?? ""), context.RequestAborted);

    async Task GoOnAsync(HttpContext context, MailedToken mailed, CancellationToken ct)
    {
        var (key, pending) = await behind.OpenAsync(context, ct);
        var path = context.Request.Path.ToUriComponent();
        await store.InOneWorkAsync(
            // The System Log tells the path, and need not tell the token.
            context.Origin with { Path = path[..(path.LastIndexOf('/') + 1)] },
            async work =>
            {
                var begun = await machine.Interactions.BeginHostedAsync(HostedSignIn.Begun(context, pending), mailed, work, ct);
                await turn.TakeAsync(context, key, begun, pending, work, ct);
            },
            ct);
    }
}
