using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.Html;

/// <summary>
/// Asks for a factor, the second or one in the password's place: one plain form for each that the user has, or for the one that was sent,
/// and ways back from there. Of security keys any may answer.
/// </summary>
sealed class FactorPage(OrgDirectory directory)
{
    const string Title = "Verify", Id = "okta-sign-in";

    public Task WriteAsync(HttpContext context, Stage stage, string? problem)
    {
        var body =
            $"""
             <h1>Verify it&#x27;s you</h1>
             {StepForm.Problem(problem ?? Problem(stage.State.Transaction.FactorResult))}
             {Forms(stage)}
             {Ways(stage)}{StateTokenScript.Of(stage.ToldToken)}
             """;
        if (!SecurityKeyForm.IsIn(stage.State))
            return Page.WriteAsync(context, directory, Title, Id, body);

        var nonce = Page.NewNonce();
        return Page.WriteScriptedAsync(context, directory, Title, Id, $"{body}\n{SecurityKeyForm.Script(nonce)}", nonce);
    }

    public static string? Problem(string? factorResult) => factorResult switch
    {
        FactorResults.Rejected => "You have rejected the request on your phone.",
        FactorResults.TimedOut => "Nobody answered on your phone in time.",
        _ => null,
    };

    static bool IsSent(SignInState state) =>
        state is SignInState.FactorChallenged && state.Transaction.FactorResult is null or FactorResults.Waiting;

    static string Forms(Stage stage)
    {
        List<Factor> factors = stage.State switch
        {
            SignInState.ChoosingFactor choosing => choosing.Factors,
            SignInState.ChoosingFirstFactor first => first.Factors,
            SignInState.FactorChallenged challenged => challenged.Any ?? [challenged.Factor],
            _ => [],
        };
        List<string> forms = [];
        foreach (var (factor, number) in FactorNames.Numbered([.. OneSecurityKey(factors).Select(ShownFactor.Of)]))
            forms.Add(StepForm.Write(
                stage, "verify", Named(factor, stage.State), Fields(factor, number, stage.State, forms.Count == 0 ? Page.Focus : "")));
        // Before any other, or after one that took its place.
        if (NextState.TakesPassword(stage.State.Transaction))
            forms.Add(StepForm.Write(stage, "prove", null, Password(stage, forms.Count == 0 ? Page.Focus : "")));
        return string.Join('\n', forms);
    }

    static string Password(Stage stage, string focus) =>
        $"""
         <input type="hidden" name="username" value="{Escape.Html(stage.State.Transaction.Interaction?.Login ?? "")}">
         <label for="password">Password</label>
         <input id="password" name="password" type="password" autocomplete="current-password" required{focus}>
         <button type="submit">Verify with your password</button>
         """;

    /// <summary>One form is for all of them.</summary>
    static IEnumerable<Factor> OneSecurityKey(List<Factor> factors) => factors.Where(
        factor => factor.FactorType is not FactorTypes.WebAuthn
            || factor == factors.Find(other => other.FactorType is FactorTypes.WebAuthn));

    /// <summary>Of security keys all are asked, by their type, unless one was asked alone.</summary>
    static ShownFactor Named(ShownFactor factor, SignInState state) =>
        factor.FactorType is FactorTypes.WebAuthn && state is not SignInState.FactorChallenged { Any: null }
            ? factor with { Id = FactorTypes.WebAuthn }
            : factor;

    static string Fields(ShownFactor factor, string number, SignInState state, string focus) => factor.FactorType switch
    {
        FactorTypes.WebAuthn when state is SignInState.FactorChallenged challenged => SecurityKeyForm.Sign(challenged),
        FactorTypes.Push when IsSent(state) => $"<p>{Waiting(state)}</p>\n<button type=\"submit\"{focus}>Continue</button>",
        _ when !IsSent(state) && IsChallenged(factor) =>
            $"<button type=\"submit\"{focus}>{Escape.Html(FactorNames.Send(factor) + number)}</button>",
        _ =>
            $"""
             <label for="{Escape.Html(factor.Id)}">{Escape.Html(IsChallenged(factor) ? FactorNames.Sent(factor) : FactorNames.Name(factor) + number)}</label>
             <input id="{Escape.Html(factor.Id)}" name="pass_code" {Keyboard(factor)} required{focus}>
             <button type="submit">{(IsChallenged(factor) ? "Verify" : Escape.Html(FactorNames.Verify(factor) + number))}</button>
             """,
    };

    static string Waiting(SignInState state) => state.Transaction.Challenge?.CorrectAnswer is { } number
        ? $"Choose {number} on your phone, then go on."
        : "Approve the request on your phone, then go on.";

    static bool IsChallenged(ShownFactor factor) => FactorKinds.Find(factor.FactorType, factor.Provider) is { IsChallenged: true };

    /// <summary>Digits alone where codes have nothing else.</summary>
    static string Keyboard(ShownFactor factor) => factor.FactorType switch
    {
        FactorTypes.Question => "autocomplete=\"off\"",
        FactorTypes.Sms or FactorTypes.Call or FactorTypes.Email or FactorTypes.Totp =>
            "autocomplete=\"one-time-code\" inputmode=\"numeric\"",
        _ => "autocomplete=\"one-time-code\"",
    };

    static string Ways(Stage stage)
    {
        List<string> ways = [];
        if (IsSent(stage.State) && stage.State is SignInState.FactorChallenged { Factor: var sent }
            && sent.FactorType is FactorTypes.Sms or FactorTypes.Call or FactorTypes.Email)
        {
            ways.Add(StepForm.Opened(stage, sent.FactorType));
            ways.Add(StepForm.Way(stage, "resend", ShownFactor.Of(sent), "Send another code"));
        }

        if (stage.State is SignInState.FactorChallenged)
            ways.Add(StepForm.Way(stage, "back", factor: null, "Choose another factor"));
        return StepForm.Ways([.. ways, StepForm.BackToSignIn(stage)]);
    }
}
