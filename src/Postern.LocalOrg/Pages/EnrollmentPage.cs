using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Authn;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>Has a factor chosen and set up: one plain form for each that the enrolment policy allows, then one that proves the new factor.</summary>
sealed class EnrollmentPage(OrgDirectory directory)
{
    public Task WriteAsync(HttpContext context, string key, TransactionBody body, string? problem) =>
        Page.WriteAsync(
            context,
            directory,
            "Set up",
            "okta-sign-in",
            $"""
             <h1>Set up {(body.Status is AuthnStatuses.MfaEnroll ? "a second factor" : Escape.Html(FactorNames.BeingSetUp(body.Embedded!.Factor!)))}</h1>
             {StepForm.Problem(problem ?? FactorPage.Problem(body.FactorResult))}
             {(body.Status is AuthnStatuses.MfaEnroll ? Choices(key, body) : Activation(key, body, body.Embedded!.Factor!))}
             """);

    static string Choices(string key, TransactionBody body)
    {
        List<string> forms = [];
        foreach (var (factor, number) in FactorNames.Numbered(body.Embedded?.Factors ?? []))
            if (factor.Status is not "ACTIVE" && Fields(factor, number, forms.Count == 0 ? Page.Focus : "") is { } fields)
                forms.Add(StepForm.Write(key, body, "enroll", factor, fields));
        if (forms.Count == 0)
            forms.Add("<p>The factors that are left need a script, which this page does not have: use another client.</p>");
        if (body.Links?.Skip is not null)
            forms.Add(StepForm.Write(key, body, "skip", null, "<button type=\"submit\" class=\"quiet\">Not now</button>"));
        return string.Join('\n', [.. forms, StepForm.Ways(StepForm.BackToSignIn(key, body))]);
    }

    /// <summary>Null: a plain form cannot set it up.</summary>
    static string? Fields(FactorBody factor, string number, string focus)
    {
        var button = $"Set up {FactorNames.SetUp(factor)}{number}{(factor.Enrollment is "REQUIRED" ? " (required)" : "")}";
        var inputs = factor.FactorType switch
        {
            FactorTypes.WebAuthn => null,
            FactorTypes.Question => Question(focus),
            FactorTypes.Sms => Input("phone-sms", "phone_number", "Phone number for SMS", $"type=\"tel\" autocomplete=\"tel\"{focus}"),
            FactorTypes.Call => Input("phone-call", "phone_number", "Phone number for calls", $"type=\"tel\" autocomplete=\"tel\"{focus}"),
            FactorTypes.Token or FactorTypes.HardwareToken or FactorTypes.HmacToken =>
                Input($"code-{factor.FactorType}-{factor.Provider}", "pass_code", $"{FactorNames.Name(factor)}{number}", $"autocomplete=\"off\"{focus}"),
            _ => "",
        };
        return inputs is null ? null : $"{inputs}\n<button type=\"submit\"{(inputs.Length == 0 ? focus : "")}>{Escape.Html(button)}</button>";
    }

    static string Question(string focus) =>
        $"""
         <label for="question">Security question</label>
         <select id="question" name="question"{focus}>
         {string.Join('\n', QuestionFactor.Questions.Select(question => $"<option value=\"{Escape.Html(question.Key)}\">{Escape.Html(question.Value)}</option>"))}
         </select>
         {Input("answer", "answer", "Answer", "autocomplete=\"off\"")}
         """;

    static string Activation(string key, TransactionBody body, FactorBody factor)
    {
        var code = $"{Input("pass_code", "pass_code", "Code", $"autocomplete=\"one-time-code\" inputmode=\"numeric\"{Page.Focus}")}\n<button type=\"submit\">Verify</button>";
        var proof = factor.FactorType switch
        {
            FactorTypes.Totp =>
                $"""
                 <p>Scan this with the app, or type its key.</p>
                 {Image(factor)}
                 <p class="code">{factor.Embedded?.Activation?.SharedSecret}</p>
                 {StepForm.Write(key, body, "activate", factor, code)}
                 """,
            FactorTypes.Push when body.FactorResult is FactorResults.Waiting =>
                $"""
                 <p>Scan this with the app, then go on.</p>
                 {Image(factor)}
                 {StepForm.Write(key, body, "poll", factor, $"<button type=\"submit\"{Page.Focus}>Continue</button>")}
                 """,
            FactorTypes.Push => StepForm.Write(key, body, "activate", factor, $"<button type=\"submit\"{Page.Focus}>Try again</button>"),
            _ => StepForm.Write(key, body, "activate", factor, code),
        };
        var resend = factor.FactorType is FactorTypes.Sms or FactorTypes.Call or FactorTypes.Email ? StepForm.Way(key, body, "resend-activation", factor, "Send another code") : "";
        return $"{proof}\n{StepForm.Ways(resend, StepForm.Way(key, body, "back", factor: null, "Choose another factor"), StepForm.BackToSignIn(key, body))}";
    }

    /// <summary>From wherever this page is, whatever name the browser knows the org by.</summary>
    static string Image(FactorBody factor) => factor.Embedded?.Activation?.Links?.Qrcode is { } qrCode
        ? $"<img src=\"{Escape.Html(new Uri(qrCode.Href).AbsolutePath)}\" alt=\"QR code\">"
        : "";

    static string Input(string id, string name, string label, string more) =>
        $"<label for=\"{Escape.Html(id)}\">{Escape.Html(label)}</label>\n<input id=\"{Escape.Html(id)}\" name=\"{name}\" {more} required>";
}
