using Postern.LocalOrg.Tests.Authn;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>A client signs its user in by itself, factor by factor: direct-auth.md 1 to 3.</summary>
public sealed class DirectTests(DirectTests.DirectOrg org) : IClassFixture<DirectTests.DirectOrg>
{
    const string MfaOtp = "http://auth0.com/oauth/grant-type/mfa-otp", MfaOob = "http://auth0.com/oauth/grant-type/mfa-oob";
    const string Oob = "urn:okta:params:oauth:grant-type:oob", Otp = "urn:okta:params:oauth:grant-type:otp";

    [Fact]
    public async Task A_password_is_enough_where_nothing_wants_more()
    {
        var tokens = await TokenAsync($"grant_type=password&username=ada%40example.com&password={The.Password}&scope=openid");

        tokens.Status.ShouldBe(200, tokens.Body);
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_by_an_mfa_token()
    {
        var required = await TokenAsync($"grant_type=password&username=amy%40example.com&password={The.Password}&scope=openid");
        required.Status.ShouldBe(403, required.Body);
        required.Members.ShouldBe(["error", "error_description", "mfa_token"]);
        required.Text("error").ShouldBe("mfa_required");
        var token = required.Text("mfa_token");

        var wrong = await TokenAsync($"grant_type={MfaOtp}&mfa_token={token}&otp=000000&scope=openid");
        var right = await TokenAsync($"grant_type={MfaOtp}&mfa_token={token}&otp={Walk.Totp(org.Org)}&scope=openid");
        var again = await TokenAsync($"grant_type={MfaOtp}&mfa_token={token}&otp={Walk.Totp(org.Org)}&scope=openid");

        wrong.ShouldBeError(
            400, "invalid_grant", "The 'otp' provided is either empty or incorrect. Use the correct OTP and try again.");
        right.Status.ShouldBe(200, right.Body);
        Jwt.Texts(right.Text("id_token"), "amr").ShouldBe(["mfa", "otp", "pwd"]);
        again.Status.ShouldBe(403, again.Body);
    }

    [Fact]
    public async Task A_push_is_polled_until_it_is_approved()
    {
        var required = await TokenAsync($"grant_type=password&username=amy%40example.com&password={The.Password}&scope=openid");
        var token = required.Text("mfa_token");
        var asked = await PostAsync("challenge", $"mfa_token={token}&challenge_types_supported={MfaOob}&channel_hint=push");
        asked.Members.ShouldBe(["challenge_type", "oob_code", "channel", "binding_method", "expires_in", "interval"]);
        var poll = $"grant_type={MfaOob}&mfa_token={token}&oob_code={asked.Text("oob_code")}&scope=openid";

        var pending = await TokenAsync(poll);
        var push = await org.Org.Outbox.LatestAsync("amy@example.com", "push", The.Ct);
        await org.Http.PostJsonAsync($"/_postern/pushes/{push.Id}", """{"decision":"approve"}""");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TokenAsync(poll)));

        pending.ShouldBeError(
            400, "authorization_pending",
            "No user response received on the out-of-band authenticator yet. Continue polling to wait for a response.");
        answers.Count(answer => answer.Status == 200).ShouldBe(1);
    }

    [Fact]
    public async Task A_message_is_answered_with_its_code()
    {
        var required = await TokenAsync($"grant_type=password&username=ann%40example.com&password={The.Password}&scope=openid");
        var token = required.Text("mfa_token");
        var asked = await PostAsync("challenge", $"mfa_token={token}&challenge_types_supported={MfaOob}&channel_hint=sms");
        asked.Text("binding_method").ShouldBe("prompt");

        var tokens = await TokenAsync(
            $"grant_type={MfaOob}&mfa_token={token}&oob_code={asked.Text("oob_code")}&scope=openid" +
            $"&binding_code={await org.CodeAsync("ann@example.com", "sms")}");

        tokens.Status.ShouldBe(200, tokens.Body);
    }

    [Fact]
    public async Task A_phone_takes_the_passwords_place_where_a_policy_lets_it()
    {
        var asked = await PostAsync("primary-authenticate", $"challenge_hint={Oob}&channel_hint=sms&login_hint=abe%40example.com");
        asked.Status.ShouldBe(200, asked.Body);

        var tokens = await TokenAsync(
            $"grant_type={Oob}&oob_code={asked.Text("oob_code")}&scope=openid" +
            $"&binding_code={await org.CodeAsync("abe@example.com", "sms")}");
        var otp = await TokenAsync($"grant_type={Otp}&otp={Walk.Totp(org.Org)}&login_hint=abe%40example.com&scope=openid");

        tokens.Status.ShouldBe(200, tokens.Body);
        Jwt.Texts(tokens.Text("id_token"), "amr").ShouldBe(["sms"]);
        otp.Status.ShouldBe(200, otp.Body);
    }

    [Theory]
    [InlineData("primary-authenticate", "challenge_hint=x&channel_hint=sms&login_hint=abe%40example.com", 400, "invalid_request")]
    [InlineData("primary-authenticate", "channel_hint=fax&login_hint=abe%40example.com", 400, "invalid_request")]
    [InlineData("primary-authenticate", "channel_hint=sms", 400, "invalid_request")]
    [InlineData("primary-authenticate", "channel_hint=sms&login_hint=nobody", 400, "invalid_grant")]
    [InlineData("primary-authenticate", "channel_hint=sms&login_hint=una%40example.com", 400, "access_denied")]
    [InlineData("primary-authenticate", "channel_hint=sms&login_hint=ada%40example.com", 403, "access_denied")]
    [InlineData("challenge", "mfa_token=x&challenge_types_supported=y", 403, "access_denied")]
    [InlineData("challenge", $"mfa_token=x&channel_hint=sms&challenge_types_supported={MfaOob}", 403, "access_denied")]
    [InlineData("challenge", "", 400, "invalid_request")]
    public async Task What_cannot_be_asked_is_refused(string path, string form, int status, string error)
    {
        var answer = await PostAsync(path, form);

        answer.Status.ShouldBe(status, answer.Body);
        answer.Text("error").ShouldBe(error);
    }

    Task<Answer> TokenAsync(string form) => PostAsync("token", form);

    Task<Answer> PostAsync(string path, string form) =>
        org.Http.PostFormAsync($"/oauth2/default/v1/{path}", $"client_id={DirectOrg.Direct}&{form}");

    /// <summary>An app with every grant of direct authentication, and somebody who may begin with a factor.</summary>
    public sealed class DirectOrg : IdxOrg
    {
        public const string Direct = "0oa1posternDirect005";

        const string Sequence = "00g1sequenceSequen05";

        protected override OrgSeed Change(OrgSeed seed) => seed with
        {
            Groups = [.. seed.Groups, new() { Id = Sequence, Name = "Sequence" }],
            SessionPolicies =
            [
                new() { Name = "Sequence", GroupIds = [Sequence], Rules = [new() { Name = "Any factor", FactorMayComeFirst = true }] },
            ],
            Apps =
            [
                .. seed.Apps, seed.Apps.First(app => app.ClientId == The.Native) with
                {
                    ClientId = Direct, Name = "Direct", GrantTypes = ["authorization_code", "password", Otp, Oob, MfaOtp, MfaOob],
                    ResponseTypes = ["code"],
                },
            ],
            Users =
            [
                .. seed.Users.Select(
                    user => user.Login is "abe@example.com" ? user with { GroupIds = [.. user.GroupIds, Sequence] } : user),
            ],
        };
    }
}
