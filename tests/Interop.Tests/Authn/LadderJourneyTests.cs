using Postern.Client;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Authn;

/// <summary>
/// Our client's ladder against our org on Identity Engine: which way each app and user lets it take, and what its receipt says.
/// </summary>
public sealed class LadderJourneyTests(LadderJourneyTests.LockingOrg org) : IClassFixture<LadderJourneyTests.LockingOrg>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_demo_user_needs_no_more_than_a_session_token()
    {
        var receipt = (await SignInAsync(IdentityEngineOrg.Code, The.Ada, new())).Receipt!;

        (receipt.Pipeline, receipt.Way).ShouldBe(("idx", SignInWay.SessionToken));
    }

    [Fact]
    public async Task An_app_that_wants_two_factors_is_content_with_the_interaction_code_and_says_why_the_session_token_was_not_enough()
    {
        var receipt = (await SignInAsync(
            IdentityEngineOrg.TwoInteraction, "tess@example.com", new() { Totp = Totp.FromSecret(IdentityEngineOrg.Seed) })).Receipt!;

        receipt.Way.ShouldBe(SignInWay.InteractionCode);
        receipt.Attempts[0].Outcome.ShouldBe(SignInOutcome.NotEnough);
        receipt.Attempts[0].Answer.ShouldBe(
            "login_required: The client specified not to prompt, but the client app requires re-authentication or MFA.");
    }

    [Fact]
    public async Task Without_that_grant_the_hosted_page_does_it()
    {
        var receipt = (await SignInAsync(
            IdentityEngineOrg.TwoFactors, "tess@example.com", new() { SecurityAnswer = "mayonnaise" })).Receipt!;

        receipt.Attempts.Select(attempt => (attempt.Way, attempt.Outcome)).ShouldBe(
            [
                (SignInWay.SessionToken, SignInOutcome.NotEnough), (SignInWay.InteractionCode, SignInOutcome.NotEnough),
                (SignInWay.DirectAuthentication, SignInOutcome.NotEnough), (SignInWay.HostedPage, SignInOutcome.Taken),
            ]);
    }

    [Fact]
    public async Task An_app_with_its_grants_is_signed_in_to_directly()
    {
        var receipt = (await SignInAsync(
            IdentityEngineOrg.TwoDirect, "tess@example.com", new() { Totp = Totp.FromSecret(IdentityEngineOrg.Seed) })).Receipt!;

        receipt.Way.ShouldBe(SignInWay.DirectAuthentication);
        receipt.Attempts[1].Answer.ShouldStartWith("unauthorized_client: ");
    }

    [Fact]
    public async Task Where_its_channels_do_not_have_the_answer_the_hosted_page_does()
    {
        var receipt = (await SignInAsync(
            IdentityEngineOrg.TwoDirect, "tess@example.com", new() { SecurityAnswer = "mayonnaise" })).Receipt!;

        receipt.Attempts[2].Answer.ShouldStartWith("mfa_required");
        receipt.Way.ShouldBe(SignInWay.HostedPage);
    }

    [Fact]
    public async Task A_second_factor_that_has_no_answer_is_what_is_told_in_the_end()
    {
        var refused = await Should.ThrowAsync<IdxException>(
            () => SignInAsync(IdentityEngineOrg.TwoInteraction, "tess@example.com", new()));

        refused.Failure.ShouldBe(IdxFailure.Unanswered);
        refused.Factors.Select(factor => factor.FactorType).ShouldContain("token:software:totp");
        refused.Receipt!.Attempts[^1].Outcome.ShouldBe(SignInOutcome.Refused);
    }

    [Fact]
    public async Task What_the_org_wants_before_a_session_token_is_answered_there()
    {
        var receipt = (
            await SignInAsync(IdentityEngineOrg.TwoFactors, "amy@example.com", new() { SecurityAnswer = "mayonnaise" })).Receipt!;

        receipt.Way.ShouldBe(SignInWay.SessionToken);
    }

    [Theory]
    [InlineData(IdentityEngineOrg.Code)]
    [InlineData(IdentityEngineOrg.Interaction)]
    [InlineData(IdentityEngineOrg.TwoFactors)]
    [InlineData(IdentityEngineOrg.TwoInteraction)]
    [InlineData(IdentityEngineOrg.TwoDirect)]
    public async Task A_wrong_password_costs_one_attempt_whichever_ways_the_app_has(string app)
    {
        const string Locked = "lock@example.com";

        var refused = await Should.ThrowAsync<OktaException>(() => SignInAsync(app, Locked, new(), password: "wrong"));
        // Two at once would have locked the account; the right one begins the count anew.
        var tokens = await SignInAsync(app, Locked, new() { Totp = Totp.FromSecret(IdentityEngineOrg.Seed) });

        refused.Receipt!.Attempts[^1].Outcome.ShouldBe(SignInOutcome.Refused);
        refused.Receipt.Attempts[^1].Opens.ShouldNotBeNullOrEmpty();
        tokens.Receipt!.Attempts.ShouldAllBe(attempt => attempt.Outcome == SignInOutcome.Taken || attempt.Opens != null);
    }

    [Theory]
    [InlineData(SignInWay.InteractionCode, IdentityEngineOrg.TwoInteraction)]
    [InlineData(SignInWay.DirectAuthentication, IdentityEngineOrg.TwoDirect)]
    [InlineData(SignInWay.HostedPage, IdentityEngineOrg.TwoFactors)]
    public async Task A_wrong_password_costs_one_attempt_of_a_way_that_was_chosen(SignInWay way, string app)
    {
        const string Locked = "lock@example.com";

        await Should.ThrowAsync<OktaException>(() => SignInAsync(app, Locked, new(), way, "wrong"));
        var tokens = await SignInAsync(app, Locked, new() { Totp = Totp.FromSecret(IdentityEngineOrg.Seed) }, way);

        tokens.Receipt!.Way.ShouldBe(way);
    }

    [Fact]
    public async Task An_app_that_is_not_ones_own_is_no_reason_to_try_another_way()
    {
        var refused = await Should.ThrowAsync<OAuthException>(() => SignInAsync(IdentityEngineOrg.Code, "una@example.com", new()));

        refused.Error.ShouldBe("access_denied");
        refused.Receipt!.Attempts.Count.ShouldBe(1);
    }

    Task<TokenSet> SignInAsync(
        string clientId, string login, AuthnAnswers answers, SignInWay? via = null, string password = The.Password) =>
        org.Connect(clientId).SignIn.GetTokensAsync(login, password, new() { Answers = answers, Via = via }, Ct);

    /// <summary>With somebody whom the second wrong password locks out.</summary>
    public sealed class LockingOrg : IdentityEngineOrg
    {
        const string Careful = "00g1carefulCareful05";

        protected override OrgSeed Change(OrgSeed seed)
        {
            var tess = seed.Users.First(user => user.Login is "tess@example.com");
            return seed with
            {
                Groups = [.. seed.Groups, new() { Id = Careful, Name = "Careful" }],
                PasswordPolicies = [new() { Name = "Careful", GroupIds = [Careful], MaxAttempts = 2 }, .. seed.PasswordPolicies],
                Users =
                [
                    .. seed.Users,
                    tess with { Id = "00u1lockLocked000005", Login = "lock@example.com", GroupIds = [.. tess.GroupIds, Careful] },
                ],
            };
        }
    }
}
