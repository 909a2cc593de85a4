using Postern.Protocol;

namespace Postern.Client;

/// <summary>Chooses an authenticator and answers it, as <see cref="FactorDriver"/> does a factor of the Authentication API.</summary>
sealed class IdxFactorDriver(OktaClientOptions options, AuthnAnswers answers)
{
    const int MostCodes = 3;
    const string Used = "authfactor.challenge.soft_token.used_passcode";
    const string Rejected = "api.authn.poll.error.push_rejected";
    const string FastPass = "signed_nonce";

    readonly TimeProvider _time = options.Time;
    readonly FactorPicker _picker = new(answers);
    readonly List<AuthnFactor> _taken = [];
    AuthnFactor? _chosen;
    AuthnFactor? _answered;
    IReadOnlyList<AuthnFactor> _offered = [];

    public static bool IsDue(IdxTransaction open) => AskedStep(open) is not null || ChoiceOf(open) is not null;

    /// <summary>Where the password is asked for, or can be chosen; null where it is not among what helps.</summary>
    public static (IdxStep Step, IdxOption? Option)? PasswordStep(IdxTransaction open)
    {
        if (open.Find(IdxStepKind.Challenge) is { } asked && open.Authenticator?.Key is "okta_password")
            return (asked, null);

        return ChoiceOf(open) is { } choice
            && IdxCandidate.Of(open, choice).Find(candidate => candidate.IsPassword) is { } password
            ? (choice, password.Option)
            : null;
    }

    public Task<IdxTransaction> NextAsync(IdxTransaction open, CancellationToken ct)
    {
        var (asked, choice) = (AskedStep(open), ChoiceOf(open));
        var factor = IdxCandidate.Asked(open);
        if (asked is not null && (choice is null || (_chosen is { } chosen && IsSame(factor, chosen))))
            return AnswerAsync(open, asked, _chosen is { } known && IsSame(factor, known) ? known : factor, ct);

        return choice is not null ? ChooseAsync(open, choice, ct) : throw IdxRefusals.Unsupported(open);
    }

    /// <summary>Says besides which factor it was, and how another of its kind is taken.</summary>
    public IdxException About(IdxException refused)
    {
        if (_answered is not { } answered || refused.Failure is not IdxFailure.Refused)
            return refused;

        var told = new IdxException(refused.Transaction, refused.Failure, refused.Message, refused.Hint)
        {
            Factor = answered, Factors = _offered, Reason = refused.Reason,
        };
        if (_offered.Count(other => other.FactorType == answered.FactorType) > 1)
            told.Hint =
                $"{told.Hint} {answered} was answered; this user has {FactorNames.ToChoose(_offered)}, and FactorOrder takes one by its " +
                "provider or id.";
        return told;
    }

    static IdxStep? AskedStep(IdxTransaction open) => open.Find(IdxStepKind.Challenge) ?? open.Find(IdxStepKind.ChallengePoll);

    static IdxStep? ChoiceOf(IdxTransaction open) => open.Find(IdxStepKind.SelectAuthenticator) ?? open.Find(IdxStepKind.ChooseMethod);

    // A phone is asked by the method that was chosen.
    static bool IsSame(AuthnFactor asked, AuthnFactor chosen) => asked.Provider == chosen.Provider
        && (asked.FactorType == chosen.FactorType || (asked.FactorType, chosen.FactorType) is (FactorTypes.Sms, FactorTypes.Call));

    async Task<IdxTransaction> ChooseAsync(IdxTransaction open, IdxStep choice, CancellationToken ct)
    {
        // Okta asks for the method of what was chosen already.
        if (_chosen is not null && open.Find(IdxStepKind.ChooseMethod) is { } method)
            choice = method;
        var candidates = IdxCandidate.Of(open, choice).FindAll(candidate => !candidate.IsPassword && !IsTaken(candidate.Factor));
        if (candidates.Count == 0 && _taken.Count > 0)
            throw AskedAgain(open, _taken[^1]);

        _offered = [.. candidates.Select(candidate => candidate.Factor)];
        var wanted = _picker.Wanted(_offered);
        var picked = await _picker.PickAsync(wanted, ct).ConfigureAwait(false) ?? throw Unanswerable(open, wanted);
        _chosen = picked;
        if (AskedStep(open) is { } asked && IsSame(IdxCandidate.Asked(open), picked))
            return await AnswerAsync(open, asked, picked, ct).ConfigureAwait(false);

        var candidate = candidates.First(each => each.Factor.FactorType == picked.FactorType && each.Factor.Id == picked.Id);
        return await choice.TakeAsync(new() { Option = candidate.Option, MethodType = candidate.Method }, ct).ConfigureAwait(false);
    }

    IdxException Unanswerable(IdxTransaction open, List<AuthnFactor> wanted)
    {
        var reason = ReasonOf(_offered);
        var told = IdxRefusals.Unanswered(open, FactorPicker.Unanswerable(_offered, wanted), Advice.Remedying(reason));
        return new(open, IdxFailure.Unanswered, told.Message, told.Hint)
        {
            Factor = wanted.Count > 0 ? wanted[0] : null, Factors = wanted.Count > 0 ? wanted : _offered, Reason = reason,
        };
    }

    /// <summary>What is listed would help: where nothing of it is a program's, the policy may want just that.</summary>
    static FailureReason ReasonOf(IReadOnlyList<AuthnFactor> offered) => offered switch
    {
        [] => AuthnReasons.SecondFactor,
        _ when offered.All(factor => factor.FactorType is FactorTypes.WebAuthn or FastPass) => EngineReasons.DeviceWanted,
        _ when offered.All(factor => !AuthnAnswers.NeedsNobodyFirst.Contains(factor.FactorType)) => AuthnReasons.Unanswerable,
        _ => AuthnReasons.SecondFactor,
    };

    async Task<IdxTransaction> AnswerAsync(IdxTransaction open, IdxStep asked, AuthnFactor factor, CancellationToken ct)
    {
        if (IsTaken(factor))
            throw AskedAgain(open, factor);
        if (_offered.Count == 0)
            _offered = [factor];
        if (_picker.Wanted([factor]) is [] || !_picker.CanAnswer(factor))
            throw Unanswerable(open, _picker.Wanted([factor]));

        (_chosen, _answered) = (null, factor);
        var answered = await GiveAsync(open, asked, factor, ct).ConfigureAwait(false);
        if (!answered.IsRefused)
            _taken.Add(factor);
        return answered;
    }

    async Task<IdxTransaction> GiveAsync(IdxTransaction open, IdxStep asked, AuthnFactor factor, CancellationToken ct) =>
        factor.FactorType switch
        {
            FactorTypes.Totp when answers.Totp is { } totp =>
                await AnswerTotpAsync(new(options, totp, answers.TotpProgress), asked, ct).ConfigureAwait(false),
            FactorTypes.Question => await AskAsync(
                asked, factor, async () => new() { Answer = await AnswerAsync(open, factor, ct).ConfigureAwait(false) }, ct)
                .ConfigureAwait(false),
            FactorTypes.Push => await AwaitPushAsync(open, factor, ct).ConfigureAwait(false),
            _ => await AskAsync(
                asked, factor, async () => new() { Passcode = await CodeAsync(open, factor, ct).ConfigureAwait(false) }, ct)
                .ConfigureAwait(false),
        };

    /// <summary>A code that was used is followed by the next one: Okta takes each once, whoever used it.</summary>
    public static async Task<IdxTransaction> AnswerTotpAsync(TotpCodes codes, IdxStep step, CancellationToken ct)
    {
        for (var code = 1; ; code++)
        {
            var answered = await step.TakeAsync(new() { Passcode = await codes.NextAsync(ct).ConfigureAwait(false) }, ct)
                .ConfigureAwait(false);
            if (!answered.Says(Used) || code == MostCodes || answered.Find(step.Kind) is not { } again)
                return answered;

            step = again;
        }
    }

    /// <summary>Who mistypes is asked again where somebody is there: the transaction stays where it is until it is locked.</summary>
    async Task<IdxTransaction> AskAsync(IdxStep step, AuthnFactor factor, Func<Task<IdxInput>> ask, CancellationToken ct)
    {
        while (true)
        {
            var answered = await step.TakeAsync(await ask().ConfigureAwait(false), ct).ConfigureAwait(false);
            if (!answered.IsRefused || !_picker.IsAsked(factor) || answered.Find(IdxStepKind.Challenge) is not { } again
                || answers.AsksAgain?.Invoke(factor, IdxRefusals.AsApiError(answered)) is not true)
                return answered;

            step = again;
        }
    }

    async Task<string> AnswerAsync(IdxTransaction open, AuthnFactor factor, CancellationToken ct) =>
        (answers.SecurityAnswer ?? await answers.AskSecurityAnswerAsync!(factor, ct).ConfigureAwait(false)) is { Length: > 0 } answer
            ? answer
            : throw Unanswered(open, factor, "It asks a security question, and no answer came.");

    async Task<string> CodeAsync(IdxTransaction open, AuthnFactor factor, CancellationToken ct) =>
        await answers.CodeAsync!(factor, ct).ConfigureAwait(false) is { Length: > 0 } code
            ? code.Trim()
            : throw Unanswered(open, factor, $"It asks for the code of the factor {factor.FactorType}, and none came.");

    async Task<IdxTransaction> AwaitPushAsync(IdxTransaction open, AuthnFactor factor, CancellationToken ct)
    {
        var until = _time.GetUtcNow() + answers.PushPatience;
        while (!open.IsRefused && open.Find(IdxStepKind.ChallengePoll) is { } poll)
        {
            answers.PushProgress?.Report(new(factor, open.Authenticator?.CorrectAnswer));
            if (_time.GetUtcNow() >= until)
                throw Unanswered(
                    open, factor, $"The push was not approved: nobody answered it in {answers.PushPatienceInWords}.");
            await Task.Delay(poll.Interval, _time, ct).ConfigureAwait(false);
            open = await poll.TakeAsync(null, ct).ConfigureAwait(false);
        }

        return open.IsRefused || open.Find(IdxStepKind.Resend) is not null
            ? throw Unanswered(
                open, factor, open.Says(Rejected) ? "The push was rejected on the phone." : $"The push was not approved: {Told(open)}")
            : open;
    }

    static string Told(IdxTransaction open) => open.Messages is [var first, ..] ? IdxRefusals.Sentence(first) : "Okta does not say why.";

    bool IsTaken(AuthnFactor factor) =>
        _taken.Exists(taken => taken.FactorType == factor.FactorType && taken.Provider == factor.Provider);

    static IdxException AskedAgain(IdxTransaction open, AuthnFactor factor) =>
        Unanswered(open, factor, $"It asks again for what it has taken the answer to ({factor.FactorType}).");

    static IdxException Unanswered(IdxTransaction open, AuthnFactor factor, string sentence) =>
        new(open, IdxFailure.Unanswered, $"Okta wants {open.Wanted}. {sentence}", AuthnReasons.SecondFactor.Remedy)
        {
            Factor = factor, Factors = [factor], Reason = AuthnReasons.SecondFactor,
        };
}
