using Postern.Protocol;

namespace Postern.Client;

/// <summary>Answers a second factor, or enrolls one.</summary>
sealed class FactorDriver(OktaClientOptions options, AuthnAnswers answers)
{
    const int MostCodes = 3;

    static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    readonly TimeProvider _time = options.Time;
    readonly FactorPicker _picker = new(answers);
    readonly HashSet<string> _taken = [];
    bool _hasEnrolled;

    public async Task<AuthnTransaction> VerifyAsync(AuthnTransaction required, CancellationToken ct)
    {
        var factor = await ChooseAsync(required, ct).ConfigureAwait(false);
        try
        {
            var answered = await VerifyAsync(required, factor, ct).ConfigureAwait(false);
            _taken.Add(NameOf(factor));
            return answered;
        }
        catch (OktaApiException wrong) when (
            wrong.ErrorCode == OktaErrorCodes.InvalidPasscode && required.Factors.Count(other => other.FactorType == factor.FactorType) > 1)
        {
            wrong.Hint =
                $"{wrong.Hint} {factor} was answered; this user has {FactorNames.ToChoose(required.Factors)}, and FactorOrder takes one " +
                "by its provider or id.";
            throw;
        }
    }

    async Task<AuthnTransaction> VerifyAsync(AuthnTransaction required, AuthnFactor factor, CancellationToken ct)
    {
        return factor.FactorType switch
        {
            FactorTypes.Totp when answers.Totp is { } totp => await AnswerTotpAsync(factor.Verify!, totp, ct).ConfigureAwait(false),
            FactorTypes.Question =>
                await AskAsync(
                    factor.Verify!,
                    factor,
                    async () => new() { Answer = await AnswerAsync(required, factor, ct).ConfigureAwait(false) },
                    ct).ConfigureAwait(false),
            FactorTypes.Push => await AwaitPushAsync(factor, ct).ConfigureAwait(false),
            FactorTypes.Sms or FactorTypes.Email or FactorTypes.Call => await AnswerSentCodeAsync(factor, ct).ConfigureAwait(false),
            _ =>
                await AskAsync(
                    factor.Verify!,
                    factor,
                    async () => new() { PassCode = await CodeAsync(required, factor, ct).ConfigureAwait(false) },
                    ct).ConfigureAwait(false),
        };
    }

    public async Task<AuthnTransaction> EnrollAsync(AuthnTransaction.MfaEnroll enroll, CancellationToken ct)
    {
        var required = enroll.Factors.Where(factor => factor is { Enrollment: "REQUIRED", Status: not "ACTIVE" }).ToList();
        if (required.Count == 0 && enroll.Skip is { } skip)
            return await skip.TakeAsync(null, ct).ConfigureAwait(false);

        var totp = enroll.Factors.FirstOrDefault(
            factor => factor is { FactorType: FactorTypes.Totp, Status: not "ACTIVE", Enroll: not null });
        if (totp is null || required.Exists(factor => factor.FactorType is not FactorTypes.Totp))
            throw new AuthnException(
                enroll,
                $"It demands that a factor be enrolled ({FactorNames.ToTell(required.Count > 0 ? required : enroll.Factors)}), which " +
                "cannot be done unattended.");
        if (_hasEnrolled)
            throw new AuthnException(enroll, "It demands that a factor be enrolled again, though it has taken one.");
        if (answers.OnTotpEnrolled is not { } enrolled)
            throw new AuthnException(
                enroll, "It demands that a factor be enrolled. A one-time password could be, if somebody took its seed.");

        var activating = await totp.Enroll!.TakeAsync(null, ct).ConfigureAwait(false);
        if (activating is not AuthnTransaction.MfaEnrollActivate { Activate: { } activate, SharedSecret: { } seed })
            throw new AuthnException(activating);

        var done = await AnswerTotpAsync(activate, Totp.FromSecret(seed), ct).ConfigureAwait(false);
        _hasEnrolled = true;
        enrolled(seed);
        return done;
    }

    async Task<AuthnFactor> ChooseAsync(AuthnTransaction required, CancellationToken ct)
    {
        var left = required.Factors.Where(factor => factor.Verify is not null && !_taken.Contains(NameOf(factor))).ToList();
        if (left.Count == 0 && _taken.Count > 0)
            throw new AuthnException(
                required, $"It asks again for what it has taken the answer to ({FactorNames.ToTell(required.Factors)}).");

        var wanted = _picker.Wanted(left);
        return await _picker.PickAsync(wanted, ct).ConfigureAwait(false) ?? throw Unanswered(required, wanted);
    }

    static string NameOf(AuthnFactor factor) => factor.Id ?? factor.FactorType;

    static AuthnException Unanswered(AuthnTransaction required, List<AuthnFactor> wanted)
    {
        var reason = required.Factors.Count == 0 ? EngineReasons.NoClassicFactor
            : required.Factors.All(factor => !AuthnAnswers.NeedsNobodyFirst.Contains(factor.FactorType)) ? AuthnReasons.Unanswerable
            : null;
        return new(required, FactorPicker.Unanswerable(required.Factors, wanted))
        {
            Factor = wanted.Count > 0 ? wanted[0] : null, Reason = reason ?? required.Reason, Hint = reason?.Remedy ?? required.Hint,
        };
    }

    /// <summary>A code that was used is followed by the next one: Okta takes each once, whoever used it.</summary>
    async Task<AuthnTransaction> AnswerTotpAsync(AuthnStep step, Totp totp, CancellationToken ct)
    {
        var codes = new TotpCodes(options, totp, answers.TotpProgress);
        for (var code = 1; ; code++)
        {
            var passCode = await codes.NextAsync(ct).ConfigureAwait(false);
            try
            {
                return await step.TakeAsync(Input(new() { PassCode = passCode }), ct).ConfigureAwait(false);
            }
            catch (OktaApiException used) when (used.ErrorCode is OktaErrorCodes.PasscodeReplayed && code < MostCodes)
            {
                // The code was used on another machine, or by a person: the next one is taken.
            }
        }
    }

    async Task<AuthnTransaction> AnswerSentCodeAsync(AuthnFactor factor, CancellationToken ct)
    {
        var challenged = await factor.Verify!.TakeAsync(null, ct).ConfigureAwait(false);
        return challenged is AuthnTransaction.MfaChallenge { Verify: { } verify }
            ? await AskAsync(
                verify,
                factor,
                async () => new() { PassCode = await CodeAsync(challenged, factor, ct).ConfigureAwait(false) },
                ct).ConfigureAwait(false)
            : challenged;
    }

    /// <summary>Who mistypes is asked again where somebody is there: the transaction stays where it is until it is locked.</summary>
    async Task<AuthnTransaction> AskAsync(AuthnStep step, AuthnFactor factor, Func<Task<AuthnInput>> ask, CancellationToken ct)
    {
        while (true)
        {
            var input = Input(await ask().ConfigureAwait(false));
            try
            {
                return await step.TakeAsync(input, ct).ConfigureAwait(false);
            }
            catch (OktaApiException wrong) when (
                wrong.ErrorCode is OktaErrorCodes.InvalidPasscode
                    && _picker.IsAsked(factor)
                    && answers.AsksAgain?.Invoke(factor, wrong) is true)
            {
                // Somebody is asked again, and may answer otherwise.
            }
        }
    }

    async Task<string> AnswerAsync(AuthnTransaction transaction, AuthnFactor factor, CancellationToken ct) =>
        (answers.SecurityAnswer ?? await answers.AskSecurityAnswerAsync!(factor, ct).ConfigureAwait(false)) is { Length: > 0 } answer
            ? answer
            : throw new AuthnException(transaction, "It asks a security question, and no answer came.") { Factor = factor };

    async Task<string> CodeAsync(AuthnTransaction transaction, AuthnFactor factor, CancellationToken ct) =>
        await answers.CodeAsync!(factor, ct).ConfigureAwait(false) is { Length: > 0 } code
            ? code.Trim()
            : throw new AuthnException(transaction, $"It asks for the code of the factor {factor.FactorType}, and none came.")
            {
                Factor = factor,
            };

    async Task<AuthnTransaction> AwaitPushAsync(AuthnFactor factor, CancellationToken ct)
    {
        var until = _time.GetUtcNow() + answers.PushPatience;
        var transaction = await factor.Verify!.TakeAsync(Input(new()), ct).ConfigureAwait(false);
        while (transaction is AuthnTransaction.MfaChallenge { FactorResult: FactorResults.Waiting, Poll: { } poll } waiting)
        {
            answers.PushProgress?.Report(new(factor, waiting.CorrectAnswer));
            if (_time.GetUtcNow() >= until)
                throw new AuthnException(
                    transaction, $"The push was not approved: nobody answered it in {answers.PushPatienceInWords}.")
                {
                    Factor = factor,
                };
            await Task.Delay(PollInterval, _time, ct).ConfigureAwait(false);
            transaction = await poll.TakeAsync(Input(new()), ct).ConfigureAwait(false);
        }

        return transaction is AuthnTransaction.MfaChallenge { FactorResult: { } result }
            ? throw new AuthnException(
                transaction,
                result is FactorResults.Rejected ? "The push was rejected on the phone." : $"The push was not approved: {result}.")
            {
                Factor = factor,
            }
            : transaction;
    }

    AuthnInput Input(AuthnInput input) => input with { RememberDevice = answers.RememberDevice };
}
