using System.Security.Cryptography;
using Postern.LocalOrg.Directory;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>Okta Verify with push. The phone is a test's: it approves or rejects what lies in the outbox, or lets it time out.</summary>
sealed class PushFactor() : FactorKind(FactorTypes.Push, "OKTA", "opf", "swk")
{
    /// <summary>UNCONFIRMED (authn.md 7.6).</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public override bool IsChallenged => true;

    public override string? Awaits => FactorResults.Waiting;

    public override bool HasAnswer(FactorAnswer answer) => false;

    public override Factor Enroll(FactorProfile profile, User user) =>
        new() { Id = "", FactorType = FactorType, Provider = Provider, CredentialId = user.Login };

    public override Task<Challenge> ChallengeAsync(Factor factor, FactorSurroundings around, CancellationToken ct) => factor.ShowsNumber
        ? SendAsync(
            "Did you just try to sign in? Choose the number that the screen shows.", RandomNumberGenerator.GetInt32(10, 100), around)
        : SendAsync("Did you just try to sign in?", null, around);

    public override Task<Challenge> ChallengeNewAsync(Factor factor, FactorSurroundings around, CancellationToken ct) =>
        SendAsync($"Set up Okta Verify on this phone for {around.User.Login}?", null, around);

    static Task<Challenge> SendAsync(string text, int? number, FactorSurroundings around)
    {
        var expiresAt = around.Now + Lifetime;
        var id = around.Outbox.Send(around.Work, "push", $"{around.User.FirstName}'s phone", around.User.Login, text, null);
        around.Store.AddPush(around.Work, id, number, expiresAt);
        return Task.FromResult(
            new Challenge
            {
                PushId = id,
                CorrectAnswer = number,
                SentAt = around.Now.ToUnixTimeSeconds(),
                ExpiresAt = expiresAt.ToUnixTimeSeconds(),
            });
    }

    /// <summary>How the push stands, as <c>factorResult</c> has it.</summary>
    public static async Task<string> ResultAsync(Challenge challenge, FactorStore factorStore, CancellationToken ct) =>
        challenge.PushId is { } id ? await factorStore.PushDecisionAsync(id, ct) ?? FactorResults.TimedOut : FactorResults.TimedOut;

    public override Task VerifyAsync(
        Factor factor, Challenge? challenge, FactorAnswer answer, FactorSurroundings around, CancellationToken ct) =>
        throw new SignInRefusal.WrongAnswer(AnswerKind.Passcode);
}
