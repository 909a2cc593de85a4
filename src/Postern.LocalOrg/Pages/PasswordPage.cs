using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Authn;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Pages;

/// <summary>Has an expired password changed, or says where that is done.</summary>
sealed class PasswordPage(OrgDirectory directory)
{
    public Task WriteAsync(HttpContext context, string key, TransactionBody body, string? problem) =>
        Page.WriteAsync(
            context,
            directory,
            "Change password",
            "okta-sign-in",
            $"""
             <h1>Your password has expired</h1>
             {StepForm.Problem(problem)}
             {(directory.Org.PasswordExpiredPage is { } elsewhere ? $"<p><a href=\"{Escape.Html(elsewhere)}\">Change your password</a>, then sign in again.</p>" : Form(key, body))}
             {StepForm.Ways(StepForm.BackToSignIn(key, body))}
             """);

    static string Form(string key, TransactionBody body) => StepForm.Write(
        key,
        body,
        "password",
        factor: null,
        $"""
         {(body.Embedded?.Policy?.Complexity is { } complexity ? $"<p>{Rules(complexity)}</p>" : "")}
         <label for="old_password">Old password</label>
         <input id="old_password" name="old_password" type="password" autocomplete="current-password" required{Page.Focus}>
         <label for="new_password">New password</label>
         <input id="new_password" name="new_password" type="password" autocomplete="new-password" required>
         <button type="submit">Change password</button>
         """);

    static string Rules(ComplexityBody complexity)
    {
        List<string> rules = [$"at least {complexity.MinLength} characters"];
        foreach (var (count, name) in (ReadOnlySpan<(int, string)>)
            [(complexity.MinLowerCase, "a lower case letter"), (complexity.MinUpperCase, "an upper case letter"), (complexity.MinNumber, "a number"), (complexity.MinSymbol, "a symbol")])
            if (count > 0)
                rules.Add(name);
        if (complexity.ExcludeUsername)
            rules.Add("no part of your username");
        return $"A new password has {string.Join(", ", rules)}.";
    }
}
