using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Html;

/// <summary>
/// Has somebody prove whose forgotten password or locked account it is: who, by a code that is sent, and the answer that only they know.
/// Whether there is such an account no page tells (idx.md 8).
/// </summary>
sealed class RecoveryPage(OrgDirectory directory)
{
    const string Id = "okta-sign-in";

    /// <summary>What the buttons are called that send a code, by the form's <c>method</c>.</summary>
    static readonly IReadOnlyList<(string Method, string Text)> Methods =
    [
        ("email", "Send a code by e-mail"), ("sms", "Send a code by SMS"), ("voice", "Send a code by phone call"),
    ];

    /// <param name="context">The browser's.</param>
    /// <param name="page">What is shown.</param>
    /// <param name="recoveryType">One of <see cref="RecoveryTypes"/>.</param>
    public Task AskWhoAsync(HttpContext context, FirstPage page, string recoveryType)
    {
        context.NoteShown("okta_key", page.Key);
        var isUnlock = recoveryType is RecoveryTypes.Unlock;
        var title = isUnlock ? "Unlock your account" : "Reset your password";
        return Page.WriteAsync(
            context, directory, title, Id,
            $"""
             <h1>{title}</h1>
             {StepForm.Problem(page.Problem)}
             <form method="post" action="{(isUnlock ? PagePaths.LockedAccount : PagePaths.ForgottenPassword)}">
             <input type="hidden" name="okta_key" value="{Escape.Html(page.Key)}">
             <label for="username">Username</label>
             <input id="username" name="username" autocomplete="username" value="{Escape.Html(page.Login ?? "")}" autocapitalize="none" spellcheck="false" required{Page.Focus}>
             {string.Join('\n', Methods.Select((each, number) => Button(each.Method, each.Text, isFirst: number == 0)))}
             </form>
             {StepForm.Ways(PageLink.Way(PagePaths.SignIn, page.Key, "Back to sign in"))}
             """);
    }

    /// <summary>What only looks at the address of a mail spends nothing: there is a button to press.</summary>
    public Task OfferAsync(HttpContext context, string recoveryType)
    {
        var title = recoveryType is RecoveryTypes.AccountActivation ? $"Welcome to {directory.Org.Name}" : "Reset your password";
        return Page.WriteAsync(
            context, directory, "Set a password", Id,
            $"""
             <h1>{Escape.Html(title)}</h1>
             <form method="post">
             <button type="submit"{Page.Focus}>Set a password</button>
             </form>
             """);
    }

    /// <summary>By a link that has expired.</summary>
    public Task OfferActivationAsync(HttpContext context, Stage stage) => Page.WriteAsync(
        context, directory, "Activation link has expired", Id,
        $"""
         <h1>Your activation link has expired</h1>
         {StepForm.Write(stage, "request-activation", factor: null, $"<button type=\"submit\"{Page.Focus}>Send another one</button>")}
         {StepForm.Ways(StepForm.BackToSignIn(stage))}
         """);

    public Task AskForCodeAsync(HttpContext context, Stage stage, string? problem)
    {
        var channel = RecoveryMessages.ChannelOf(stage.State.Transaction.RecoveryFactor);
        ShownFactor sent = new() { Id = stage.State.Transaction.RecoveryFactor ?? "", FactorType = channel, Provider = "OKTA" };
        return Page.WriteAsync(
            context, directory, "Enter the code", Id,
            $"""
             <h1>Enter the code</h1>
             {StepForm.Problem(problem)}
             <p>{Sent(channel)}</p>
             {StepForm.Write(stage, "recovery-code", sent, Code)}
             {StepForm.Ways(
                 StepForm.Opened(stage, channel), StepForm.Way(stage, "resend-recovery", sent, "Send another code"),
                 StepForm.BackToSignIn(stage))}
             """);
    }

    public Task AskQuestionAsync(HttpContext context, Stage stage, SignInState.AskingRecoveryQuestion asking, string? problem) =>
        Page.WriteAsync(
            context, directory, "Answer your question", Id,
            $"""
             <h1>Answer your question</h1>
             {StepForm.Problem(problem)}
             {StepForm.Write(
                 stage, "recovery-answer", factor: null,
                 $"<label for=\"answer\">{Escape.Html(asking.Question ?? "Your answer")}</label>\n" +
                 $"<input id=\"answer\" name=\"answer\" autocomplete=\"off\" required{Page.Focus}>\n<button type=\"submit\">Continue</button>")}
             {StepForm.Ways(StepForm.BackToSignIn(stage))}
             """);

    static string Button(string method, string text, bool isFirst) =>
        $"<button type=\"submit\" name=\"method\" value=\"{method}\"{(isFirst ? "" : " class=\"quiet\"")}>{text}</button>";

    static string Sent(string channel) => channel switch
    {
        FactorTypes.Email => "If there is such an account, a mail with a code and a link is on its way to its address.",
        FactorTypes.Call => "If there is such an account with a phone, that is being called, and told a code.",
        _ => "If there is such an account with a phone, a message with a code is on its way to that.",
    };

    const string Code = $"""
        <label for="pass_code">Code</label>
        <input id="pass_code" name="pass_code" autocomplete="one-time-code" inputmode="numeric" required{Page.Focus}>
        <button type="submit">Verify</button>
        """;
}
