using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn.Factors;
using Postern.Protocol;

namespace Postern.LocalOrg.Importing;

/// <summary>A factor that a tenant's user has, as far as anybody is told of it.</summary>
static class ImportedFactor
{
    const string Untold = "untold";

    /// <summary>Null where it cannot be had again here.</summary>
    public static Factor? Of(RequestObject body)
    {
        var (type, provider) = (body.Text("factorType") ?? "", body.Text("provider") ?? "OKTA");
        if (FactorKinds.Find(type, provider) is null || type is FactorTypes.WebAuthn)
            return null;

        var profile = body.ObjectOrNothing("profile");
        return new()
        {
            Id = body.Text("id") ?? "", FactorType = type, Provider = provider,
            PhoneNumber = profile.Text("phoneNumber"), PhoneExtension = profile.Text("phoneExtension"), Email = profile.Text("email"),
            Question = profile.Text("question") is QuestionFactor.Own ? profile.Text("questionText") : profile.Text("question"),
            Secret = type is FactorTypes.Totp or FactorTypes.Token or FactorTypes.HardwareToken or FactorTypes.HmacToken ? Untold : null,
            AnswerHash = type is FactorTypes.Question ? Untold : null,
        };
    }

    public static string WhyNot(RequestObject body) => body.Text("factorType") is FactorTypes.WebAuthn
        ? "Security keys of users (webauthn) are left out: nobody tells their public keys. They are enrolled again."
        : $"Factors of the kind {body.Text("factorType")} by {body.Text("provider")} are left out: there are none here.";
}
