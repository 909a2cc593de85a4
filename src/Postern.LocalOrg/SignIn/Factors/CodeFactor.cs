using System.Globalization;
using System.Security.Cryptography;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>A code that is sent by SMS, call or e-mail; a newer one takes the older one's place.</summary>
sealed class CodeFactor(string channel, string prefix, string method, int digits) : FactorKind(channel, "OKTA", prefix, method)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public override bool IsChallenged => true;

    public override Factor Enroll(FactorProfile profile, User user)
    {
        var factor = new Factor { Id = "", FactorType = FactorType, Provider = Provider };
        return FactorType is FactorTypes.Email
            ? factor with { Email = user.Email }
            : factor with
            {
                PhoneNumber = PhoneNumbers.Read(profile.PhoneNumber) ?? throw new SignInRefusal.InvalidPhone(),
                PhoneExtension = FactorType is FactorTypes.Call ? profile.PhoneExtension : null,
            };
    }

    public override async Task<Challenge> ChallengeAsync(Factor factor, FactorSurroundings around, CancellationToken ct)
    {
        var (to, expiresAt) = (AddressOf(factor), around.Now + Lifetime);
        var code = Send(around, around.User, FactorType, to, digits);
        if (FactorType is not FactorTypes.Email && around.Telephony is { } telephony
            && !await telephony.TakesAsync(new(around.User, FactorType, to, code, expiresAt), around.Work.Origin, ct))
            throw new SignInRefusal.NotSent();

        return new()
        {
            CodeHash = Secrets.Hash(code), SentAt = around.Now.ToUnixTimeSeconds(), ExpiresAt = expiresAt.ToUnixTimeSeconds(),
        };
    }

    static string AddressOf(Factor factor) =>
        factor.PhoneExtension is { } extension ? $"{factor.PhoneNumber} ext. {extension}" : factor.PhoneNumber ?? factor.Email ?? "";

    public override Task VerifyAsync(
        Factor factor, Challenge? challenge, FactorAnswer answer, FactorSurroundings around, CancellationToken ct) =>
        IsRight(challenge, answer.Passcode, around.Now) ? Task.CompletedTask : throw new SignInRefusal.WrongAnswer(AnswerKind.Passcode);

    public static bool IsRight(Challenge? challenge, string? passCode, DateTimeOffset now) =>
        challenge?.CodeHash is { } hash
            && passCode is not null
            && now.ToUnixTimeSeconds() < challenge.ExpiresAt
            && Secrets.AreEqual(hash, Secrets.Hash(passCode));

    /// <summary>A fresh code, on its way.</summary>
    public static string Send(FactorSurroundings around, User user, string channel, string to, int digits)
    {
        var code = New(digits);
        var link = channel is FactorTypes.Email ? MailLinks.Sentence(around, code) : "";
        around.Outbox.Send(around.Work, channel, to, user.Login, $"Your verification code is {code}.{link}", code);
        return code;
    }

    /// <inheritdoc cref="Send(FactorSurroundings, User, string, string, int)"/>
    public static string Send(Work work, Outbox outbox, User user, string channel, string to, int digits)
    {
        var code = New(digits);
        outbox.Send(work, channel, to, user.Login, $"Your verification code is {code}.", code);
        return code;
    }

    static string New(int digits) =>
        RandomNumberGenerator.GetInt32((int)Math.Pow(10, digits)).ToString("d" + digits, CultureInfo.InvariantCulture);

    /// <exception cref="SignInRefusal">The last message went out a moment ago: authn.md 7.3.</exception>
    public static void CheckPause(string channel, Challenge? last, DateTimeOffset now)
    {
        if (last?.CodeHash is null)
            return;

        var pause = channel is FactorTypes.Email ? 5 : 30;
        if (now.ToUnixTimeSeconds() < last.SentAt + pause)
            throw new SignInRefusal.SentRecently(channel);
    }
}
