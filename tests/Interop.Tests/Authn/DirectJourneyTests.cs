using Postern.Client;
using Postern.Interop.Tests.Strangers;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Authn;

/// <summary>Our client against our org on Identity Engine: direct authentication, factor by factor.</summary>
public sealed class DirectJourneyTests(DirectJourneyTests.DirectOrg org) : IClassFixture<DirectJourneyTests.DirectOrg>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    DirectAuthenticationFlow Flow => org.Client.DirectAuthenticationFlow;

    [Fact]
    public async Task A_password_gives_tokens_where_it_is_enough() =>
        (await Flow.GetTokensAsync(The.Ada, The.Password, ct: Ct)).IdToken.ShouldNotBeNull();

    [Fact]
    public async Task A_seed_answers_the_second_factor()
    {
        var tokens = await Flow.GetTokensAsync("amy@example.com", The.Password, new() { Totp = Totp.FromSecret(AuthnOrg.Seed) }, ct: Ct);

        (await org.Client.VerifyAsync(tokens.IdToken!, ct: Ct)).Claims.GetProperty("amr").EnumerateArray()
            .Select(method => method.GetString()).ShouldBe(["mfa", "otp", "pwd"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("sms")]
    [InlineData("call")]
    public async Task A_code_that_is_sent_answers_it(string factorType) =>
        (await Flow.GetTokensAsync(
            "amy@example.com", The.Password, new() { FactorOrder = [factorType], CodeAsync = CodeSentTo("amy@example.com") }, ct: Ct))
        .AccessToken.ShouldNotBeNull();

    [Fact]
    public async Task A_push_is_approved_between_two_questions()
    {
        var required = (DirectAuthentication.MfaRequired)await Flow.BeginAsync("amy@example.com", The.Password, ct: Ct);
        var push = await required.ChallengeAsync(OobChannel.Push, Ct);

        var before = await push.PollAsync(Ct);
        await org.Org.Outbox.ApproveAsync((await org.Org.Outbox.LatestAsync("amy@example.com", "push", Ct)).Id, ct: Ct);
        var after = await push.PollAsync(Ct);

        before.ShouldBeSameAs(push);
        after.ShouldBeOfType<DirectAuthentication.Granted>();
    }

    [Fact]
    public async Task A_push_that_is_rejected_ends_it_in_its_own_words()
    {
        var required = (DirectAuthentication.MfaRequired)await Flow.BeginAsync("amy@example.com", The.Password, ct: Ct);
        var push = await required.ChallengeAsync(OobChannel.Push, Ct);
        await org.Org.Outbox.RejectAsync((await org.Org.Outbox.LatestAsync("amy@example.com", "push", Ct)).Id, Ct);

        var refused = await Should.ThrowAsync<OAuthException>(() => push.PollAsync(Ct));

        refused.Reason!.Cause.ShouldBe("Whoever holds the phone said no.");
    }

    [Fact]
    public async Task A_phone_takes_the_passwords_place_where_a_policy_lets_it() =>
        (await Flow.GetTokensWithoutPasswordAsync(
            "sue@example.com", new() { FactorOrder = ["sms"], CodeAsync = CodeSentTo("sue@example.com") },
            ct: Ct)).AccessToken.ShouldNotBeNull();

    [Fact]
    public async Task What_nobody_answers_is_told_by_name()
    {
        var required = await Should.ThrowAsync<OAuthException>(() => Flow.GetTokensAsync("amy@example.com", The.Password, ct: Ct));

        (required.Error, required.StatusCode).ShouldBe(("mfa_required", 403));
        required.Hint.ShouldContain("one-time passwords");
    }

    [Theory]
    [InlineData("ada@example.com", "wrong", "0oa1posternDirect005", "D10")]
    [InlineData("amy@example.com", The.Password, "0oa1posternNative005", "D04")]
    [InlineData("ada@example.com", The.Password, "0oa1posternNobody005", "C05")]
    public async Task A_refusal_has_its_own_reason(string login, string password, string clientId, string reason)
    {
        var client = org.Connect(clientId);

        var refused = await Should.ThrowAsync<OAuthException>(() => RunAsync(client.DirectAuthenticationFlow, login, password));

        refused.Reason?.Id.ShouldBe(reason, refused.Message);
    }

    [Fact]
    public async Task An_app_for_the_interaction_code_shows_no_page()
    {
        var refused = await Should.ThrowAsync<OAuthException>(
            () => org.Connect("0oa1posternInterac05").AuthorizationCodeFlow.TryAsync(new() { Prompt = null }, Ct));

        (refused.Error, refused.Reason?.Id).ShouldBe(("interaction_required", "C16"));
    }

    // The native app has the password, and no factor beside it.
    static async Task RunAsync(DirectAuthenticationFlow flow, string login, string password)
    {
        if (await flow.BeginAsync(login, password, ct: Ct) is DirectAuthentication.MfaRequired required)
            await required.ChallengeAsync(OobChannel.Sms, Ct);
    }

    Func<AuthnFactor, CancellationToken, ValueTask<string?>> CodeSentTo(string login) => async (factor, ct) =>
        (await org.Org.Outbox.LatestAsync(login, factor.FactorType, ct)).Code;

    /// <summary>One org, and a client of an app that has every grant of direct authentication.</summary>
    public sealed class DirectOrg : IAsyncLifetime
    {
        const string Direct = "0oa1posternDirect005";

        readonly HttpClient _http = new(OktaClient.CreateHandler());

        public LocalOrg.LocalOrg Org { get; private set; } = null!;

        internal OktaClient Client => field ??= Connect(Direct);

        public async ValueTask InitializeAsync()
        {
            var seed = AuthnOrg.Seeded();
            var native = seed.Apps.First(app => app.Kind is AppKind.Native);
            var direct = native with
            {
                ClientId = Direct,
                Name = "Direct",
                GrantTypes =
                [
                    "password", "urn:okta:params:oauth:grant-type:otp", "urn:okta:params:oauth:grant-type:oob",
                    "http://auth0.com/oauth/grant-type/mfa-otp", "http://auth0.com/oauth/grant-type/mfa-oob",
                ],
                ResponseTypes = [],
            };
            var nobodys = direct with
            {
                ClientId = "0oa1posternNobody005",
                Name = "Nobody's",
                AssignedGroupIds = [],
            };
            var interacting = native with
            {
                ClientId = "0oa1posternInterac05",
                Name = "Interacting",
                GrantTypes = ["authorization_code", "interaction_code"],
                ResponseTypes = ["code"],
            };
            Org = await LocalOrg.LocalOrg.StartAsync(
                new() { Seed = seed with { Engine = OrgEngine.IdentityEngine, Apps = [.. seed.Apps, direct, nobodys, interacting] } }, Ct);
        }

        internal OktaClient Connect(string clientId) => new(
            _http,
            new()
            {
                OrgUrl = Org.Url, AuthorizationServerId = "default", ClientId = clientId, RedirectUri = The.Callback, Time = Org.Clock,
                Scopes = ["openid"],
            });

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await Org.DisposeAsync();
        }
    }
}
