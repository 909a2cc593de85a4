namespace Postern.Client.Tests.Authn;

/// <summary>Recorded states, read and followed: each step goes where Okta's link leads, with the recorded state token.</summary>
public sealed class RecordedTests : IDisposable
{
    readonly FakeOrg _org = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _org.Dispose();

    [Fact]
    public async Task A_factor_of_every_kind_can_be_verified()
    {
        var required = (await ReplayAsync("mfa-all-factors.json")).ShouldBeOfType<AuthnTransaction.MfaRequired>();

        required.Factors.ShouldAllBe(factor => factor.Verify != null);
        foreach (var factor in required.Factors)
            await FollowAsync(factor.Verify!, required, new Uri(factor.Verify!.Href).AbsolutePath);
    }

    [Fact]
    public async Task A_challenge_is_verified_sent_again_and_left()
    {
        var challenge = (await ReplayAsync("mfa-challenge-email.json")).ShouldBeOfType<AuthnTransaction.MfaChallenge>();

        challenge.Poll.ShouldBeNull();
        await FollowAsync(challenge.Verify!, challenge, $"/api/v1/authn/factors/{challenge.Factors[0].Id}/verify");
        await FollowAsync(challenge.Resend!, challenge, $"/api/v1/authn/factors/{challenge.Factors[0].Id}/verify/resend");
        await FollowAsync(challenge.Previous!, challenge, "/api/v1/authn/previous");
        await FollowAsync(challenge.Cancel!, challenge, "/api/v1/authn/cancel");
    }

    [Fact]
    public async Task A_factor_is_enrolled_and_activated()
    {
        var enroll = (await ReplayAsync("mfa-enroll-sms.json")).ShouldBeOfType<AuthnTransaction.MfaEnroll>();
        await FollowAsync(enroll.Factors.First(factor => factor.FactorType == "sms").Enroll!, enroll, "/api/v1/authn/factors");

        var activate = (await ReplayAsync("mfa-enroll-activate-sms.json")).ShouldBeOfType<AuthnTransaction.MfaEnrollActivate>();
        await FollowAsync(activate.Activate!, activate, $"/api/v1/authn/factors/{activate.Factors[0].Id}/lifecycle/activate");
        await FollowAsync(activate.Resend!, activate, $"/api/v1/authn/factors/{activate.Factors[0].Id}/lifecycle/resend");
        await FollowAsync(activate.Previous!, activate, "/api/v1/authn/previous");
        activate.SharedSecret.ShouldBeNull();
    }

    [Fact]
    public async Task A_recovery_is_answered_and_the_password_reset()
    {
        var recovery = (await ReplayAsync("recovery-password.json")).ShouldBeOfType<AuthnTransaction.Recovery>();
        recovery.User!.RecoveryQuestion.ShouldNotBeNullOrEmpty();
        await FollowAsync(recovery.Answer!, recovery, "/api/v1/authn/recovery/answer");

        var reset = (await ReplayAsync("recovery-answer.json")).ShouldBeOfType<AuthnTransaction.PasswordReset>();
        await FollowAsync(reset.ResetPassword!, reset, "/api/v1/authn/credentials/reset_password");
    }

    [Fact]
    public async Task A_page_that_was_not_begun_is_authenticated() =>
        (
            await ReplayAsync("unauthenticated.json")).ShouldBeOfType<AuthnTransaction.Unauthenticated>().Authenticate!.Href.ShouldBe(
                "https://example.okta.com/api/v1/authn");

    async Task<AuthnTransaction> ReplayAsync(string file)
    {
        var recorded = Fixtures.Read($"authn/{file}");
        _org.Authn = _ => Some.Json(200, recorded);
        return await _org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct);
    }

    async Task FollowAsync(AuthnStep step, AuthnTransaction from, string path)
    {
        _org.Answers[path] = _ => Some.Json(200, _org.Success);

        await step.TakeAsync(null, Ct);

        _org.Asked[^1].Url.AbsolutePath.ShouldBe(path);
        _org.Asked[^1].Body.ShouldContain($"\"stateToken\":\"{from.StateToken}\"");
    }
}
