using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.Html;

/// <summary>
/// Has a factor chosen and set up: one form for each that the enrolment policy allows, then one that proves the new factor.
/// </summary>
sealed class EnrollmentPage(OrgDirectory directory, OrgUrls urls)
{
    const string Title = "Set up", Id = "okta-sign-in";

    public Task WriteAsync(HttpContext context, Stage stage, string? problem)
    {
        var body =
            $"""
             <h1>{Heading(stage.State)}</h1>
             {StepForm.Problem(problem ?? FactorPage.Problem(stage.State.Transaction.FactorResult))}
             {(stage.State is SignInState.ChoosingEnrollment choosing ? Choices(stage, choosing) : Activation(stage, (SignInState.Enrolling)stage.State))}{StateTokenScript.Of(stage.ToldToken)}
             """;
        if (!SecurityKeyForm.IsIn(stage.State))
            return Page.WriteAsync(context, directory, Title, Id, body);

        var nonce = Page.NewNonce();
        return Page.WriteScriptedAsync(context, directory, Title, Id, $"{body}\n{SecurityKeyForm.Script(nonce)}", nonce);
    }

    static string Heading(SignInState state) => state switch
    {
        SignInState.Enrolling when Registered.IsVerifying(state.Transaction) => "Verify your e-mail address",
        SignInState.Enrolling being => $"Set up {Escape.Html(FactorNames.BeingSetUp(ShownFactor.Of(being.Factor)))}",
        _ => "Set up a second factor",
    };

    static string Choices(Stage stage, SignInState.ChoosingEnrollment choosing)
    {
        List<string> forms = [];
        foreach (var ((factor, number), rule) in FactorNames.Numbered([.. choosing.Choices.Select(ShownFactor.Of)]).Zip(choosing.Choices))
            if (!NextState.IsEnrolled(rule, choosing.Enrolled))
                forms.Add(
                    StepForm.Write(
                        stage, "enroll", factor, Fields(factor, number, rule.IsRequired, forms.Count == 0 ? Page.Focus : "")));
        if (choosing.MaySkip)
            forms.Add(StepForm.Write(stage, "skip", null, "<button type=\"submit\" class=\"quiet\">Not now</button>"));
        return string.Join('\n', [.. forms, StepForm.Ways(StepForm.BackToSignIn(stage))]);
    }

    static string Fields(ShownFactor factor, string number, bool isRequired, string focus)
    {
        var button = $"Set up {FactorNames.SetUp(factor)}{number}{(isRequired ? " (required)" : "")}";
        var inputs = factor.FactorType switch
        {
            FactorTypes.Question => Question(focus),
            FactorTypes.Sms => Input("phone-sms", "phone_number", "Phone number for SMS", $"type=\"tel\" autocomplete=\"tel\"{focus}"),
            FactorTypes.Call => Input("phone-call", "phone_number", "Phone number for calls", $"type=\"tel\" autocomplete=\"tel\"{focus}"),
            FactorTypes.Token or FactorTypes.HardwareToken or FactorTypes.HmacToken =>
                Input(
                    $"code-{factor.FactorType}-{factor.Provider}",
                    "pass_code",
                    $"{FactorNames.Name(factor)}{number}",
                    $"autocomplete=\"off\"{focus}"),
            _ => "",
        };
        return $"{inputs}\n<button type=\"submit\"{(inputs.Length == 0 ? focus : "")}>{Escape.Html(button)}</button>";
    }

    static string Question(string focus) =>
        $"""
         <label for="question">Security question</label>
         <select id="question" name="question"{focus}>
         {string.Join('\n', QuestionFactor.Questions.Select(question => $"<option value=\"{Escape.Html(question.Key)}\">{Escape.Html(question.Value)}</option>"))}
         </select>
         {Input("answer", "answer", "Answer", "autocomplete=\"off\"")}
         """;

    string Activation(Stage stage, SignInState.Enrolling enrolling)
    {
        var factor = ShownFactor.Of(enrolling.Factor);
        var code =
            $"{Input("pass_code", "pass_code", "Code", $"autocomplete=\"one-time-code\" inputmode=\"numeric\"{Page.Focus}")}\n<button " +
            "type=\"submit\">Verify</button>";
        var proof = factor.FactorType switch
        {
            FactorTypes.Totp =>
                $"""
                 <p>Scan this with the app, or type its key.</p>
                 {Image(enrolling)}
                 <p class="code">{enrolling.Factor.Secret}</p>
                 {StepForm.Write(stage, "activate", factor, code)}
                 """,
            FactorTypes.Push when stage.State.Transaction.FactorResult is FactorResults.Waiting =>
                $"""
                 <p>Scan this with the app, then go on.</p>
                 {Image(enrolling)}
                 {StepForm.Write(stage, "poll", factor, $"<button type=\"submit\"{Page.Focus}>Continue</button>")}
                 """,
            FactorTypes.Push => StepForm.Write(stage, "activate", factor, $"<button type=\"submit\"{Page.Focus}>Try again</button>"),
            FactorTypes.WebAuthn => StepForm.Write(stage, "activate", factor, SecurityKeyForm.Make(enrolling, directory.Org.Name)),
            _ => StepForm.Write(stage, "activate", factor, code),
        };
        var resend = factor.FactorType is FactorTypes.Sms or FactorTypes.Call or FactorTypes.Email
            ? StepForm.Way(stage, "resend-activation", factor, "Send another code")
            : "";
        var another = Registered.IsVerifying(stage.State.Transaction)
            ? ""
            : StepForm.Way(stage, "back", factor: null, "Choose another factor");
        return $"{proof}\n{StepForm.Ways(StepForm.Opened(stage, factor.FactorType), resend, another, StepForm.BackToSignIn(stage))}";
    }

    /// <summary>From wherever this page is, whatever name the browser knows the org by.</summary>
    string Image(SignInState.Enrolling enrolling)
    {
        var picture = urls.QrCode(enrolling.Credentials!.User.Id, enrolling.Factor.Id, enrolling.Factor.QrToken);
        return $"<img src=\"{Escape.Html(new Uri(picture).AbsolutePath)}\" alt=\"QR code\">";
    }

    static string Input(string id, string name, string label, string more) =>
        $"<label for=\"{Escape.Html(id)}\">{Escape.Html(label)}</label>\n<input id=\"{Escape.Html(id)}\" name=\"{name}\" {more} required>";
}
