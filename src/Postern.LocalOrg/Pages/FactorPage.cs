using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Authn;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>Asks for a second factor: one plain form for each that the user has, or for the one that was sent, and ways back from there.</summary>
sealed class FactorPage(OrgDirectory directory)
{
    public Task WriteAsync(HttpContext context, string key, TransactionBody body, string? problem) =>
        Page.WriteAsync(
            context,
            directory,
            "Verify",
            "okta-sign-in",
            $"""
             <h1>Verify it&#x27;s you</h1>
             {StepForm.Problem(problem ?? Problem(body.FactorResult))}
             {Forms(key, body)}
             {Ways(key, body)}
             """);

    public static string? Problem(string? factorResult) => factorResult switch
    {
        FactorResults.Rejected => "You have rejected the request on your phone.",
        FactorResults.TimedOut => "Nobody answered on your phone in time.",
        _ => null,
    };

    static bool IsSent(TransactionBody body) => body.Status is AuthnStatuses.MfaChallenge && body.FactorResult is null or FactorResults.Waiting;

    static string Forms(string key, TransactionBody body)
    {
        var factors = body.Embedded?.Factors ?? (body.Embedded?.Factor is { } chosen ? [chosen] : []);
        List<string> forms = [];
        foreach (var (factor, number) in FactorNames.Numbered(factors))
            if (Fields(factor, number, IsSent(body), forms.Count == 0 ? Page.Focus : "") is { } fields)
                forms.Add(StepForm.Write(key, body, "verify", factor, fields));
        return forms.Count > 0 ? string.Join('\n', forms) : "<p>This account&#x27;s factors need a script, which this page does not have: use another client.</p>";
    }

    /// <summary>Null: a plain form cannot ask for it.</summary>
    static string? Fields(FactorBody factor, string number, bool isSent, string focus) => factor.FactorType switch
    {
        FactorTypes.WebAuthn => null,
        FactorTypes.Push when isSent => $"<p>{Waiting(factor)}</p>\n<button type=\"submit\"{focus}>Continue</button>",
        _ when !isSent && IsChallenged(factor) => $"<button type=\"submit\"{focus}>{Escape.Html(FactorNames.Send(factor) + number)}</button>",
        _ =>
            $"""
             <label for="{Escape.Html(factor.Id ?? "")}">{Escape.Html(IsChallenged(factor) ? FactorNames.Sent(factor) : FactorNames.Name(factor) + number)}</label>
             <input id="{Escape.Html(factor.Id ?? "")}" name="pass_code" {Keyboard(factor)} required{focus}>
             <button type="submit">{(IsChallenged(factor) ? "Verify" : Escape.Html(FactorNames.Verify(factor) + number))}</button>
             """,
    };

    static string Waiting(FactorBody factor) => factor.Embedded?.Challenge?.CorrectAnswer is { } number
        ? $"Choose {number} on your phone, then go on."
        : "Approve the request on your phone, then go on.";

    static bool IsChallenged(FactorBody factor) => FactorKinds.Find(factor.FactorType, factor.Provider) is { IsChallenged: true };

    /// <summary>Digits alone where codes have nothing else.</summary>
    static string Keyboard(FactorBody factor) => factor.FactorType switch
    {
        FactorTypes.Question => "autocomplete=\"off\"",
        FactorTypes.Sms or FactorTypes.Call or FactorTypes.Email or FactorTypes.Totp => "autocomplete=\"one-time-code\" inputmode=\"numeric\"",
        _ => "autocomplete=\"one-time-code\"",
    };

    static string Ways(string key, TransactionBody body)
    {
        List<string> ways = [];
        if (IsSent(body) && body.Embedded?.Factor is { FactorType: FactorTypes.Sms or FactorTypes.Call or FactorTypes.Email } sent)
            ways.Add(StepForm.Way(key, body, "resend", sent, "Send another code"));
        if (body.Status is AuthnStatuses.MfaChallenge)
            ways.Add(StepForm.Way(key, body, "back", factor: null, "Choose another factor"));
        return StepForm.Ways([.. ways, StepForm.BackToSignIn(key, body)]);
    }
}
