using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.Idx;

/// <summary>Reads what each call does: by its path, and by what the transaction waits for (idx.md 5).</summary>
static class IdxInputs
{
    /// <summary>Below <c>/idp/idx/</c>.</summary>
    public static readonly IReadOnlyDictionary<string, Func<IdxStep, SignInInput>> All = new Dictionary<string, Func<IdxStep, SignInInput>>
    {
        ["identify"] = Identify,
        ["identify/select"] = step => step.Transaction.Status is AuthnStatuses.Unauthenticated
            ? new SignInInput.GoBack()
            : throw new SignInRefusal.WrongState(),
        ["challenge"] = step => IsEnrolling(step) ? throw new SignInRefusal.WrongState() : Choose(step),
        ["challenge/answer"] = Answer,
        ["challenge/resend"] = Resend,
        ["challenge/poll"] = Poll,
        ["authenticators/poll"] = Poll,
        ["credential/enroll"] = step => IsEnrolling(step) ? Choose(step) : throw new SignInRefusal.WrongState(),
        ["enroll"] = _ => new SignInInput.Register(null, null),
        ["enroll/new"] = step => new SignInInput.Register(step.Request.UserProfile ?? [], step.Request.Credentials?.Passcode)
        {
            Caller = step.Caller,
        },
        ["enroll/update"] = step => new SignInInput.CompleteProfile(step.Request.UserProfile ?? []),
        ["request-activation"] = _ => new SignInInput.RequestActivation(),
        ["challenge/send"] = Send,
        ["poll"] = _ => new SignInInput.Look(),
        ["consent"] = step => new SignInInput.Agree(
            step.Request.Consent ?? throw new SignInRefusal.Blank(SignInField.Consent),
            step.Request.OptedScopes?.Where(scope => scope.Value is true).Select(scope => scope.Key).ToList()),
        ["keep-me-signed-in"] = step => new SignInInput.StaySignedIn(step.Request.KeepMeSignedIn ?? false),
        ["device/activate"] = step => new SignInInput.EnterUserCode(step.Request.UserCode, step.Caller),
        ["skip"] = _ => new SignInInput.Skip(),
        ["recover"] = _ => new SignInInput.Recover(RecoveryTypes.Password),
        ["unlock-account"] = _ => new SignInInput.Recover(RecoveryTypes.Unlock),
    };

    static SignInInput Identify(IdxStep step)
    {
        var (transaction, given) = (step.Transaction, step.Request);
        if (given.Identifier is not { } login)
            throw new SignInRefusal.Blank(SignInField.Username);
        if (given.Credentials?.Passcode is { } password && transaction.RecoveryType is null)
            return new SignInInput.Password(login, password, step.Caller) { RemembersDevice = given.RememberMe ?? false };

        return new SignInInput.Identify(login, step.Caller) { RemembersDevice = given.RememberMe ?? false };
    }

    static SignInInput.Choose Choose(IdxStep step)
    {
        var given = step.Request.Authenticator;
        var authenticator = IdxAuthenticators.KeyOf(given?.Id) ?? throw new SignInRefusal.NoSuchFactor("");
        return new SignInInput.Choose(authenticator)
        {
            Method = given!.MethodType, PhoneNumber = given.PhoneNumber, Login = step.Request.Identifier,
            Channel = given.Channel, Caller = step.Request.Identifier is null ? null : step.Caller,
        };
    }

    /// <summary>The link to a phone that is being set up. To the user's own address, whichever was typed (UNCONFIRMED).</summary>
    static SignInInput.SendActivation Send(IdxStep step) => step.Transaction switch
    {
        {
            Status: AuthnStatuses.MfaEnrollActivate, Factor: { FactorType: FactorTypes.Push } factor,
            Interaction.Channel: FactorTypes.Email or FactorTypes.Sms,
        } => new(factor.Id, step.Transaction.Interaction!.Channel!, step.Request.PhoneNumber),
        _ => throw new SignInRefusal.WrongState(),
    };

    static SignInInput Answer(IdxStep step)
    {
        var (transaction, given) = (step.Transaction, step.Request.Credentials ?? new());
        return transaction.Status switch
        {
            AuthnStatuses.Unauthenticated or AuthnStatuses.MfaRequired when AwaitsPassword(transaction) =>
                new SignInInput.Password(transaction.Interaction!.Login!, Needed(given.Passcode), step.Caller),
            AuthnStatuses.MfaChallenge => Verify(transaction, given, step.Caller),
            AuthnStatuses.MfaEnroll => Enroll(transaction.Interaction!, given),
            AuthnStatuses.MfaEnrollActivate => new SignInInput.Activate(transaction.Factor!.Id, given.Answered()),
            AuthnStatuses.PasswordExpired or AuthnStatuses.PasswordWarn =>
                new SignInInput.ChangePassword(null, Needed(given.Passcode), given.RevokeSessions ?? false),
            AuthnStatuses.PasswordReset => new SignInInput.ResetPassword(Needed(given.Passcode), given.RevokeSessions ?? false),
            AuthnStatuses.RecoveryChallenge =>
                new SignInInput.AnswerRecoveryCode(transaction.RecoveryFactor!, Blank.No(given.Passcode)),
            AuthnStatuses.Recovery => new SignInInput.AnswerRecoveryQuestion(given.Answer ?? Blank.No(given.Passcode)),
            Recovered.Unlocked => new SignInInput.Look(),
            _ => throw new SignInRefusal.WrongState(),
        };
    }

    /// <summary>Where no other authenticator was chosen, a user name waits for its password.</summary>
    static bool AwaitsPassword(Transaction transaction) => transaction switch
    {
        { RecoveryType: not null } or { Interaction: null or { Login: null } } => false,
        { Interaction.Chosen: { } chosen } => chosen == OrgFactors.Password,
        _ => transaction.Methods.Count == 0,
    };

    static SignInInput.Verify Verify(Transaction transaction, IdxCredentials given, SignInCaller caller)
    {
        var (factor, answer) = (transaction.Factor!, given.Answered());
        if (!FactorKinds.Of(factor).HasAnswer(answer))
            throw new SignInRefusal.Blank(factor.FactorType is FactorTypes.Question ? SignInField.Answer : SignInField.Passcode);

        var id = transaction.Challenge is { IsForAny: true } ? factor.FactorType : factor.Id;
        return new SignInInput.Verify(id, answer) { Device = caller.Device };
    }

    static SignInInput.Enroll Enroll(Interaction interaction, IdxCredentials given)
    {
        var kind = OrgFactors.OfAuthenticator(interaction.Chosen ?? "").FirstOrDefault() ?? throw new SignInRefusal.WrongState();
        return new SignInInput.Enroll(
            kind.FactorType,
            kind.Provider,
            new()
            {
                Question = given.QuestionKey, QuestionText = given.Question, Answer = given.Answer,
                Passcode = kind.FactorType is FactorTypes.Question ? null : Needed(given.Passcode),
                CredentialId = given.CredentialId ?? given.ClientData,
            });
    }

    static SignInInput Resend(IdxStep step) => step.Transaction switch
    {
        { Status: AuthnStatuses.MfaChallenge, Factor: { } factor } => new SignInInput.Resend(factor.Id),
        {
            Status: AuthnStatuses.MfaEnrollActivate, Factor: { FactorType: FactorTypes.Push } led,
            Interaction: { Channel: { } channel, LinkTo: { } to },
        } => new SignInInput.SendActivation(led.Id, channel, to),
        { Status: AuthnStatuses.MfaEnrollActivate, Factor: { } factor } => new SignInInput.ResendActivation(factor.Id),
        { Status: AuthnStatuses.RecoveryChallenge, RecoveryFactor: { } channel } => new SignInInput.ResendRecoveryCode(channel),
        _ => throw new SignInRefusal.WrongState(),
    };

    /// <summary>What is not decided elsewhere stands as it stood.</summary>
    static SignInInput Poll(IdxStep step) => step.Transaction switch
    {
        { FactorResult: not FactorResults.Waiting } => new SignInInput.Look(),
        { Status: AuthnStatuses.MfaChallenge, Factor: { FactorType: FactorTypes.Push } factor } =>
            new SignInInput.Verify(factor.Id, FactorAnswer.Nothing)
            {
                Device = step.Caller.Device, AutoPush = step.Request.AutoChallenge,
            },
        { Status: AuthnStatuses.MfaEnrollActivate, Factor: { FactorType: FactorTypes.Push } factor } =>
            new SignInInput.PollActivation(factor.Id),
        _ => new SignInInput.Look(),
    };

    static bool IsEnrolling(IdxStep step) => step.Transaction.Status is AuthnStatuses.MfaEnroll or AuthnStatuses.MfaEnrollActivate;

    static string Needed(string? passcode) => passcode ?? throw new SignInRefusal.Blank(SignInField.Passcode);
}

/// <summary>A call with what its transaction waits for.</summary>
sealed record IdxStep(Transaction Transaction, IdxRequest Request, SignInCaller Caller)
{
    public override string ToString() => "a step";
}
