using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Machine;

namespace Postern.LocalOrg.Html;

/// <summary>
/// What Identity Engine asks of somebody who has proved enough: what the profile lacks, and whether to stay signed in (idx.md 8).
/// </summary>
sealed class QuestionPage(OrgDirectory directory)
{
    /// <summary>What the fields of a profile are called, before the attribute's name.</summary>
    public const string Attribute = "profile.";

    public Task AskForProfileAsync(HttpContext context, Stage stage, SignInState.CompletingProfile state, string? problem) => WriteAsync(
        context, "Complete your profile",
        $"""
         {StepForm.Problem(problem)}
         {StepForm.Write(stage, "profile", factor: null, $"{string.Join('\n', state.Missing.Select((attribute, number) => Field(attribute, null, number == 0 ? Page.Focus : "")))}\n<button type=\"submit\">Continue</button>")}
         {StepForm.Ways(state.MaySkip ? StepForm.Way(stage, "skip", factor: null, "Not now") : "", StepForm.BackToSignIn(stage))}
         """);

    public Task AskToStayAsync(HttpContext context, Stage stage, string? problem) => WriteAsync(
        context, "Stay signed in?",
        $"""
         {StepForm.Problem(problem)}
         {StepForm.Write(
             stage, "stay", factor: null,
             "<button type=\"submit\" name=\"decision\" value=\"yes\">Stay signed in</button>\n" +
             "<button type=\"submit\" name=\"decision\" value=\"no\" class=\"quiet\">Don&#x27;t stay signed in</button>")}
         """);

    public static string Field(SelfRegistration.Attribute attribute, string? typed, string focus)
    {
        var name = Escape.Html(Attribute + attribute.Name);
        var value = typed is { Length: > 0 } ? $" value=\"{Escape.Html(typed)}\"" : "";
        return $"<label for=\"{name}\">{Escape.Html(attribute.Label)}</label>\n" +
            $"<input id=\"{name}\" name=\"{name}\"{value}{(attribute.IsRequired ? " required" : "")}{focus}>";
    }

    Task WriteAsync(HttpContext context, string title, string body) => Page.WriteAsync(
        context, directory, title, "okta-sign-in", $"<h1>{Escape.Html(title)}</h1>\n{body}");
}
