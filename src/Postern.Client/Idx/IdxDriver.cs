namespace Postern.Client;

/// <summary>
/// Takes a transaction on Identity Engine step by step to its end, with the answers that there are; what it cannot answer it gives up. A
/// password goes out once (idx.md 10).
/// </summary>
sealed class IdxDriver(OktaClient client, string username, string password, AuthnAnswers answers)
{
    const int MostSteps = 30;

    readonly IdxFactorDriver _factors = new(client.Options, answers);
    readonly IdxEnroller _enroller = new(client.Options, answers);
    bool _isIdentified;
    bool _gavePassword;
    bool _changedPassword;

    /// <summary>To <see cref="IdxTransaction.Authorized"/> or <see cref="IdxTransaction.Redirected"/>.</summary>
    public async Task<IdxTransaction> DriveAsync(IdxTransaction transaction, CancellationToken ct)
    {
        try
        {
            for (var step = 0; step < MostSteps; step++)
            {
                if (transaction is IdxTransaction.Authorized or IdxTransaction.Redirected)
                    return transaction;
                if (transaction is IdxTransaction.Ended || transaction.IsRefused)
                    throw _factors.About(IdxRefusals.Refused(transaction));

                transaction = await NextAsync(transaction, ct).ConfigureAwait(false);
            }

            throw new IdxException(
                transaction, IdxFailure.Unsupported, $"Okta wants {transaction.Wanted}, again and again.", IdxRefusals.HintOf(""));
        }
        catch (Exception) when (transaction.Cancel is not null)
        {
            await CancelAsync(transaction).ConfigureAwait(false);
            throw;
        }
    }

    Task<IdxTransaction> NextAsync(IdxTransaction open, CancellationToken ct) => open switch
    {
        { EndProbe: { } end } => end.TakeAsync(null, ct),
        _ when open.Find(IdxStepKind.Identify) is { } identify => IdentifyAsync(open, identify, ct),
        _ when open.Find(IdxStepKind.ReenrollWarning) is { } warning =>
            answers.NewPassword is null && open.Find(IdxStepKind.Skip) is { } skip
                ? skip.TakeAsync(null, ct)
                : ChangeAsync(open, warning, ct),
        _ when (open.Find(IdxStepKind.Reenroll) ?? open.Find(IdxStepKind.Reset)) is { } change => ChangeAsync(open, change, ct),
        _ when IdxFactorDriver.IsDue(open) => AnswerAsync(open, ct),
        _ when IdxEnroller.IsDue(open) => _enroller.EnrollAsync(open, ct),
        _ when open.Find(IdxStepKind.Skip) is { } skip => skip.TakeAsync(null, ct),
        _ when open.Find(IdxStepKind.KeepSignedIn) is { } keep => keep.TakeAsync(new() { KeepMeSignedIn = false }, ct),
        _ when open.Find(IdxStepKind.DeviceGracePeriod) is { } later => later.TakeAsync(null, ct),
        _ when open.Find(IdxStepKind.Poll) is { } poll => PollAsync(poll, ct),
        _ => throw IdxRefusals.Unsupported(open),
    };

    Task<IdxTransaction> IdentifyAsync(IdxTransaction open, IdxStep identify, CancellationToken ct)
    {
        // Back at the beginning: that is how some orgs refuse a password, with no more than a remark (idx.md 9.1, 9.2).
        if (_isIdentified)
            throw IdxRefusals.Refused(open);
        if (identify.AsksFor("captchaVerify"))
            throw new IdxException(
                open, IdxFailure.Unsupported, "The org wants a CAPTCHA solved before the user name.", AuthnReasons.Captcha.Hint)
            {
                Reason = AuthnReasons.Captcha,
            };

        _isIdentified = true;
        _gavePassword = identify.AsksFor("passcode");
        return identify.TakeAsync(
            new() { Identifier = username, Passcode = password, RememberMe = answers.RememberDevice ? true : null }, ct);
    }

    Task<IdxTransaction> AnswerAsync(IdxTransaction open, CancellationToken ct)
    {
        if (!_gavePassword && IdxFactorDriver.PasswordStep(open) is { } asked)
        {
            _gavePassword = asked.Step.Kind is IdxStepKind.Challenge;
            return asked.Step.TakeAsync(
                _gavePassword ? new() { Passcode = password } : new() { Option = asked.Option, MethodType = "password" }, ct);
        }

        return open.Authenticator?.Key is "okta_password" && open.Find(IdxStepKind.SelectAuthenticator) is null
            ? throw IdxRefusals.Unanswered(
                open, "It asks for the password again, which is not sent twice.", AuthorizeReasons.PasswordAgain)
            : _factors.NextAsync(open, ct);
    }

    async Task<IdxTransaction> ChangeAsync(IdxTransaction open, IdxStep change, CancellationToken ct)
    {
        if (_changedPassword)
            throw IdxRefusals.Unanswered(
                open, "It asks for a new password again, though it has taken one.", Advice.Remedying(AuthnReasons.PasswordExpired));

        var newPassword = answers.NewPassword ?? (answers.AskNewPasswordAsync is { } ask ? await ask(ct).ConfigureAwait(false) : null);
        if (newPassword is not { Length: > 0 })
            throw IdxRefusals.Unanswered(
                open, "The password has expired, and no new one was given.", Advice.Remedying(AuthnReasons.PasswordExpired));

        var changed = await change.TakeAsync(new() { Passcode = newPassword }, ct).ConfigureAwait(false);
        if (changed.IsRefused)
            return changed;

        _changedPassword = true;
        answers.OnPasswordChanged?.Invoke(newPassword);
        return changed;
    }

    // The org keeps to itself for a while, and says how long (idx.md 8).
    async Task<IdxTransaction> PollAsync(IdxStep poll, CancellationToken ct)
    {
        await Task.Delay(poll.Interval, client.Options.Time, ct).ConfigureAwait(false);
        return await poll.TakeAsync(null, ct).ConfigureAwait(false);
    }

    /// <summary>Best effort, and not for long: the error that is on its way says more than one from here.</summary>
    static async Task CancelAsync(IdxTransaction transaction)
    {
        try
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await transaction.Cancel!.TakeAsync(null, soon.Token).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is OktaException or HttpRequestException or OperationCanceledException)
        {
            // It is left to expire by itself.
        }
    }
}
