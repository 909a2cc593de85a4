namespace Postern.Client;

/// <summary>
/// Sets up what a policy demands: one-time passwords, where somebody takes their seed. What may be passed over is passed over (idx.md 8).
/// </summary>
sealed class IdxEnroller(OktaClientOptions options, AuthnAnswers answers)
{
    public static bool IsDue(IdxTransaction open) => (open.Find(IdxStepKind.SelectEnrollment) ?? open.Find(IdxStepKind.Enroll)
        ?? open.Find(IdxStepKind.EnrollmentData) ?? open.Find(IdxStepKind.EnrollPoll)) is not null;

    public async Task<IdxTransaction> EnrollAsync(IdxTransaction open, CancellationToken ct)
    {
        if (open.Find(IdxStepKind.Skip) is { } skip)
            return await skip.TakeAsync(null, ct).ConfigureAwait(false);
        if (open.Find(IdxStepKind.Enroll) is { } prove && open.Authenticator is { } current)
            return await ProveAsync(open, prove, current, ct).ConfigureAwait(false);
        if (open.Find(IdxStepKind.SelectEnrollment) is not { } select)
            throw IdxRefusals.Unsupported(open);

        return TotpOf(open, select) is { } totp && answers.OnTotpEnrolled is not null
            ? await select.TakeAsync(new() { Option = totp.Option, MethodType = totp.Method }, ct).ConfigureAwait(false)
            : throw Undone(open, select);
    }

    // Google Authenticator is a seed and a code, Okta Verify an app to be linked first.
    static IdxCandidate? TotpOf(IdxTransaction open, IdxStep select) =>
        IdxCandidate.Of(open, select).Find(candidate => candidate.Option.Authenticator?.Key is "google_otp");

    async Task<IdxTransaction> ProveAsync(IdxTransaction open, IdxStep prove, IdxAuthenticator current, CancellationToken ct)
    {
        if (current.Key is "okta_password")
            return await prove.TakeAsync(
                new() { Passcode = answers.NewPassword ?? throw Demanded(open, "A password must be set, and no new one was given.") }, ct)
                .ConfigureAwait(false);
        if (current.SharedSecret is not { } seed || answers.OnTotpEnrolled is not { } enrolled)
            throw Demanded(open, $"It demands that {current.DisplayName ?? current.Key} be set up, which cannot be done unattended.");

        var done = await IdxFactorDriver.AnswerTotpAsync(
            new(options, Totp.FromSecret(seed), answers.TotpProgress), prove, ct).ConfigureAwait(false);
        if (!done.IsRefused)
            enrolled(seed);
        return done;
    }

    static IdxException Undone(IdxTransaction open, IdxStep select) => Demanded(
        open,
        TotpOf(open, select) is null
            ? $"It demands that an authenticator be set up ({string.Join(", ", select.Options)}), which cannot be done unattended."
            : "It demands that an authenticator be set up. A one-time password could be, if somebody took its seed.");

    static IdxException Demanded(IdxTransaction open, string sentence) =>
        IdxRefusals.Unanswered(open, sentence, Advice.Remedying(AuthnReasons.Enrollment));
}
