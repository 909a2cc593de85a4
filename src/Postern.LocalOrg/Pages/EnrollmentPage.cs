using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Authn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>Has a factor chosen and set up: one plain form for each that the enrolment policy allows, then one that proves the new factor.</summary>
sealed class EnrollmentPage(Organization org)
{
    public Task WriteAsync(HttpContext context, string key, TransactionBody body, string? problem) =>
        Page.WriteAsync(
            context,
            org,
            "Set up",
            "okta-sign-in",
            $"""
             <h1>{(body.Status is AuthnStatuses.MfaEnroll ? "Set up a second factor" : Escape.Html(FactorPage.Name(body.Embedded!.Factor!)))}</h1>
             {StepForm.Problem(problem ?? FactorPage.Problem(body.FactorResult))}
             {(body.Status is AuthnStatuses.MfaEnroll ? Choices(key, body) : Activation(key, body, body.Embedded!.Factor!))}
             """);

    static string Choices(string key, TransactionBody body)
    {
        List<string> forms = [];
        foreach (var factor in body.Embedded?.Factors ?? [])
            if (factor.Status is not "ACTIVE" && Fields(factor) is { } fields)
                forms.Add(StepForm.Write(key, body, "enroll", factor, $"{fields}\n<button type=\"submit\">Set up {Escape.Html(Name(factor))}{(factor.Enrollment is "REQUIRED" ? " (required)" : "")}</button>"));
        if (forms.Count == 0)
            forms.Add("<p>The factors that are left need a script, which this page does not have: use another client.</p>");
        if (body.Links?.Skip is not null)
            forms.Add(StepForm.Write(key, body, "skip", null, "<button type=\"submit\" class=\"quiet\">Not now</button>"));
        return string.Join('\n', forms);
    }

    /// <summary>Null: a plain form cannot set it up.</summary>
    static string? Fields(FactorBody factor) => factor.FactorType switch
    {
        FactorTypes.WebAuthn => null,
        FactorTypes.Question =>
            $"""
             <label for="question">Security question</label>
             <select id="question" name="question">
             {string.Join('\n', QuestionFactor.Questions.Select(question => $"<option value=\"{Escape.Html(question.Key)}\">{Escape.Html(question.Value)}</option>"))}
             </select>
             <label for="answer">Answer</label>
             <input id="answer" name="answer" autocomplete="off" required>
             """,
        FactorTypes.Sms or FactorTypes.Call => Input($"phone-{factor.FactorType}", "phone_number", "Phone number", "type=\"tel\" autocomplete=\"tel\""),
        FactorTypes.Token or FactorTypes.HardwareToken or FactorTypes.HmacToken => Input($"code-{factor.Provider}", "pass_code", $"Code of your {factor.Provider} token", "autocomplete=\"off\""),
        _ => "",
    };

    static string Activation(string key, TransactionBody body, FactorBody factor)
    {
        var code = Input("pass_code", "pass_code", "Code", "autocomplete=\"one-time-code\"");
        List<string> parts = factor.FactorType switch
        {
            FactorTypes.Totp =>
            [
                $"<p>Scan this with the app, or type its key.</p>\n{Image(factor)}\n<p class=\"code\">{factor.Embedded?.Activation?.SharedSecret}</p>",
                StepForm.Write(key, body, "activate", factor, $"{code}\n<button type=\"submit\">Verify</button>"),
            ],
            FactorTypes.Push when body.FactorResult is FactorResults.Waiting =>
                [$"<p>Scan this with the app, then go on.</p>\n{Image(factor)}", StepForm.Write(key, body, "poll", factor, "<button type=\"submit\">Continue</button>")],
            FactorTypes.Push => [StepForm.Write(key, body, "activate", factor, "<button type=\"submit\">Try again</button>")],
            _ =>
            [
                StepForm.Write(key, body, "activate", factor, $"{code}\n<button type=\"submit\">Verify</button>"),
                StepForm.Write(key, body, "resend", factor, "<button type=\"submit\" class=\"quiet\">Send another code</button>"),
            ],
        };
        parts.Add(StepForm.Write(key, body, "back", factor, "<button type=\"submit\" class=\"quiet\">Back</button>"));
        return string.Join('\n', parts);
    }

    /// <summary>From wherever this page is, whatever name the browser knows the org by.</summary>
    static string Image(FactorBody factor) => factor.Embedded?.Activation?.Links?.Qrcode is { } qrCode
        ? $"<img src=\"{Escape.Html(new Uri(qrCode.Href).AbsolutePath)}\" alt=\"QR code\">"
        : "";

    static string Input(string id, string name, string label, string more) =>
        $"<label for=\"{Escape.Html(id)}\">{Escape.Html(label)}</label>\n<input id=\"{Escape.Html(id)}\" name=\"{name}\" {more} required>";

    static string Name(FactorBody factor) => factor.FactorType switch
    {
        FactorTypes.Sms => "SMS",
        FactorTypes.Call => "phone call",
        FactorTypes.Email => "e-mail",
        FactorTypes.Push => "Okta Verify push",
        FactorTypes.Question => "security question",
        FactorTypes.Totp => factor.Provider is "GOOGLE" ? "Google Authenticator" : "Okta Verify",
        _ => $"{factor.Provider} token",
    };
}
