using Postern.Protocol;

namespace Postern.Client;

/// <summary>Says in a person's words why a transaction is where it is, by Okta's message keys (idx.md 9).</summary>
static class IdxRefusals
{
    const string NotAssigned = "idx.error.user.not.assigned.to.app";

    public static IdxException Refused(IdxTransaction transaction)
    {
        var (failure, advice) = Of(transaction);
        return new(
            transaction,
            failure,
            transaction.Messages.Count > 0
                ? $"Okta answered: {string.Join(" ", transaction.Messages.Select(Sentence))}"
                : "Okta ended the sign-in and does not say why.",
            advice.Hint)
        {
            Reason = advice.Reason,
        };
    }

    /// <summary>As the callback for wrong answers is told: the Authentication API's error, with the key in the code's place.</summary>
    public static OktaApiException AsApiError(IdxTransaction refused)
    {
        var first = refused.Messages.OrderByDescending(message => message.IsError).FirstOrDefault();
        return new(Stage.Idx, first?.Key ?? "", first?.Text ?? "", Of(refused).Advice.Hint) { StatusCode = refused.HttpStatus };
    }

    public static IdxException Unanswered(IdxTransaction transaction, string sentence, Advice advice) =>
        new(transaction, IdxFailure.Unanswered, $"Okta wants {transaction.Wanted}. {sentence}", advice.Hint) { Reason = advice.Reason };

    /// <summary>By its name, with what it wants.</summary>
    public static IdxException Unsupported(IdxTransaction transaction)
    {
        var wanted = transaction.Steps.Where(step => step.Kind is not (IdxStepKind.SelectRegistration or IdxStepKind.UnlockAccount))
            .ToList();
        if (wanted.Find(step => step.Kind is IdxStepKind.RedirectToProvider) is { } elsewhere)
            return new(
                transaction,
                IdxFailure.Unsupported,
                $"Okta sends this user to sign in at {elsewhere.Provider ?? "another identity provider"}.",
                AuthnReasons.RoutedAway.Remedy)
            {
                Reason = AuthnReasons.RoutedAway,
            };

        var needs = string.Join(", or ", wanted.Select(step => step.Wants).Distinct());
        var reason = wanted.Select(step => ReasonOf(step.Kind)).FirstOrDefault() ?? AuthnReasons.PageOnly;
        return new(
            transaction,
            IdxFailure.Unsupported,
            $"Okta wants {transaction.Wanted}: {needs}, which cannot be done unattended.",
            $"{reason.Remedy} Or take the steps of the transaction by yourself.")
        {
            Reason = reason,
        };
    }

    /// <summary>Why nobody is asked for it who signs in by a password alone.</summary>
    static FailureReason ReasonOf(IdxStepKind kind) => kind switch
    {
        IdxStepKind.Consent => AuthorizeReasons.Consent,
        IdxStepKind.DeviceChallengePoll or IdxStepKind.Launch => EngineReasons.DeviceWanted,
        IdxStepKind.UpdateProfile or IdxStepKind.Register or IdxStepKind.KeepSignedIn or IdxStepKind.DeviceGracePeriod =>
            EngineReasons.StepOfAPerson,
        IdxStepKind.SelectEnrollment or IdxStepKind.EnrollmentData or IdxStepKind.SelectChannel or IdxStepKind.Enroll
            or IdxStepKind.EnrollPoll => AuthnReasons.Enrollment,
        IdxStepKind.Unknown => AuthnReasons.UnknownStatus,
        _ => AuthnReasons.PageOnly,
    };

    public static string Sentence(IdxMessage message) => message.Text.EndsWith('.') ? message.Text : $"{message.Text}.";

    static (IdxFailure Failure, Advice Advice) Of(IdxTransaction transaction)
    {
        var keys = transaction.Messages.Select(message => message.Key).OfType<string>().ToList();
        if (keys.Contains("idx.session.expired") || keys.Contains("core.system.transaction_resource_not_found"))
            return (IdxFailure.Expired, Advice.Remedying(AuthnReasons.StaleState));
        if (AdviceOnDenial(keys, transaction) is { } denied)
            return (IdxFailure.Denied, denied);

        var code = keys.Select(CodeOf).FirstOrDefault(known => known is not null);
        return (IdxFailure.Refused, AdviceOf(code ?? (transaction.HttpStatus >= 500 ? OktaErrorCodes.InternalServerError : "")));
    }

    /// <summary>As of the Authentication API's error that says the same.</summary>
    public static string HintOf(string errorCode) => AdviceOf(errorCode).Hint;

    static Advice AdviceOf(string errorCode) => Hints.ForOkta(errorCode, []);

    static Advice? AdviceOnDenial(List<string> keys, IdxTransaction transaction) => keys switch
    {
        // Recordings of 2021 have the sentence without its key.
        _ when keys.Contains(NotAssigned) || keys.Contains("idx.error.code.user_not_assigned")
            || transaction.Messages.Any(message => message.Text.Contains("not assigned to this app", StringComparison.Ordinal)) =>
            Advice.Remedying(AuthorizeReasons.NotAssigned),
        _ when keys.Contains("oie.assurance.unsatisfiable") =>
            new Advice(
                "The app's sign-in policy wants more than this user has or may enroll. Enroll an authenticator for the user, or have an " +
                "admin give the test users' group a rule that is content with less.",
                EngineReasons.DeviceWanted),
        _ when keys.Exists(key => key.StartsWith("security.access_denied", StringComparison.Ordinal)
            || key.StartsWith("idx.error.code.access_denied", StringComparison.Ordinal)) =>
            new Advice(
                "The global session policy or the app's sign-in policy denies this sign-in, often by network zone or device. Have an " +
                "admin allow the address that this machine goes out with for the test users' group.",
                AuthnReasons.PolicyDenies),
        _ => default(Advice?),
    };

    static string? CodeOf(string key) => key switch
    {
        "errors.E0000004" or "incorrectPassword" or "idx.unknown.user" => OktaErrorCodes.AuthenticationFailed,
        "authfactor.challenge.soft_token.used_passcode" => OktaErrorCodes.PasscodeReplayed,
        "authfactor.challenge.suspended_factor" => OktaErrorCodes.UserLocked,
        "api.authn.error.PASSCODE_INVALID" or "authfactor.challenge.soft_token.invalid_passcode"
            or "authfactor.challenge.question_factor.answer_invalid" or "authfactor.webauthn.error.assertion_validation_failure" =>
            OktaErrorCodes.InvalidPasscode,
        "errors.E0000150" or "errors.E0000151" => OktaErrorCodes.SmsSentRecently,
        _ when key.StartsWith("password.", StringComparison.Ordinal) => OktaErrorCodes.PasswordTooWeak,
        _ => null,
    };
}
