using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Authn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>Asks for a second factor: one plain form for each that the user has, or for the one that was sent.</summary>
sealed class FactorPage(Organization org)
{
    public Task WriteAsync(HttpContext context, string key, TransactionBody body, string? problem) =>
        Page.WriteAsync(
            context,
            org,
            "Verify",
            "okta-sign-in",
            $"""
             <h1>Verify it&#x27;s you</h1>
             {StepForm.Problem(problem ?? Problem(body.FactorResult))}
             {Forms(key, body)}
             """);

    public static string? Problem(string? factorResult) => factorResult switch
    {
        FactorResults.Rejected => "You have rejected the request on your phone.",
        FactorResults.TimedOut => "Nobody answered on your phone in time.",
        _ => null,
    };

    static string Forms(string key, TransactionBody body)
    {
        var isSent = body.Status is AuthnStatuses.MfaChallenge && body.FactorResult is null or FactorResults.Waiting;
        var factors = body.Embedded?.Factors ?? (body.Embedded?.Factor is { } chosen ? [chosen] : []);
        List<string> forms = [];
        foreach (var factor in factors)
            if (Fields(factor, isSent) is { } fields)
                forms.Add(StepForm.Write(key, body, "verify", factor, fields));
        return forms.Count > 0 ? string.Join('\n', forms) : "<p>This account&#x27;s factors need a script, which this page does not have: use another client.</p>";
    }

    /// <summary>Null: a plain form cannot ask for it.</summary>
    static string? Fields(FactorBody factor, bool isSent)
    {
        var name = Escape.Html(Name(factor));
        return factor.FactorType switch
        {
            FactorTypes.WebAuthn => null,
            FactorTypes.Push when isSent && factor.Embedded?.Challenge?.CorrectAnswer is { } number => $"<p>Choose {number} on your phone, then go on.</p>\n<button type=\"submit\">Continue</button>",
            FactorTypes.Push when isSent => "<p>Approve the request on your phone, then go on.</p>\n<button type=\"submit\">Continue</button>",
            _ when !isSent && FactorKinds.Find(factor.FactorType, factor.Provider) is { IsChallenged: true } => $"<button type=\"submit\">Send to {name}</button>",
            _ => $"<label for=\"{factor.Id}\">{name}</label>\n<input id=\"{factor.Id}\" name=\"pass_code\" autocomplete=\"one-time-code\" required>\n<button type=\"submit\">Verify</button>",
        };
    }

    public static string Name(FactorBody factor) => factor.FactorType switch
    {
        FactorTypes.Sms => $"SMS {factor.Profile?.PhoneNumber}",
        FactorTypes.Call => $"phone call {factor.Profile?.PhoneNumber}",
        FactorTypes.Email => $"e-mail {factor.Profile?.Email}",
        FactorTypes.Push => "Okta Verify on your phone",
        FactorTypes.Question => factor.Profile?.QuestionText ?? "Security question",
        FactorTypes.Totp => factor.Provider is "GOOGLE" ? "Code of Google Authenticator" : "Code of Okta Verify",
        _ => $"Code of your {factor.Provider} token",
    };
}
