using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Html;

/// <summary>The hosted sign-in page: a plain form that needs no script.</summary>
sealed class SignInPage(OrgDirectory directory)
{
    /// <summary>Whatever there is in the way, it is not told.</summary>
    public const string Refused = "Unable to sign in";

    public const string LockedOut = "Your account is locked. Please contact your administrator.";

    public Task WriteAsync(HttpContext context, string key, string? login, string? problem) =>
        WriteAsync(context, key, login, problem, stateToken: null);

    public Task WriteAsync(HttpContext context, string key, string? login, string? problem, string? stateToken)
    {
        context.NoteShown("okta_key", key);
        return Page.WriteAsync(
            context,
            directory,
            "Sign In",
            "okta-sign-in",
            $"""
             <h1>Sign in to {Escape.Html(directory.Org.Name)}</h1>
             {StepForm.Problem(problem)}
             <form method="post" action="{PagePaths.SignIn}">
             <input type="hidden" name="okta_key" value="{Escape.Html(key)}">
             <label for="username">Username</label>
             <input id="username" name="username" autocomplete="username" value="{Escape.Html(login ?? "")}" autocapitalize="none" spellcheck="false" required{(login is { Length: > 0 } ? "" : Page.Focus)}>
             <label for="password">Password</label>
             <input id="password" name="password" type="password" autocomplete="current-password" required{(login is { Length: > 0 } ? Page.Focus : "")}>
             {(directory.Org.IsIdentityEngine ? Remember : "")}<button type="submit">Sign in</button>
             </form>{StateTokenScript.Of(stateToken)}
             """);
    }

    /// <summary>What Identity Engine's first form asks besides: idx.md 6.1.</summary>
    const string Remember =
        "<label><input type=\"checkbox\" name=\"remember_me\" value=\"true\"> Remember this device</label>\n";

    /// <summary>What to tell somebody who has left a field empty, which is not a wrong password; null where none is.</summary>
    public static string? Blank(string login, string password) =>
        string.IsNullOrWhiteSpace(login) ? "Please enter a username" : password.Length == 0 ? "Please enter a password" : null;
}
