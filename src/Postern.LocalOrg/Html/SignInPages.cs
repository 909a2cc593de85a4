using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Html;

/// <summary>Shows where a sign-in stands: each state has its page, or leads back to the first.</summary>
sealed class SignInPages(OrgDirectory directory, OrgUrls urls, SignInPolicies policies)
{
    readonly FactorPage _factors = new(directory);
    readonly EnrollmentPage _enrollment = new(directory, urls);
    readonly PasswordPage _password = new(directory);
    readonly QuestionPage _question = new(directory);

    public SignInOffers Offers { get; } = new(directory, policies);

    public SignInPage First => field ??= new(directory, Offers);

    public RecoveryPage Recovery { get; } = new(directory);

    public RegistrationPage Registration { get; } = new(directory);

    public Task ShowAsync(HttpContext context, Stage stage, string? problem)
    {
        context.NoteShown("okta_key", stage.Key);
        context.NoteShown("state_token", stage.StateToken);
        return PageOfAsync(context, stage, problem);
    }

    Task PageOfAsync(HttpContext context, Stage stage, string? problem) => stage.State switch
    {
        // Who is another provider's by the name that was typed finds the way there.
        { Routing.IsHere: false, Transaction: { AppId: { } appId, Interaction.Login: { } login } } => First.WriteAsync(
            context, new(stage.Key) { AppId = appId, Login = login, Problem = problem }),
        SignInState.ChoosingFactor or SignInState.FactorChallenged or SignInState.ChoosingFirstFactor
            or SignInState.Identifying { Transaction: { RecoveryType: null, Interaction.Login: not null } } =>
            _factors.WriteAsync(context, stage, problem),
        SignInState.CompletingProfile profile => _question.AskForProfileAsync(context, stage, profile, problem),
        SignInState.AskingToStay => _question.AskToStayAsync(context, stage, problem),
        SignInState.ChoosingEnrollment or SignInState.Enrolling => _enrollment.WriteAsync(context, stage, problem),
        SignInState.PasswordDue due => _password.WriteAsync(context, stage, due, problem),
        SignInState.AwaitingRecoveryCode => Recovery.AskForCodeAsync(context, stage, problem),
        SignInState.ActivationLinkExpired => Recovery.OfferActivationAsync(context, stage),
        SignInState.AskingRecoveryQuestion asking => Recovery.AskQuestionAsync(context, stage, asking, problem),
        SignInState.Identifying { Transaction: { AppId: { } appId, Interaction.Login: { } login } } => First.WriteAsync(
            context, new(stage.Key) { AppId = appId, Login = login, Problem = problem }),
        _ => First.WriteAsync(context, new(stage.Key) { AppId = stage.State.Transaction.AppId, Problem = SignInPage.Refused }),
    };
}
