using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Authn;

namespace Postern.LocalOrg.Pages;

/// <summary>A step of the Authentication API as a plain form: written for a page, and read when it comes back.</summary>
static class StepForm
{
    /// <summary>By the form's word for it: the step's path below <c>/api/v1/authn</c>.</summary>
    static readonly Dictionary<string, string> Paths = new()
    {
        ["verify"] = "/factors/{factorId}/verify", ["enroll"] = "/factors", ["activate"] = "/factors/{factorId}/lifecycle/activate",
        ["poll"] = "/factors/{factorId}/lifecycle/activate/poll", ["resend"] = "/factors/{factorId}/lifecycle/resend", ["back"] = "/previous", ["skip"] = "/skip",
        ["password"] = "/credentials/change_password",
    };

    /// <summary>The fields are HTML, the button's included.</summary>
    public static string Write(string key, TransactionBody body, string step, FactorBody? factor, string fields) =>
        $"""
         <form method="post" action="{PageRoutes.StepPath}">
         <input type="hidden" name="okta_key" value="{Escape.Html(key)}">
         <input type="hidden" name="state_token" value="{Escape.Html(body.StateToken ?? "")}">
         <input type="hidden" name="step" value="{step}">
         {(factor is null ? "" : Hidden(factor))}
         {fields}
         </form>
         """;

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

    static string Hidden(FactorBody factor) =>
        $"""
         <input type="hidden" name="factor" value="{Escape.Html(factor.Id ?? "")}">
         <input type="hidden" name="factor_type" value="{Escape.Html(factor.FactorType)}">
         <input type="hidden" name="provider" value="{Escape.Html(factor.Provider)}">
         """;

    static string? Given(IFormCollection form, string name) => form[name] is [{ Length: > 0 } value] ? value : null;
}
