using System.Security.Cryptography;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>
/// A code that an admin hands to somebody who has lost what they sign in with: Okta's temporary access code, which Identity Engine alone
/// has (idx.md 4.4). Nobody sets one up by themselves. UNCONFIRMED: its length, and that a new one takes the old one's place.
/// </summary>
sealed class TemporaryCodeFactor() : FactorKind(Type, Provided, "tac", "otp")
{
    public const string Type = "tac", Provided = "OKTA";

    const int Length = 16;
    const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";

    public static readonly TemporaryCodeFactor Kind = new();

    public static bool Is(string? factorType, string? provider) => factorType == Type && provider == Provided;

    public static string NewCode() => RandomNumberGenerator.GetString(Alphabet, Length);

    public override Factor Enroll(FactorProfile profile, User user) => throw new SignInRefusal.NotPermitted();

    /// <summary>One that is good once is spent with the work: of those who answer with it at once one is let on.</summary>
    public override Task VerifyAsync(
        Factor factor, Challenge? challenge, FactorAnswer answer, FactorSurroundings around, CancellationToken ct)
    {
        if (answer.Passcode is not { } passcode || !Secrets.AreEqual(factor.Secret ?? "", passcode))
            throw new SignInRefusal.WrongAnswer(AnswerKind.Passcode);
        if (!factor.IsReusable)
            around.Store.RemoveFound(around.Work, factor);
        return Task.CompletedTask;
    }
}
