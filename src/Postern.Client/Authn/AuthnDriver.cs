namespace Postern.Client;

/// <summary>
/// Takes a transaction step by step to its session token, with the answers that there are; what it cannot answer it cancels.
/// </summary>
sealed class AuthnDriver(OktaClient client, string username, string password, AuthnAnswers answers)
{
    const int MostSteps = 30;

    readonly FactorDriver _factors = new(client.Options, answers);
    bool _gavePassword;
    bool _changedPassword;

    public async Task<AuthnTransaction> DriveAsync(AuthnTransaction transaction, CancellationToken ct)
    {
        try
        {
            for (var step = 0; step < MostSteps; step++)
            {
                if (transaction is AuthnTransaction.Success or AuthnTransaction.SuccessWithoutSessionToken { SessionPage: not null })
                    return transaction;
                transaction = await NextAsync(transaction, ct).ConfigureAwait(false);
            }

            throw new AuthnException(transaction, "Okta asks again and again.");
        }
        catch (Exception) when (transaction.Cancel is not null)
        {
            await CancelAsync(transaction).ConfigureAwait(false);
            throw;
        }
    }

    Task<AuthnTransaction> NextAsync(AuthnTransaction transaction, CancellationToken ct) => transaction switch
    {
        AuthnTransaction.MfaRequired or AuthnTransaction.Unauthenticated { Factors.Count: > 0 } => _factors.VerifyAsync(transaction, ct),
        AuthnTransaction.Unauthenticated { Authenticate: { } authenticate } => AuthenticateAsync(transaction, authenticate, ct),
        AuthnTransaction.MfaEnroll enroll => _factors.EnrollAsync(enroll, ct),
        AuthnTransaction.PasswordExpired { ChangePassword: { } change } => ChangeAsync(transaction, change, ct),
        AuthnTransaction.PasswordWarn { ChangePassword: { } change } when answers.NewPassword is not null =>
            ChangeAsync(transaction, change, ct),
        AuthnTransaction.PasswordWarn { Skip: { } skip } => skip.TakeAsync(null, ct),
        AuthnTransaction.PasswordExpired when transaction.Links.TryGetValue("next", out var links) && links is [var page, ..] =>
            throw new AuthnException(
                transaction,
                $"The password has expired, and this org has it changed at {Address.Of(page.Href)}, which only a browser can do."),
        _ => throw new AuthnException(transaction),
    };

    /// <summary>A page's transaction has yet to be given them; who asks again has not taken them, and each time may count.</summary>
    Task<AuthnTransaction> AuthenticateAsync(AuthnTransaction transaction, AuthnStep authenticate, CancellationToken ct)
    {
        if (_gavePassword)
            throw new AuthnException(transaction, "It asks for the user name and the password again, which are not sent once more.");

        _gavePassword = true;
        return authenticate.TakeAsync(new() { Username = username, Password = password }, ct);
    }

    async Task<AuthnTransaction> ChangeAsync(AuthnTransaction transaction, AuthnStep change, CancellationToken ct)
    {
        if (_changedPassword)
            throw new AuthnException(transaction, "It asks for a new password again, though it has taken one.");

        var newPassword = answers.NewPassword ?? (answers.AskNewPasswordAsync is { } ask ? await ask(ct).ConfigureAwait(false) : null);
        if (newPassword is not { Length: > 0 })
            throw new AuthnException(transaction, "The password has expired, and no new one was given.");

        var changed = await change.TakeAsync(new() { OldPassword = password, NewPassword = newPassword }, ct).ConfigureAwait(false);
        _changedPassword = true;
        answers.OnPasswordChanged?.Invoke(newPassword);
        return changed;
    }

    /// <summary>Best effort, and not for long: the error that is on its way says more than one from here.</summary>
    static async Task CancelAsync(AuthnTransaction transaction)
    {
        try
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await transaction.Cancel!.CancelAsync(soon.Token).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is OktaException or HttpRequestException or OperationCanceledException)
        {
            // It is left to expire by itself.
        }
    }
}
