using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Html;

/// <summary>
/// Has somebody make themselves a user: what the app's policy asks for, and a password, so that nobody is left without one (idx.md 5).
/// </summary>
sealed class RegistrationPage(OrgDirectory directory)
{
    /// <param name="context">The browser's.</param>
    /// <param name="page">What is shown.</param>
    /// <param name="asked">What the policy asks for.</param>
    /// <param name="typed">What was typed before, by attribute.</param>
    public Task WriteAsync(
        HttpContext context, FirstPage page, SelfRegistration asked, IReadOnlyDictionary<string, string?> typed)
    {
        context.NoteShown("okta_key", page.Key);
        return Page.WriteAsync(
            context, directory, "Sign up", "okta-sign-in",
            $"""
             <h1>Sign up for {Escape.Html(directory.Org.Name)}</h1>
             {StepForm.Problem(page.Problem)}
             <form method="post" action="{PagePaths.Register}">
             <input type="hidden" name="okta_key" value="{Escape.Html(page.Key)}">
             {string.Join('\n', asked.Attributes.Select((attribute, number) => Field(attribute, typed, number == 0 ? Page.Focus : "")))}
             <label for="password">Password</label>
             <input id="password" name="password" type="password" autocomplete="new-password" required{(asked.Attributes.Count == 0 ? Page.Focus : "")}>
             <button type="submit">Sign up</button>
             </form>
             {StepForm.Ways(PageLink.Way(PagePaths.SignIn, page.Key, "Back to sign in"))}
             """);
    }

    static string Field(SelfRegistration.Attribute attribute, IReadOnlyDictionary<string, string?> typed, string focus) =>
        QuestionPage.Field(attribute, typed.GetValueOrDefault(attribute.Name), focus);
}
