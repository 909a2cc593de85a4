using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Authn;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>A step of the Authentication API as a plain form: written for a page, and read when it comes back.</summary>
static class StepForm
{
    /// <summary>By the form's word for it: the step's path below <c>/api/v1/authn</c>.</summary>
    static readonly Dictionary<string, string> Paths = new()
    {
        ["verify"] = "/factors/{factorId}/verify", ["resend"] = "/factors/{factorId}/verify/resend", ["enroll"] = "/factors",
        ["activate"] = "/factors/{factorId}/lifecycle/activate", ["poll"] = "/factors/{factorId}/lifecycle/activate/poll",
        ["resend-activation"] = "/factors/{factorId}/lifecycle/resend", ["back"] = "/previous", ["skip"] = "/skip", [Cancel] = "/cancel",
        ["password"] = "/credentials/change_password",
    };

    const string Cancel = "cancel";

    /// <summary>What people call what they type.</summary>
    static readonly Dictionary<string, string> Fields = new()
    {
        ["pass_code"] = "code", ["answer"] = "answer", ["phone_number"] = "phone number", ["old_password"] = "old password", ["new_password"] = "new password",
    };

    /// <summary>The fields are HTML, the button's included.</summary>
    public static string Write(string key, TransactionBody body, string step, FactorBody? factor, string fields) => Form("choice", key, body, step, factor, fields);

    /// <summary>A step that leads away from what the page asks, at its foot.</summary>
    public static string Way(string key, TransactionBody body, string step, FactorBody? factor, string text) =>
        Form("way", key, body, step, factor, $"<button type=\"submit\" class=\"way\">{text}</button>");

    /// <summary>Ends the transaction; what the sign-in is for waits on.</summary>
    public static string BackToSignIn(string key, TransactionBody body) => Way(key, body, Cancel, factor: null, "Back to sign in");

    public static string Ways(params IEnumerable<string> ways) => $"<div class=\"ways\">\n{string.Join('\n', ways.Where(way => way.Length > 0))}\n</div>";

    public static bool LeadsBackToSignIn(IFormCollection form) => form["step"] == Cancel;

    /// <summary>What to tell somebody who has sent a field empty; null where none is. Such a one is not a wrong answer, nor a wish for another code.</summary>
    public static string? Blank(IFormCollection form)
    {
        foreach (var (name, called) in Fields)
            if (form.TryGetValue(name, out var value) && string.IsNullOrWhiteSpace(value))
                return $"The {(name is "pass_code" && form["factor_type"] == FactorTypes.Question ? "answer" : called)} cannot be left blank.";
        return null;
    }

    /// <summary>Null where it is no step.</summary>
    public static string? PathOf(IFormCollection form) => Paths.GetValueOrDefault(form["step"].ToString());

    public static AuthnRequest Read(IFormCollection form) => new()
    {
        StateToken = form["state_token"].ToString(), FactorType = Given(form, "factor_type"), Provider = Given(form, "provider"), PassCode = Given(form, "pass_code")?.Trim(),
        OldPassword = Given(form, "old_password"), NewPassword = Given(form, "new_password"),
        Profile = new()
        {
            PhoneNumber = Given(form, "phone_number"), Question = Given(form, "question"), Answer = Given(form, "answer"), CredentialId = Given(form, "credential_id"),
        },
    };

    /// <summary>A paragraph for what went wrong; nothing where nothing did.</summary>
    public static string Problem(string? problem) => problem is null ? "" : $"<p class=\"problem\" role=\"alert\">{Escape.Html(problem)}</p>";

    static string Form(string kind, string key, TransactionBody body, string step, FactorBody? factor, string fields) =>
        $"""
         <form class="{kind}" method="post" action="{PageRoutes.StepPath}">
         <input type="hidden" name="okta_key" value="{Escape.Html(key)}">
         <input type="hidden" name="state_token" value="{Escape.Html(body.StateToken ?? "")}">
         <input type="hidden" name="step" value="{step}">
         {(factor is null ? "" : Hidden(factor))}
         {fields}
         </form>
         """;

    static string Hidden(FactorBody factor) =>
        $"""
         <input type="hidden" name="factor" value="{Escape.Html(factor.Id ?? "")}">
         <input type="hidden" name="factor_type" value="{Escape.Html(factor.FactorType)}">
         <input type="hidden" name="provider" value="{Escape.Html(factor.Provider)}">
         """;

    static string? Given(IFormCollection form, string name) => form[name] is [{ Length: > 0 } value] ? value : null;
}
