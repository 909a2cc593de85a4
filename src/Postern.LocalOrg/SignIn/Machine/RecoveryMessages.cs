using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Sends what a recovery is proved with.</summary>
sealed class RecoveryMessages(OrgStore store, CredentialStore credentialStore, FactorStore factorStore, Outbox outbox)
{
    static readonly TimeSpan ActivationLifetime = TimeSpan.FromDays(7);
    static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// By SMS, call or e-mail. Where there is nobody, or no phone, nothing is sent, and nothing that is answered tells.
    /// </summary>
    public Task<Challenge> SendCodeAsync(Work work, string recoveryFactor, Credentials? credentials, CancellationToken ct) =>
        SendAsync(
            recoveryFactor, credentials,
            (user, channel, to) => CodeFactor.Send(work, outbox, user, channel, to, DigitsOf(channel)), ct);

    /// <summary>The same to somebody whose browser waits, and may be come back to by a link.</summary>
    public Task<Challenge> SendCodeAsync(
        FactorSurroundings around, string recoveryFactor, Credentials? credentials, CancellationToken ct) =>
        SendAsync(
            recoveryFactor, credentials, (user, channel, to) => CodeFactor.Send(around, user, channel, to, DigitsOf(channel)), ct);

    static int DigitsOf(string channel) => channel is FactorTypes.Call ? 5 : 6;

    async Task<Challenge> SendAsync(
        string recoveryFactor, Credentials? credentials, Func<User, string, string, string> send, CancellationToken ct)
    {
        var now = store.Time.GetUtcNow();
        var channel = ChannelOf(recoveryFactor);
        var to = credentials is null ? null
            : channel is FactorTypes.Email ? credentials.User.Email
            : await PhoneAsync(credentials.User, ct);
        var code = to is not null ? send(credentials!.User, channel, to) : Secrets.New();
        return new()
        {
            CodeHash = Secrets.Hash(code),
            SentAt = now.ToUnixTimeSeconds(),
            ExpiresAt = (now + CodeLifetime).ToUnixTimeSeconds(),
        };
    }

    public static string ChannelOf(string? recoveryFactor) => recoveryFactor switch
    {
        "CALL" => FactorTypes.Call,
        "EMAIL" => FactorTypes.Email,
        _ => FactorTypes.Sms,
    };

    /// <summary>Null where no phone is on file.</summary>
    public async Task<string?> PhoneAsync(User user, CancellationToken ct) =>
        user.Phone ?? (await factorStore.FactorsOfAsync(user.Id, ct)).Find(factor => factor.PhoneNumber is not null)?.PhoneNumber;

    /// <summary>A fresh recovery token, 20 characters (authn.md 12).</summary>
    public (string Token, DateTimeOffset ExpiresAt) IssueToken(Work work, Recovery recovery, TimeSpan lifetime)
    {
        var token = Secrets.New(15).Replace('-', 'x').Replace('_', 'y');
        var expiresAt = store.Time.GetUtcNow() + lifetime;
        credentialStore.AddRecoveryToken(work, token, recovery, expiresAt);
        return (token, expiresAt);
    }

    /// <summary>What takes the place of a password once; handed out, or sent.</summary>
    public string IssueActivation(Work work, User user) =>
        IssueToken(work, new(user.Id, RecoveryTypes.AccountActivation, null), ActivationLifetime).Token;

    public void SendActivation(Work work, User user)
    {
        var token = IssueActivation(work, user);
        outbox.Send(work, "email", user.Email, user.Login, $"Activate your account with the activation token {token}.", token);
    }

    public void SendToken(Work work, User user, string recoveryType, string token) => outbox.Send(
        work, "email", user.Email, user.Login,
        recoveryType is RecoveryTypes.Unlock
            ? $"Unlock your account with the recovery token {token}."
            : $"Reset your password with the recovery token {token}.", token);
}
