using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>
/// Signs somebody in to an app of an org on Identity Engine, as its own API does: the app's sign-in policy says what is asked.
/// </summary>
sealed class HostedSignIn(OrgStore store, OrgDirectory directory, SignInMachine machine, PageTurn turn, SignInPages pages)
{
    /// <summary>On Classic Engine, and where no app waits, the org's policies alone say.</summary>
    public bool IsFor(PendingAuthorization pending) => directory.Org.IsIdentityEngine && pending.AppId is not null;

    public async Task TryAsync(HttpContext context, string key, PendingAuthorization pending, TypedLogin typed, CancellationToken ct)
    {
        try
        {
            await store.InOneWorkAsync(
                context.Origin,
                async work =>
                    await turn.TakeAsync(context, key, await BeginAsync(context, pending, typed, work, ct), pending, work, ct),
                ct);
        }
        catch (SignInRefusal refusal)
        {
            context.NoteUser(refusal.UserId);
            context.NoteReason(refusal);
            await pages.First.WriteAsync(
                context, new(key) { AppId = pending.AppId, Login = typed.Login, Problem = RefusalSentences.Of(refusal) });
        }
    }

    Task<SignInOutcome> BeginAsync(
        HttpContext context, PendingAuthorization pending, TypedLogin typed, Work work, CancellationToken ct)
    {
        SignInInput input = typed.Password is { } password
            ? new SignInInput.Password(typed.Login, password, CallerOf(context)) { RemembersDevice = typed.RemembersDevice }
            : new SignInInput.Identify(typed.Login, CallerOf(context)) { RemembersDevice = typed.RemembersDevice };
        return machine.Interactions.BeginHostedAsync(pending.AppId!, Begun(context, pending), input, work, ct);
    }

    /// <summary>What waits wants of it, and in which browser.</summary>
    public static Interaction Begun(HttpContext context, PendingAuthorization pending) => new()
    {
        AuthorizationServerId = pending.AuthorizationServerId,
        Context = AuthenticationContext.Read(pending.Parameters.GetValueOrDefault(Parameters.AcrValues))?.Value,
        Browser = DeviceCookies.NameOf(context.Request),
    };

    static SignInCaller CallerOf(HttpContext context) => new()
    {
        Address = context.Origin.Address, Device = DeviceCookies.NameOf(context.Request),
        AutoPushUsers = DeviceCookies.AutoPushed(context.Request.Cookies),
    };
}

/// <summary>What somebody typed on the first page.</summary>
/// <param name="Login">The user name.</param>
/// <param name="Password">Null: it is not asked for yet.</param>
sealed record TypedLogin(string Login, string? Password)
{
    /// <summary>Whether this device need not be asked for a second factor for a while.</summary>
    public bool RemembersDevice { get; init; }

    public override string ToString() => Login;
}
