using Postern.Protocol;

namespace Postern.LocalOrg.Html;

/// <summary>A step of a sign-in as a plain form.</summary>
static class StepForm
{
    /// <summary>The fields are HTML, the button's included.</summary>
    public static string Write(Stage stage, string step, ShownFactor? factor, string fields) => Form("choice", stage, step, factor, fields);

    /// <summary>A step that leads away from what the page asks, at its foot.</summary>
    public static string Way(Stage stage, string step, ShownFactor? factor, string text) =>
        Form("way", stage, step, factor, $"<button type=\"submit\" class=\"way\">{text}</button>");

    /// <summary>
    /// Where a mail with a link was sent: on, once that has been opened. Nothing where there was none, or no link in it.
    /// </summary>
    public static string Opened(Stage stage, string factorType) =>
        factorType is FactorTypes.Email && stage.State.Transaction.Interaction?.Browser is not null
            ? Way(stage, "look", factor: null, "I have opened the link in the mail")
            : "";

    /// <summary>Ends the transaction; what the sign-in is for waits on.</summary>
    public static string BackToSignIn(Stage stage) => Way(stage, "cancel", factor: null, "Back to sign in");

    public static string Ways(params IEnumerable<string> ways) =>
        $"<div class=\"ways\">\n{string.Join('\n', ways.Where(way => way.Length > 0))}\n</div>";

    /// <summary>A paragraph for what went wrong; nothing where nothing did.</summary>
    public static string Problem(string? problem) =>
        problem is null ? "" : $"<p class=\"problem\" role=\"alert\">{Escape.Html(problem)}</p>";

    /// <summary>A paragraph for what has been done.</summary>
    public static string Notice(string? notice) => notice is null ? "" : $"<p role=\"status\">{Escape.Html(notice)}</p>";

    static string Form(string kind, Stage stage, string step, ShownFactor? factor, string fields) =>
        $"""
         <form class="{kind}" method="post" action="{PagePaths.Step}">
         <input type="hidden" name="okta_key" value="{Escape.Html(stage.Key)}">
         <input type="hidden" name="state_token" value="{Escape.Html(stage.StateToken)}">
         <input type="hidden" name="step" value="{step}">
         {(factor is null ? "" : Hidden(factor))}
         {fields}
         </form>
         """;

    static string Hidden(ShownFactor factor) =>
        $"""
         <input type="hidden" name="factor" value="{Escape.Html(factor.Id)}">
         <input type="hidden" name="factor_type" value="{Escape.Html(factor.FactorType)}">
         <input type="hidden" name="provider" value="{Escape.Html(factor.Provider)}">
         """;
}
