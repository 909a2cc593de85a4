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

    public override Task<Challenge> ChallengeAsync(Factor factor, FactorSurroundings around, CancellationToken ct) =>
        ChallengeAsync(factor, PhoneRequests.Verification, around, ct);

    public override Task<Challenge> ChallengeNewAsync(Factor factor, FactorSurroundings around, CancellationToken ct) =>
        ChallengeAsync(factor, PhoneRequests.Enrollment, around, ct);

    async Task<Challenge> ChallengeAsync(Factor factor, string requestType, FactorSurroundings around, CancellationToken ct) =>
        await SendAsync(new(FactorType, AddressOf(factor), digits, requestType), around, ct) ?? throw new SignInRefusal.NotSent();

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

    /// <summary>A fresh code, on its way; null: the telephony hook does not take it.</summary>
    public static async Task<Challenge?> SendAsync(CodeMessage message, FactorSurroundings around, CancellationToken ct)
    {
        var (user, code, expiresAt) = (around.User, New(message.Digits), around.Now + Lifetime);
        var text = $"Your verification code is {code}.";
        if (message.Channel is FactorTypes.Email)
            text += MailLinks.Sentence(around, code);
        else if (around.Telephony is { } telephony
            && !await telephony.TakesAsync(
                new(user, message.Channel, message.To, code, expiresAt) { RequestType = message.RequestType, Text = text },
                around.Work.Origin, ct))
            return null;

        around.Outbox.Send(around.Work, message.Channel, message.To, user.Login, text, code);
        return Challenge.Of(code, around.Now, expiresAt);
    }

    /// <summary>As good as any to whoever looks on, and no code is right.</summary>
    public static Challenge Unsent(DateTimeOffset now) => Challenge.Of(Secrets.New(), now, now + Lifetime);

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

/// <summary>A code to be sent.</summary>
/// <param name="Channel">How.</param>
/// <param name="To">A number or an address.</param>
/// <param name="Digits">How long it is.</param>
/// <param name="RequestType">What for: one of <see cref="PhoneRequests"/>.</param>
sealed record CodeMessage(string Channel, string To, int Digits, string RequestType);
