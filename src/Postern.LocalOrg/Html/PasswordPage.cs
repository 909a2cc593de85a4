using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Machine;

namespace Postern.LocalOrg.Html;

/// <summary>Has an expired password changed, or says where that is done.</summary>
sealed class PasswordPage(OrgDirectory directory)
{
    public Task WriteAsync(HttpContext context, Stage stage, SignInState.PasswordDue due, string? problem) =>
        Page.WriteAsync(
            context,
            directory,
            "Change password",
            "okta-sign-in",
            $"""
             <h1>Your password has expired</h1>
             {StepForm.Problem(problem)}
             {(directory.Org.PasswordExpiredPage is { } elsewhere ? $"<p><a href=\"{Escape.Html(elsewhere)}\">Change your password</a>, then sign in again.</p>" : Form(stage, due.Policy))}
             {StepForm.Ways(StepForm.BackToSignIn(stage))}
             """);

    static string Form(Stage stage, PasswordPolicy policy) => StepForm.Write(
        stage,
        "password",
        factor: null,
        $"""
         <p>{Rules(policy)}</p>
         <label for="old_password">Old password</label>
         <input id="old_password" name="old_password" type="password" autocomplete="current-password" required{Page.Focus}>
         <label for="new_password">New password</label>
         <input id="new_password" name="new_password" type="password" autocomplete="new-password" required>
         <button type="submit">Change password</button>
         """);

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
