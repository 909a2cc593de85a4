using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg.SignIn;

/// <summary>
/// The links beside the codes of mails: in the browser that signs in they answer, in any other they show the code (idx.md 7.2).
/// UNCONFIRMED there: the address.
/// </summary>
static class MailLinks
{
    public const string Path = "/email/verify", StateToken = "stateToken", Code = "otp";

    /// <summary>What to add to a mail with the code; nothing where no browser waits for it.</summary>
    public static string Sentence(FactorSurroundings around, string code) => around.StateToken is { } stateToken
        ? $" Or open {around.RelyingParty.Url}{Path}?{StateToken}={Uri.EscapeDataString(stateToken)}&{Code}={code} in the browser where " +
            "you sign in."
        : "";
}
