using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Sends what a recovery is proved with.</summary>
sealed class RecoveryMessages(OrgStore store, CredentialStore credentialStore, FactorStore factorStore, Surroundings surroundings)
{
    /// <summary>
    /// By SMS, call or e-mail, for the recovery that the transaction is. Where there is nobody, or no phone, or the telephony hook does not
    /// take it, nothing is sent, and nothing that is answered tells.
    /// </summary>
    public Task<Challenge> SendCodeAsync(Transaction recovery, Credentials? credentials, Work work, CancellationToken ct) =>
        credentials is null
            ? Task.FromResult(CodeFactor.Unsent(store.Time.GetUtcNow()))
            : SendCodeAsync(recovery, credentials, surroundings.Of(credentials.User, work), ct);

    /// <summary>The same to somebody whose browser waits, and may be come back to by a link.</summary>
    public async Task<Challenge> SendCodeAsync(
        Transaction recovery, Credentials? credentials, FactorSurroundings around, CancellationToken ct)
    {
        var channel = ChannelOf(recovery.RecoveryFactor);
        var to = credentials is null ? null
            : channel is FactorTypes.Email ? credentials.User.Email
            : await PhoneAsync(credentials.User, ct);
        if (to is null)
            return CodeFactor.Unsent(around.Now);

        var requestType = recovery.RecoveryType is RecoveryTypes.Unlock ? PhoneRequests.Unlock : PhoneRequests.PasswordReset;
        var message = new CodeMessage(channel, to, channel is FactorTypes.Call ? 5 : 6, requestType);
        return await CodeFactor.SendAsync(message, around with { User = credentials!.User }, ct) ?? CodeFactor.Unsent(around.Now);
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

    /// <summary>A fresh recovery token.</summary>
    public (string Token, DateTimeOffset ExpiresAt) IssueToken(Work work, Recovery recovery, TimeSpan lifetime)
    {
        var token = NewToken();
        var expiresAt = store.Time.GetUtcNow() + lifetime;
        credentialStore.RecoveryTokens.Add(work, token, recovery, expiresAt);
        return (token, expiresAt);
    }

    /// <summary>What takes the place of a password once; handed out, or sent.</summary>
    public string IssueActivation(Work work, User user)
    {
        var token = NewToken();
        credentialStore.RecoveryTokens.AddActivation(work, token, user.Id);
        return token;
    }

    /// <summary>20 characters: authn.md 12.</summary>
    static string NewToken() => Secrets.New(15).Replace('-', 'x').Replace('_', 'y');

    public void SendActivation(Work work, User user)
    {
        var token = IssueActivation(work, user);
        surroundings.Outbox.Send(work, "email", user.Email, user.Login, $"Activate your account with the activation token {token}.", token);
    }

    public void SendToken(Work work, User user, string recoveryType, string token) => surroundings.Outbox.Send(
        work, "email", user.Email, user.Login,
        recoveryType is RecoveryTypes.Unlock
            ? $"Unlock your account with the recovery token {token}."
            : $"Reset your password with the recovery token {token}.", token);
}
