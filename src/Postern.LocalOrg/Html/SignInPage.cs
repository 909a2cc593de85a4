using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Html;

/// <summary>
/// The hosted sign-in page: a plain form that needs no script, and the ways to what else there is. Where another provider signs people in,
/// the way there alone; where a factor may take the password's place, the user name alone.
/// </summary>
sealed class SignInPage(OrgDirectory directory, SignInOffers offers)
{
    /// <summary>Whatever there is in the way, it is not told.</summary>
    public const string Refused = "Unable to sign in";

    public const string LockedOut = "Your account is locked. Please contact your administrator.";

    public async Task WriteAsync(HttpContext context, FirstPage page)
    {
        context.NoteShown("okta_key", page.Key);
        var offer = await offers.OfAsync(page, context.Origin.Address, context.RequestAborted);
        await Page.WriteAsync(
            context,
            directory,
            "Sign In",
            "okta-sign-in",
            $"""
             <h1>Sign in to {Escape.Html(directory.Org.Name)}</h1>
             {StepForm.Problem(page.Problem)}{StepForm.Notice(page.Notice)}
             {(offer.Routing.IsHere ? Form(page) : "")}{Ways(page, offer)}{StateTokenScript.Of(page.StateToken)}
             """);
    }

    /// <summary>
    /// As Identity Engine's own first form does, where a policy lets anybody begin with a factor (idx.md 6.1): of a sign-in for an app.
    /// </summary>
    public bool AsksForNameAlone(string? appId) =>
        appId is not null && directory.Org is { IsIdentityEngine: true, FactorMayComeFirst: true };

    string Form(FirstPage page)
    {
        var isAlone = AsksForNameAlone(page.AppId);
        var (isNamed, login) = (!isAlone && page.Login is { Length: > 0 }, page.Login ?? "");
        return
            $"""
             <form method="post" action="{PagePaths.SignIn}">
             <input type="hidden" name="okta_key" value="{Escape.Html(page.Key)}">
             <label for="username">Username</label>
             <input id="username" name="username" autocomplete="username" value="{Escape.Html(login)}" autocapitalize="none" spellcheck="false" required{(isNamed ? "" : Page.Focus)}>
             {(isAlone ? "" : Password(isNamed ? Page.Focus : ""))}{(directory.Org.IsIdentityEngine ? Remember : "")}<button type="submit">{(isAlone ? "Next" : "Sign in")}</button>
             </form>
             """;
    }

    static string Password(string focus) =>
        $"""
         <label for="password">Password</label>
         <input id="password" name="password" type="password" autocomplete="current-password" required{focus}>

         """;

    static string Ways(FirstPage page, SignInOffer offer)
    {
        List<string> ways = [.. offer.Routing.Providers.Select(
            provider => PageLink.Way(PagePaths.Provider(provider.Id), page.Key, $"Sign in with {provider.Name}"))];
        // Whoever has been routed by their name may be somebody else.
        if (!offer.Routing.IsHere && page.Login is { Length: > 0 })
            ways.Add(PageLink.Way(PagePaths.SignIn, page.Key, "Back to sign in"));
        if (offer.Resets)
            ways.Add(PageLink.Way(PagePaths.ForgottenPassword, page.Key, "Forgot password?"));
        if (offer.Unlocks)
            ways.Add(PageLink.Way(PagePaths.LockedAccount, page.Key, "Unlock account?"));
        if (offer.Registration is not null)
            ways.Add(PageLink.Way(PagePaths.Register, page.Key, "Sign up"));
        return ways.Count == 0 ? "" : "\n" + StepForm.Ways(ways);
    }

    /// <summary>What Identity Engine's first form asks besides: idx.md 6.1.</summary>
    const string Remember =
        "<label><input type=\"checkbox\" name=\"remember_me\" value=\"true\"> Remember this device</label>\n";

    /// <summary>What to tell somebody who has left a field empty, which is not a wrong password; null where none is.</summary>
    /// <param name="login">The user name.</param>
    /// <param name="password">Null: it is not asked for yet.</param>
    public static string? Blank(string login, string? password) =>
        string.IsNullOrWhiteSpace(login) ? "Please enter a username" : password is "" ? "Please enter a password" : null;
}
