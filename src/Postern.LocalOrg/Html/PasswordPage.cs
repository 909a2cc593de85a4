using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.Html;

/// <summary>Has a password changed that has expired or soon will, or says where that is done; or set where it was forgotten.</summary>
sealed class PasswordPage(OrgDirectory directory)
{
    public Task WriteAsync(HttpContext context, Stage stage, SignInState.PasswordDue due, string? problem) =>
        Page.WriteAsync(
            context,
            directory,
            IsReset(due) ? "Set a password" : "Change password",
            "okta-sign-in",
            $"""
             <h1>{Heading(due)}</h1>
             {StepForm.Problem(problem)}
             {(directory.Org.PasswordExpiredPage is { } elsewhere && !IsReset(due) ? Elsewhere(elsewhere) : Form(stage, due))}
             {(IsWarning(due) ? StepForm.Write(stage, "skip", null, "<button type=\"submit\" class=\"quiet\">Remind me later</button>") : "")}
             {StepForm.Ways(StepForm.BackToSignIn(stage))}{StateTokenScript.Of(stage.ToldToken)}
             """);

    static bool IsWarning(SignInState.PasswordDue due) => due.Transaction.Status is AuthnStatuses.PasswordWarn;

    static bool IsReset(SignInState.PasswordDue due) => due.Transaction.Status is AuthnStatuses.PasswordReset;

    static string Heading(SignInState.PasswordDue due) => due switch
    {
        _ when IsReset(due) => "Set a new password",
        _ when !IsWarning(due) => "Your password has expired",
        { DaysLeft: 0 } => "Your password will expire today",
        _ => $"Your password will expire in {due.DaysLeft} days",
    };

    static string Elsewhere(string page) => $"<p><a href=\"{Escape.Html(page)}\">Change your password</a>, then sign in again.</p>";

    static string Form(Stage stage, SignInState.PasswordDue due) => StepForm.Write(
        stage,
        IsReset(due) ? "reset-password" : "password",
        factor: null,
        $"""
         <p>{Rules(due.Policy)}</p>
         {(IsOldKnown(stage) ? "" : Old)}<label for="new_password">New password</label>
         <input id="new_password" name="new_password" type="password" autocomplete="new-password" required{(IsOldKnown(stage) ? Page.Focus : "")}>
         <button type="submit">{(IsReset(due) ? "Set password" : "Change password")}</button>
         """);

    /// <summary>
    /// On Identity Engine it has just been given, and is not asked for again: idx.md 8. Who has forgotten it cannot give it.
    /// </summary>
    static bool IsOldKnown(Stage stage) => stage.State.Transaction is { Status: AuthnStatuses.PasswordReset }
        || (stage.State.Transaction is { Interaction: not null } proved && proved.Methods.Contains("pwd"));

    const string Old = $"""
        <label for="old_password">Old password</label>
        <input id="old_password" name="old_password" type="password" autocomplete="current-password" required{Page.Focus}>

        """;

    static string Rules(PasswordPolicy policy)
    {
        List<string> rules = [$"at least {policy.MinLength} characters"];
        foreach (var (count, name) in (ReadOnlySpan<(int, string)>)
            [
                (policy.MinLowerCase, "a lower case letter"), (policy.MinUpperCase, "an upper case letter"),
                (policy.MinNumber, "a number"), (policy.MinSymbol, "a symbol"),
            ])
            if (count > 0)
                rules.Add(name);
        if (policy.ExcludesUsername)
            rules.Add("no part of your username");
        return $"A new password has {string.Join(", ", rules)}.";
    }
}
