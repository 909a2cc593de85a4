using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>Reads a step's form when it comes back.</summary>
static class StepInputs
{
    /// <summary>What people call what they type.</summary>
    static readonly Dictionary<string, string> Fields = new()
    {
        ["pass_code"] = "code", ["answer"] = "answer", ["phone_number"] = "phone number", ["old_password"] = "old password",
        ["new_password"] = "new password", ["password"] = "password",
    };

    public static bool LeadsBackToSignIn(IFormCollection form) => form["step"] == "cancel";

    /// <summary>
    /// What to tell somebody who has sent a field empty; null where none is. Such a one is not a wrong answer, nor a wish for another code.
    /// </summary>
    public static string? Blank(IFormCollection form)
    {
        foreach (var (name, called) in Fields)
            if (form.TryGetValue(name, out var value) && string.IsNullOrWhiteSpace(value))
                return $"The {(name is "pass_code" && form["factor_type"] == FactorTypes.Question ? "answer" : called)} cannot be left " +
                    "blank.";
        return null;
    }

    /// <summary>Null where it is no step.</summary>
    public static SignInInput? Read(IFormCollection form, HttpRequest request)
    {
        var factor = form["factor"].ToString();
        return form["step"].ToString() switch
        {
            "verify" => new SignInInput.Verify(factor, Answer(form)) { Device = DeviceCookies.NameOf(request) },
            "resend" => new SignInInput.Resend(factor),
            "enroll" => new SignInInput.Enroll(Given(form, "factor_type"), Given(form, "provider"), Profile(form)),
            "activate" => new SignInInput.Activate(factor, Answer(form)),
            "poll" => new SignInInput.PollActivation(factor),
            "resend-activation" => new SignInInput.ResendActivation(factor),
            "back" => new SignInInput.GoBack(),
            "skip" => new SignInInput.Skip(),
            "profile" => new SignInInput.CompleteProfile(Attributes(form)),
            "stay" => new SignInInput.StaySignedIn(form["decision"] == "yes"),
            "cancel" => new SignInInput.Cancel(),
            "look" => new SignInInput.Look(),
            "recovery-code" => new SignInInput.AnswerRecoveryCode(factor, Given(form, "pass_code")?.Trim()),
            "resend-recovery" => new SignInInput.ResendRecoveryCode(factor),
            "recovery-answer" => new SignInInput.AnswerRecoveryQuestion(Given(form, "answer")),
            "reset-password" => new SignInInput.ResetPassword(Password(form, "new_password"), RevokesSessions: false),
            "request-activation" => new SignInInput.RequestActivation(),
            "prove" when Password(form, "password") is { } password => new SignInInput.Password(
                form["username"].ToString(), password,
                new() { Device = DeviceCookies.NameOf(request), Address = request.HttpContext.Origin.Address }),
            "password" =>
                new SignInInput.ChangePassword(Password(form, "old_password"), Password(form, "new_password"), RevokesSessions: false),
            _ => null,
        };
    }

    static FactorAnswer Answer(IFormCollection form) => new()
    {
        Passcode = Given(form, "pass_code")?.Trim(),
        Key = new()
        {
            ClientData = Given(form, "client_data"), Attestation = Given(form, "attestation"),
            AuthenticatorData = Given(form, "authenticator_data"), SignatureData = Given(form, "signature_data"),
        },
    };

    public static Dictionary<string, string?> Attributes(IFormCollection form) =>
        form.Where(field => field.Key.StartsWith(QuestionPage.Attribute, StringComparison.Ordinal)).ToDictionary(
            field => field.Key[QuestionPage.Attribute.Length..], field => (string?)field.Value.ToString(), StringComparer.Ordinal);

    static FactorProfile Profile(IFormCollection form) => new()
    {
        PhoneNumber = Given(form, "phone_number"),
        Question = Given(form, "question"),
        Answer = Given(form, "answer"),
        CredentialId = Given(form, "credential_id"),
        Passcode = Given(form, "pass_code")?.Trim(),
    };

    static string? Given(IFormCollection form, string name) =>
        form[name].ToString() is var text && string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>Of a password, spaces are part.</summary>
    public static string? Password(IFormCollection form, string name) => form[name] is [{ Length: > 0 } text] ? text : null;
}
