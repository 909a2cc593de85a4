using Postern.LocalOrg.Idx;
using Postern.LocalOrg.Pages;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Tests.SignIn;

/// <summary>The reasons for which somebody is not let on, and what each surface says of them.</summary>
public sealed class SignInRefusalTests
{
    /// <summary>One of each at least: a test looks whether any is missing.</summary>
    static readonly SignInRefusal[] Every =
    [
        new SignInRefusal.TransactionGone(), new SignInRefusal.WrongState(), new SignInRefusal.NotPermitted(),
        new SignInRefusal.TooManyAttempts(),
        .. Enum.GetValues<SignInField>().Select(field => new SignInRefusal.Blank(field)),
        new SignInRefusal.WrongCredentials(), new SignInRefusal.PasswordNeeded(), new SignInRefusal.AccessDenied(),
        new SignInRefusal.OldPasswordWrong(), new SignInRefusal.NewPasswordRefused(new() { Id = "00p1", Priority = 1, Name = "strong" }),
        new SignInRefusal.NoSuchFactor("ost1"), .. Enum.GetValues<AnswerKind>().Select(kind => new SignInRefusal.WrongAnswer(kind)),
        new SignInRefusal.AccountLocked(), new SignInRefusal.PasscodeOutsideWindow(), new SignInRefusal.PasscodeReplayed(),
        new SignInRefusal.SentRecently("sms"), new SignInRefusal.SentRecently("call"), new SignInRefusal.SentRecently("email"),
        new SignInRefusal.NotSent(),
        .. Enum.GetValues<SignInField>().Select(field => new SignInRefusal.NotBase64(field)), new SignInRefusal.SecurityKeysUnsupported(),
        new SignInRefusal.UnknownFactorKind(), new SignInRefusal.InvalidProfile(), new SignInRefusal.InvalidPhone(),
        new SignInRefusal.PhoneExists(),
        new SignInRefusal.WrongRecoveryAnswer(), new SignInRefusal.RecoveryTokenUnknown(), new SignInRefusal.RecoveryTokenUsed(),
        new SignInRefusal.RecoveryOfUnknownUser(), new SignInRefusal.PasswordResetNotAllowed(), new SignInRefusal.UnlockNotAllowed(),
        new SignInRefusal.NoVerifiedPhone(), new SignInRefusal.NotAssigned(), new SignInRefusal.ProfileIncomplete("lastName"),
        new SignInRefusal.ProfileInvalid("lastName", "Does not match required pattern"),
        new SignInRefusal.LoginTaken(),
        new SignInRefusal.Unsatisfiable(), new SignInRefusal.UserCodeUnknown(),
    ];

    [Fact]
    public void The_list_above_has_every_refusal_that_there_is() =>
        Every.Select(refusal => refusal.GetType()).Distinct().ShouldBe(typeof(SignInRefusal).GetNestedTypes(), ignoreOrder: true);

    [Fact]
    public void The_Authentication_API_has_an_error_for_every_refusal()
    {
        foreach (var refusal in Every)
        {
            var error = RefusalErrors.Of(refusal, hidesDeniedAccess: false);

            error.Status.ShouldBeInRange(400, 501, refusal.Message);
            error.Code.ShouldStartWith("E0000", customMessage: refusal.Message);
            error.Message.ShouldNotBeNullOrWhiteSpace(refusal.Message);
        }
    }

    [Fact]
    public void The_hosted_pages_have_a_sentence_for_every_refusal()
    {
        foreach (var refusal in Every)
            RefusalSentences.Of(refusal).ShouldNotBeNullOrWhiteSpace(refusal.Message);
    }

    [Fact]
    public void Identity_Engine_has_a_message_for_every_refusal()
    {
        foreach (var refusal in Every)
        {
            var problem = IdxProblems.Of(refusal);

            problem.Status.ShouldBeInRange(400, 501, refusal.Message);
            problem.Said().ToJsonString().ShouldContain("\"class\":\"ERROR\"", customMessage: refusal.Message);
        }
    }

    [Fact]
    public void A_refusal_says_nothing_that_was_typed() => new SignInRefusal.Blank(SignInField.Passcode).Message.ShouldBe("Refused: Blank");
}
