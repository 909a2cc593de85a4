using Postern.Protocol;

namespace Postern.Client;

/// <summary>Answers a second factor, or enrolls one.</summary>
sealed class FactorDriver(OktaClientOptions options, AuthnAnswers answers)
{
    const int MostCodes = 3;

    static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    readonly TimeProvider _time = options.Time;

    public async Task<AuthnTransaction> VerifyAsync(AuthnTransaction required, CancellationToken ct)
    {
        var factor = await ChooseAsync(required, ct).ConfigureAwait(false);
        try
        {
            return await VerifyAsync(required, factor, ct).ConfigureAwait(false);
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
        if (answers.OnTotpEnrolled is not { } enrolled)
            throw new AuthnException(
                enroll, "It demands that a factor be enrolled. A one-time password could be, if somebody took its seed.");

        var activating = await totp.Enroll!.TakeAsync(null, ct).ConfigureAwait(false);
        if (activating is not AuthnTransaction.MfaEnrollActivate { Activate: { } activate, SharedSecret: { } seed })
            throw new AuthnException(activating);

        var done = await AnswerTotpAsync(activate, Totp.FromSecret(seed), ct).ConfigureAwait(false);
        enrolled(seed);
        return done;
    }

    async Task<AuthnFactor> ChooseAsync(AuthnTransaction required, CancellationToken ct)
    {
        var wanted = required.Factors.Where(factor => factor.Verify is not null && Rank(factor, answers.FactorOrder) >= 0)
            .OrderBy(factor => Rank(factor, answers.FactorOrder)).ThenBy(factor => Rank(factor, AuthnAnswers.NeedsNobodyFirst)).ToList();
        var answerable = wanted.FindAll(CanAnswer);
        return answerable.Count switch
        {
            0 => throw new AuthnException(required, Unanswerable(required, wanted)) { Factor = wanted.Count > 0 ? wanted[0] : null },
            1 => answerable[0],
            _ when answers.ChooseAsync is { } choose => await choose(answerable, ct).ConfigureAwait(false),
            _ => answerable[0],
        };
    }

    bool CanAnswer(AuthnFactor factor) => factor.FactorType switch
    {
        FactorTypes.Totp => answers.Totp is not null || answers.CodeAsync is not null,
        FactorTypes.Question => answers.SecurityAnswer is not null || answers.AskSecurityAnswerAsync is not null,
        FactorTypes.Push => answers.AwaitsPush || answers.FactorOrder.Contains(factor.Id),
        FactorTypes.Sms or FactorTypes.Email or FactorTypes.Call or FactorTypes.Token or FactorTypes.HardwareToken
            or FactorTypes.HmacToken =>
            answers.CodeAsync is not null,
        _ => false,
    };

    static string Unanswerable(AuthnTransaction required, List<AuthnFactor> wanted) => wanted.Count == 0
        ? $"It asks for a second factor, and this user has none of those to be taken: it has {FactorNames.ToChoose(required.Factors)}."
        : $"It asks for a second factor ({FactorNames.ToTell(wanted)}), and no answer was given: " +
            $"{string.Join("; ", wanted.Select(factor => factor.FactorType).Distinct().Select(type => $"{type} needs {Needs(type)}"))}.";

    static string Needs(string factorType) => factorType switch
    {
        FactorTypes.Totp => "the seed it was enrolled with",
        FactorTypes.Question => "the answer to its question",
        FactorTypes.Push => "somebody who approves it",
        FactorTypes.Sms or FactorTypes.Email or FactorTypes.Call => "the code that is sent",
        FactorTypes.Token or FactorTypes.HardwareToken or FactorTypes.HmacToken => "the code that the token shows",
        _ => "a person at a browser",
    };

    /// <summary>A code that was used is followed by the next one: Okta takes each once, whoever used it.</summary>
    async Task<AuthnTransaction> AnswerTotpAsync(AuthnStep step, Totp totp, CancellationToken ct)
    {
        var last = 0L;
        for (var code = 1; ; code++)
        {
            last = await TakeAsync(totp, Math.Max(Totp.StepAt(_time.GetUtcNow()), last + 1), ct).ConfigureAwait(false);
            await WaitForAsync(last, ct).ConfigureAwait(false);
            try
            {
                return await step.TakeAsync(Input(new() { PassCode = totp.CodeOf(last) }), ct).ConfigureAwait(false);
            }
            catch (OktaApiException used) when (used.ErrorCode is OktaErrorCodes.PasscodeReplayed && code < MostCodes)
            {
                // The code was used on another machine, or by a person: the next one is taken.
            }
        }
    }

    async Task<long> TakeAsync(Totp totp, long step, CancellationToken ct)
    {
        while (!await options.SpentPasscodes.TryTakeAsync(totp.KeyHash, step, ct).ConfigureAwait(false))
            step++;

        return step;
    }

    async Task WaitForAsync(long step, CancellationToken ct)
    {
        var wait = Totp.StartOf(step) - _time.GetUtcNow();
        if (wait <= TimeSpan.Zero)
            return;

        answers.TotpProgress?.Report(wait);
        await Task.Delay(wait, _time, ct).ConfigureAwait(false);
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
                wrong.ErrorCode is OktaErrorCodes.InvalidPasscode && IsAsked(factor) && answers.AsksAgain?.Invoke(factor, wrong) is true)
            {
                // Somebody is asked again, and may answer otherwise.
            }
        }
    }

    // An answer that was given beforehand is the same each time.
    bool IsAsked(AuthnFactor factor) => factor.FactorType is not FactorTypes.Question || answers.SecurityAnswer is null;

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
                    transaction, $"The push was not approved: nobody answered it in {answers.PushPatience.TotalMinutes:0.#} minutes.")
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

    static int Rank(AuthnFactor factor, IReadOnlyList<string> order)
    {
        for (var i = 0; i < order.Count; i++)
        {
            if (FactorNames.IsCalled(factor, order[i]))
                return i;
        }

        return -1;
    }
}
