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
    public async Task Who_polls_too_soon_is_told_to_slow_down_and_never_instead_of_the_decision()
    {
        const string Later = "Slow down the polling frequency. Please try again later.";
        var required = await TokenAsync($"grant_type=password&username=amy%40example.com&password={The.Password}&scope=openid");
        var token = required.Text("mfa_token");
        var asked = await PostAsync("challenge", $"mfa_token={token}&challenge_types_supported={MfaOob}&channel_hint=push");
        var poll = $"grant_type={MfaOob}&mfa_token={token}&oob_code={asked.Text("oob_code")}&scope=openid";
        await TokenAsync(poll);

        var early = await TokenAsync(poll);
        org.Advance(5);
        var inTime = await TokenAsync(poll);
        var push = await org.Org.Outbox.LatestAsync("amy@example.com", "push", The.Ct);
        await org.Http.PostJsonAsync($"/_postern/pushes/{push.Id}", """{"decision":"approve"}""");
        var decided = await TokenAsync(poll);

        early.ShouldBeError(400, "slow_down", Later);
        inTime.Text("error").ShouldBe("authorization_pending", inTime.Body);
        decided.Status.ShouldBe(200, decided.Body);
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

    [Fact]
    public async Task A_push_that_is_rejected_is_no_grant_however_often_it_is_asked_about()
    {
        var required = await TokenAsync($"grant_type=password&username=amy%40example.com&password={The.Password}&scope=openid");
        var token = required.Text("mfa_token");
        var asked = await PostAsync("challenge", $"mfa_token={token}&challenge_types_supported={MfaOob}&channel_hint=push");
        var poll = $"grant_type={MfaOob}&mfa_token={token}&oob_code={asked.Text("oob_code")}&scope=openid";
        var push = await org.Org.Outbox.LatestAsync("amy@example.com", "push", The.Ct);
        await org.Org.Outbox.RejectAsync(push.Id, The.Ct);

        foreach (var answer in (Answer[])[await TokenAsync(poll), await TokenAsync(poll)])
            answer.ShouldBeError(400, "invalid_grant", "User rejected out-of-band authentication prompt.");
    }

    [Fact]
    public async Task What_was_sent_is_good_for_five_minutes_and_for_its_own_sign_in()
    {
        var mine = (await TokenAsync($"grant_type=password&username=amy%40example.com&password={The.Password}&scope=openid"))
            .Text("mfa_token");
        var others = (await TokenAsync($"grant_type=password&username=ann%40example.com&password={The.Password}&scope=openid"))
            .Text("mfa_token");
        var asked = await PostAsync("challenge", $"mfa_token={mine}&challenge_types_supported={MfaOob}&channel_hint=push");
        await PostAsync("challenge", $"mfa_token={others}&challenge_types_supported={MfaOob}&channel_hint=push");

        var swapped = await TokenAsync($"grant_type={MfaOob}&mfa_token={others}&oob_code={asked.Text("oob_code")}&scope=openid");
        org.Advance(301);
        var late = await TokenAsync($"grant_type={MfaOob}&mfa_token={mine}&oob_code={asked.Text("oob_code")}&scope=openid");

        swapped.ShouldBeError(
            400, "invalid_request",
            "The 'oob_code' and the 'mfa_token' provided are not associated with each other. Review the values and try again.");
        late.ShouldBeError(403, "access_denied", "'mfa_token' has expired. Use a new 'oob_code' or 'mfa_token' and try again.");
    }

    [Theory]
    [InlineData("token", $"grant_type={Otp}&otp=123456&login_hint=abe%40example.com")]
    [InlineData("token", $"grant_type={MfaOtp}&otp=123456&mfa_token=x")]
    [InlineData("token", $"grant_type={Oob}&oob_code=x")]
    [InlineData("token", $"grant_type={MfaOob}&oob_code=x&mfa_token=x")]
    [InlineData("token", "grant_type=urn:okta:params:oauth:grant-type:webauthn&clientDataJSON=x&authenticatorData=x&signature=x")]
    [InlineData(
        "token", "grant_type=urn:okta:params:oauth:grant-type:mfa-webauthn&clientDataJSON=x&authenticatorData=x&signature=x&mfa_token=x")]
    [InlineData("primary-authenticate", "channel_hint=sms&login_hint=abe%40example.com")]
    [InlineData("primary-authenticate", "challenge_hint=urn:okta:params:oauth:grant-type:webauthn&login_hint=abe%40example.com")]
    [InlineData("challenge", $"mfa_token=x&channel_hint=sms&challenge_types_supported={MfaOob}")]
    [InlineData("challenge", $"mfa_token=x&challenge_types_supported={MfaOtp}")]
    [InlineData("challenge", "mfa_token=x&challenge_types_supported=urn:okta:params:oauth:grant-type:mfa-webauthn")]
    public async Task Each_grant_is_switched_on_app_by_app(string path, string form)
    {
        var answer = await PostAsync(path, form, DirectOrg.PasswordOnly);

        answer.ShouldBeError(
            400, "unauthorized_client",
            "The client is not authorized to use the provided grant type. Configured grant types: [authorization_code, password].");
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
    [InlineData("challenge", $"mfa_token=x&scope=openid&challenge_types_supported={MfaOtp}", 400, "invalid_request")]
    [InlineData("primary-authenticate", "channel_hint=sms&login_hint=abe%40example.com&grant_types_supported=x", 400, "invalid_request")]
    public async Task What_cannot_be_asked_is_refused(string path, string form, int status, string error)
    {
        var answer = await PostAsync(path, form);

        answer.Status.ShouldBe(status, answer.Body);
        answer.Text("error").ShouldBe(error);
    }

    [Theory]
    [
        InlineData(
            DirectOrg.PasswordOnly, "amy", "", "access_denied",
            "The grant types required to satisfy sign on policy are disabled for the client."),
    ]
    [InlineData(DirectOrg.Direct, "olga", "", "access_denied", "No supported authenticators are available.")]
    [
        InlineData(
            DirectOrg.Direct, "amy", "password%20urn%3Aokta%3Aparams%3Aoauth%3Agrant-type%3Amfa-webauthn", "access_denied",
            "The 'grant_types_supported' 'password urn:okta:params:oauth:grant-type:mfa-webauthn' are not sufficient to satisfy the " +
            "authentication policy. Configure additional grant types for the client or revise the authentication policy to allow the " +
            "user " +
            "to sign-in."),
    ]
    [
        InlineData(
            DirectOrg.Direct, "amy", "smoke", "invalid_request",
            "smoke is not supported as a 'grant_type'. Remove or replace the value and try again."),
    ]
    public async Task Whoever_cannot_go_on_is_told_why(string client, string name, string supported, string error, string description)
    {
        var answer = await org.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"client_id={client}&grant_type=password&username={name}%40example.com&password={The.Password}&scope=openid" +
            (supported.Length > 0 ? $"&grant_types_supported={supported}" : ""));

        answer.ShouldBeError(error is "access_denied" ? 403 : 400, error, description);
    }

    [Fact]
    public async Task What_the_user_has_and_the_app_does_not_want_is_not_asked()
    {
        var required = await org.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"client_id={DirectOrg.KeysOnly}&grant_type=password&username=owen%40example.com&password={The.Password}&scope=openid");
        required.Text("error").ShouldBe("mfa_required", required.Body);

        var asked = await org.Http.PostFormAsync(
            "/oauth2/default/v1/challenge",
            $"client_id={DirectOrg.KeysOnly}&mfa_token={required.Text("mfa_token")}&challenge_types_supported={MfaOob}&channel_hint=sms");

        asked.ShouldBeError(
            403, "access_denied",
            "Unable to prompt for the requested authenticators. Review the Authentication Policy’s requirements or request another " +
            "authenticator and try again.");
    }

    [Fact]
    public async Task Whoever_must_set_a_password_first_is_asked_nothing()
    {
        var required = await TokenAsync($"grant_type=password&username=eric%40example.com&password={The.Password}&scope=openid");
        var token = required.Text("mfa_token");

        var expired = await TokenAsync($"grant_type={MfaOtp}&mfa_token={token}&otp={Walk.Totp(org.Org)}&scope=openid");
        var asked = await PostAsync("challenge", $"mfa_token={token}&challenge_types_supported={MfaOtp}");

        expired.ShouldBeError(403, "access_denied", "The user's password is expired.");
        asked.ShouldBeError(403, "access_denied", "The user is not challenged for any authenticators by the current policy.");
    }

    [Fact]
    public async Task A_second_factor_is_attested_for_an_app_whose_policy_wants_one()
    {
        const string Attested = "acr_values=urn%3Aokta%3Aapp%3Amfa%3Aattestation";
        var none = await TokenAsync($"grant_type=password&username=ada%40example.com&password={The.Password}&scope=openid&{Attested}");
        var required = await PostAsync(
            "token", $"grant_type=password&username=ann%40example.com&password={The.Password}&scope=openid&{Attested}",
            DirectOrg.Factored);

        var tokens = await PostAsync(
            "token",
            $"grant_type={MfaOtp}&mfa_token={required.Text("mfa_token")}&otp={Walk.Totp(org.Org)}&scope=openid&{Attested}",
            DirectOrg.Factored);

        none.ShouldBeError(
            400, "mfa_not_required", "The MFA attestation request cannot proceed because the client app policy does not require MFA.");
        tokens.Status.ShouldBe(200, tokens.Body);
        Jwt.Text(tokens.Text("id_token"), "acr").ShouldBe("urn:okta:app:mfa:attestation");
    }

    [Fact]
    public async Task Two_factors_are_asked_for_where_the_client_wants_them_and_the_app_would_do_with_one()
    {
        const string Two = "acr_values=urn%3Aokta%3Aloa%3A2fa%3Aany", Begun = "grant_type=password&username=abe%40example.com&scope=openid";
        var enough = await TokenAsync($"{Begun}&password={The.Password}");
        var required = await TokenAsync($"{Begun}&password={The.Password}&{Two}");
        var token = required.Text("mfa_token");
        var asked = await PostAsync("challenge", $"mfa_token={token}&challenge_types_supported={MfaOob}&channel_hint=sms");

        var tokens = await TokenAsync(
            $"grant_type={MfaOob}&mfa_token={token}&oob_code={asked.Text("oob_code")}&scope=openid" +
            $"&binding_code={await org.CodeAsync("abe@example.com", "sms")}");

        enough.Status.ShouldBe(200, enough.Body);
        required.Text("error").ShouldBe("mfa_required");
        Jwt.Text(tokens.Text("id_token"), "acr").ShouldBe("urn:okta:loa:2fa:any");
        Jwt.Texts(tokens.Text("id_token"), "amr").ShouldBe(["mfa", "sms", "pwd"]);
    }

    [Theory]
    [InlineData("intent=recovery")]
    [InlineData("prompt=recover_authenticator")]
    public async Task Nobody_proves_themselves_to_reset_a_password_that_is_not_theirs_to_reset(string recovery)
    {
        var answer = await PostAsync("primary-authenticate", $"channel_hint=sms&login_hint=abe%40example.com&{recovery}");

        answer.ShouldBeError(
            403, "access_denied", "Reset password is not allowed at this time. Please contact support for assistance.");
    }

    [Fact]
    public async Task Discovery_tells_of_the_grants_that_the_org_has_factors_for()
    {
        var whole = await org.Http.GetAsync("/oauth2/default/.well-known/openid-configuration");
        var ours = await org.Http.GetAsync($"/oauth2/default/.well-known/openid-configuration?client_id={DirectOrg.Direct}");

        Texts(whole).ShouldBe(
        [
            "authorization_code", "implicit", "refresh_token", "password", "urn:ietf:params:oauth:grant-type:device_code",
            "urn:openid:params:grant-type:ciba", Otp, MfaOtp, Oob, MfaOob,
        ]);
        Texts(ours).ShouldBe(["authorization_code", "password", Otp, MfaOtp, Oob, MfaOob]);
        static IEnumerable<string?> Texts(Answer answer) =>
            answer.Json.GetProperty("grant_types_supported").EnumerateArray().Select(grant => grant.GetString());
    }

    Task<Answer> TokenAsync(string form) => PostAsync("token", form);

    Task<Answer> PostAsync(string path, string form, string clientId = DirectOrg.Direct) =>
        org.Http.PostFormAsync($"/oauth2/default/v1/{path}", $"client_id={clientId}&{form}");

    /// <summary>An app with every grant of direct authentication, and somebody who may begin with a factor.</summary>
    public sealed class DirectOrg : IdxOrg
    {
        public const string Direct = "0oa1posternDirect005", PasswordOnly = "0oa1posternPassword5",
            KeysOnly = "0oa1posternKeysOnly05", Factored = "0oa1posternFactored5";

        const string Sequence = "00g1sequenceSequen05";

        protected override OrgSeed Change(OrgSeed seed)
        {
            using var key = new SoftAuthenticator("127.0.0.1", "http://127.0.0.1");
            SeedFactor keyed = new() { FactorType = "webauthn", Provider = "FIDO", CredentialId = key.Id, PublicKey = key.PublicKey };
            return With(seed, keyed);
        }

        static OrgSeed With(OrgSeed seed, SeedFactor key) => seed with
        {
            Groups = [.. seed.Groups, new() { Id = Sequence, Name = "Sequence" }],
            PasswordPolicies = [.. seed.PasswordPolicies, new() { Name = "Fixed", GroupIds = [Sequence], AllowsReset = false }],
            SessionPolicies =
            [
                new() { Name = "Sequence", GroupIds = [Sequence], Rules = [new() { Name = "Any factor", FactorMayComeFirst = true }] },
            ],
            Apps =
            [
                .. seed.Apps, seed.Apps.First(app => app.ClientId == The.Native) with
                {
                    ClientId = Direct, Name = "Direct", GrantTypes =
                    [
                        "authorization_code", "password", Otp, Oob, MfaOtp, MfaOob, "urn:okta:params:oauth:grant-type:webauthn",
                        "urn:okta:params:oauth:grant-type:mfa-webauthn",
                    ],
                    ResponseTypes = ["code"],
                },
                seed.Apps.First(app => app.ClientId == The.Native) with
                {
                    ClientId = Factored, Name = "Factored", GrantTypes = ["authorization_code", "password", MfaOtp],
                    ResponseTypes = ["code"], RequiresFactor = true,
                },
                seed.Apps.First(app => app.ClientId == The.Native) with
                {
                    ClientId = PasswordOnly, Name = "Password only", GrantTypes = ["authorization_code", "password"],
                    ResponseTypes = ["code"],
                },
                seed.Apps.First(app => app.ClientId == The.Native) with
                {
                    ClientId = KeysOnly, Name = "Keys only",
                    GrantTypes = ["authorization_code", "password", MfaOob, "urn:okta:params:oauth:grant-type:mfa-webauthn"],
                    ResponseTypes = ["code"], Policy = "Keys",
                },
            ],
            AppPolicies =
            [
                new()
                {
                    Name = "Keys",
                    Rules = [new() { Name = "All", RequiresFactor = true, Constraints = [new() { PhishingResistant = true }] }],
                },
            ],
            Users =
            [
                .. seed.Users.Select(
                    user => user.Login switch
                    {
                        "abe@example.com" => user with { GroupIds = [.. user.GroupIds, Sequence] },
                        "otto@example.com" => user with { GroupIds = [.. user.GroupIds, Sequence] },
                        "olga@example.com" => user with
                        {
                            State = UserState.MfaRequired, Factors = [new() { FactorType = "question", Secret = "mayonnaise" }],
                        },
                        "owen@example.com" => user with
                        {
                            State = UserState.MfaRequired, Phone = "+15550100143", Factors = [new() { FactorType = "sms" }, key],
                        },
                        _ => user,
                    }),
                seed.Users.First(user => user.Login is "wendy@example.com") with
                {
                    Id = "00u1ericExpired00005", Login = "eric@example.com", State = UserState.MfaRequired, TotpSecret = Walk.Seed,
                    PasswordChanged = The.Now.AddDays(-40),
                },
            ],
        };
    }
}
