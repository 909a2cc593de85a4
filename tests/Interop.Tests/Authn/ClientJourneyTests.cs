using Postern.Client;
using Postern.Interop.Tests.Strangers;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Authn;

/// <summary>Our client against our org, through every state of the Authentication API.</summary>
public sealed class ClientJourneyTests : IAsyncLifetime
{
    LocalOrg.LocalOrg _org = null!;
    HttpClient _http = null!;
    OktaClient _client = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    SessionTokenFlow Flow => _client.SessionTokenFlow;

    public async ValueTask InitializeAsync()
    {
        _org = await AuthnOrg.StartAsync();
        _http = new(OktaClient.CreateHandler());
        _client = new(_http, new()
        {
            OrgUrl = _org.Url,
            AuthorizationServerId = "default",
            ClientId = _org.App(AppKind.Spa).ClientId,
            RedirectUri = The.Callback,
            Time = _org.Clock,
        });
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _org.DisposeAsync();
    }

    [Theory]
    [InlineData("sms")]
    [InlineData("call")]
    [InlineData("email")]
    public async Task A_code_that_is_sent_gives_tokens(string factorType)
    {
        var tokens = await Flow.GetTokensAsync(
            "amy@example.com", The.Password, new AuthnAnswers { FactorOrder = [factorType], CodeAsync = SentCodeAsync }, ct: Ct);

        tokens.IdToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_seed_gives_tokens() =>
        (
            await Flow.GetTokensAsync(
                "amy@example.com",
                The.Password,
                new AuthnAnswers { Totp = Totp.FromSecret(AuthnOrg.Seed) },
                ct: Ct)).IdToken.ShouldNotBeNull();

    [Fact]
    public async Task A_factor_is_enrolled_where_one_is_demanded_and_its_seed_signs_in_from_then_on()
    {
        string? seed = null;
        await Flow.SignInAsync("nora@example.com", The.Password, new() { OnTotpEnrolled = enrolled => seed = enrolled }, Ct);
        _org.Clock.Advance(TimeSpan.FromSeconds(60));

        (
            await Flow.SignInAsync(
                "nora@example.com", The.Password, new() { Totp = Totp.FromSecret(seed!) }, Ct)).SessionToken.ShouldStartWith("20111");
    }

    [Fact]
    public async Task A_forgotten_password_is_reset()
    {
        var begun = (AuthnTransaction.RecoveryChallenge)await _client.Authn.RecoverPasswordAsync("amy@example.com", "SMS", Ct);
        var recovery = (AuthnTransaction.Recovery)await begun.Verify!.TakeAsync(
            new() { PassCode = (await _org.Outbox.LatestAsync("amy@example.com", "sms", Ct)).Code }, Ct);
        var reset = (AuthnTransaction.PasswordReset)await recovery.Answer!.TakeAsync(new() { Answer = "Rex the Dog" }, Ct);

        var required = (AuthnTransaction.MfaRequired)await reset.ResetPassword!.TakeAsync(new() { NewPassword = "Fresh-Staple-7" }, Ct);

        var question = required.Factors.First(factor => factor.FactorType == "question");
        (await question.Verify!.TakeAsync(new() { Answer = "mayonnaise" }, Ct)).ShouldBeOfType<AuthnTransaction.Success>();
    }

    [Fact]
    public async Task A_phone_for_pushes_is_sent_its_link_and_enrolled()
    {
        var enroll = (AuthnTransaction.MfaEnroll)await Flow.AuthenticateAsync("ona@example.com", The.Password, Ct);
        var activate = (AuthnTransaction.MfaEnrollActivate)await enroll.Factors.First(
            factor => factor.FactorType == "push").Enroll!.TakeAsync(null, Ct);

        (await activate.SendByEmail!.TakeAsync(null, Ct)).FactorResult.ShouldBe("WAITING");
        (
            await activate.SendBySms!.TakeAsync(
                new() { Profile = new() { PhoneNumber = "+1-555-010-0142" } }, Ct)).FactorResult.ShouldBe("WAITING");
        using var image = await _http.GetAsync(new Uri(activate.QrCodeUrl!), Ct);
        await _org.Outbox.ApproveAsync((await _org.Outbox.LatestAsync("ona@example.com", "push", Ct)).Id, ct: Ct);

        image.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        (await activate.Poll!.TakeAsync(null, Ct)).ShouldBeOfType<AuthnTransaction.Success>();
    }

    [Fact]
    public async Task A_question_is_chosen_among_those_that_the_org_offers()
    {
        var enroll = (AuthnTransaction.MfaEnroll)await Flow.AuthenticateAsync("ona@example.com", The.Password, Ct);
        var question = enroll.Factors.First(factor => factor.FactorType == "question");

        var offered = await question.QuestionsAsync(Ct);

        offered.ShouldContain(new SecurityQuestion("disliked_food", "What is the food you least liked as a child?"));
        (
            await question.Enroll!.TakeAsync(
                new() { Profile = new() { Question = offered[0].Key, Answer = "mayonnaise" } },
                Ct)).ShouldBeOfType<AuthnTransaction.Success>();
    }

    [Fact]
    public async Task A_trusted_caller_redeems_the_recovery_token_it_is_given()
    {
        var trusted = new OktaClient(
            _http,
            new()
            {
                OrgUrl = _org.Url,
                ClientId = _org.App(AppKind.Spa).ClientId,
                RedirectUri = The.Callback,
                ApiToken = AuthnOrg.ApiToken,
            }).Authn;
        var given = (AuthnTransaction.Recovery)await trusted.RecoverPasswordAsync("amy@example.com", null, Ct);

        var asked = (AuthnTransaction.Recovery)await given.Redeem!.TakeAsync(null, Ct);

        asked.User!.RecoveryQuestion.ShouldBe("What was your first pet's name?");
        (await asked.Answer!.TakeAsync(new() { Answer = "Rex the Dog" }, Ct)).ShouldBeOfType<AuthnTransaction.PasswordReset>();
    }

    [Fact]
    public async Task A_sign_in_may_begin_with_a_factor()
    {
        var begun = (AuthnTransaction.Unauthenticated)await _client.Authn.BeginAsync("sue@example.com", ct: Ct);

        var done = await begun.Factors.First(
            factor => factor.FactorType == "question").Verify!.TakeAsync(new() { Answer = "mayonnaise" }, Ct);

        done.ShouldBeOfType<AuthnTransaction.Success>();
    }

    [Fact]
    public async Task A_security_keys_challenge_is_there_to_be_signed()
    {
        var enroll = (AuthnTransaction.MfaEnroll)await Flow.AuthenticateAsync("kim@example.com", The.Password, Ct);

        var activate = (AuthnTransaction.MfaEnrollActivate)await enroll.Factors[0].Enroll!.TakeAsync(null, Ct);

        activate.AuthenticatorChallenge!.Length.ShouldBe(43);
        (
            await Should.ThrowAsync<OktaApiException>(
                () => activate.Activate!.TakeAsync(new() { Attestation = "oA", ClientData = "e30" }, Ct))).ErrorCode.ShouldBe("E0000068");
    }

    [Fact]
    public async Task A_locked_account_is_unlocked()
    {
        var locked = (AuthnTransaction.LockedOut)await Flow.AuthenticateAsync("lou@example.com", The.Password, Ct);
        (
            await locked.Unlock!.TakeAsync(
                new() { Username = "lou@example.com", FactorType = "EMAIL" }, Ct)).ShouldBeOfType<AuthnTransaction.RecoveryChallenge>();

        (
            await _client.Authn.RecoverAsync(
                (await _org.Outbox.LatestAsync("lou@example.com", "email", Ct)).Code!, Ct)).ShouldBeOfType<AuthnTransaction.Success>();
    }

    [Fact]
    public async Task A_sign_in_that_cannot_be_answered_leaves_no_transaction()
    {
        var refused = await Should.ThrowAsync<AuthnException>(() => Flow.SignInAsync("amy@example.com", The.Password, new(), Ct));

        (
            await Should.ThrowAsync<OktaApiException>(
                () => _client.Authn.ResumeAsync(refused.Transaction.StateToken!, Ct))).ErrorCode.ShouldBe("E0000011");
    }

    [Fact]
    public async Task A_warning_is_skipped_or_heeded()
    {
        var warned = (AuthnTransaction.PasswordWarn)await Flow.AuthenticateAsync(
            "wendy@example.com", The.Password, new AuthnOptions { WarnBeforePasswordExpired = true }, Ct);

        (await warned.Skip!.TakeAsync(null, Ct)).ShouldBeOfType<AuthnTransaction.Success>();
        (
            await Flow.SignInAsync(
                "wendy@example.com",
                The.Password,
                new() { NewPassword = "Fresh-Staple-7", Options = new() { WarnBeforePasswordExpired = true } },
                Ct)).SessionToken.ShouldStartWith("20111");
        (await Flow.AuthenticateAsync("wendy@example.com", "Fresh-Staple-7", Ct)).ShouldBeOfType<AuthnTransaction.Success>();
    }

    async ValueTask<string?> SentCodeAsync(AuthnFactor factor, CancellationToken ct) =>
        (await _org.Outbox.LatestAsync("amy@example.com", factor.FactorType, ct)).Code;
}
