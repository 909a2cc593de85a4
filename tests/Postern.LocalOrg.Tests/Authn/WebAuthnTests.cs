using System.Text.Json;

namespace Postern.LocalOrg.Tests.Authn;

/// <summary>Security keys by WebAuthn: attested when they are enrolled, and asserting when they are asked.</summary>
public sealed class WebAuthnTests
{
    const string Enroll = "\"factorType\":\"webauthn\",\"provider\":\"FIDO\"";

    [Theory]
    [InlineData("packed")]
    [InlineData("none")]
    public async Task A_security_key_is_enrolled_and_asked_for_ever_after(string format)
    {
        await using var walk = await StartAsync();
        using var authenticator = Authenticator(walk);
        var enrolled = await EnrollAsync(walk, authenticator, format);

        var begun = await walk.BeginAsync("nora@example.com", "MFA_REQUIRED");
        var challenged = await walk.GoAsync(begun, Walk.VerifyPath(begun, "webauthn", "FIDO"), "MFA_CHALLENGE");
        var done = await walk.GoAsync(begun, Walk.VerifyPath(begun, "webauthn", "FIDO"), "SUCCESS", authenticator.Sign(Nonce(challenged)));

        enrolled.Text("status").ShouldBe("SUCCESS", enrolled.Body);
        Walk.FactorId(begun, "webauthn", "FIDO").ShouldStartWith("fwf");
        done.Text("sessionToken").ShouldStartWith("20111");
    }

    [Fact]
    public async Task What_a_browser_needs_to_make_a_credential_is_there()
    {
        await using var walk = await StartAsync();
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");

        var enrolling = await walk.GoAsync(begun, "/factors", "MFA_ENROLL_ACTIVATE", Enroll);

        var activation = Factor(enrolling).GetProperty("_embedded").GetProperty("activation");
        activation.GetRawText().ShouldBe(
            $$$"""
            {"attestation":"direct","authenticatorSelection":{"userVerification":"preferred","requireResidentKey":false},"challenge":"{{{activation.GetProperty("challenge")}}}","excludeCredentials":[],"pubKeyCredParams":[{"type":"public-key","alg":-7},{"type":"public-key","alg":-257}],"rp":{"name":"Postern Local Org"},"u2fParams":{"appid":"{{{walk.Org.Url}}}"},"user":{"displayName":"Nora Nofactor","name":"nora@example.com","id":"00u1noraNofactor0005"}}
            """);
        enrolling.Json.GetProperty("_links").GetProperty("next").GetProperty("name").GetString().ShouldBe("activate");
        enrolling.Members.ShouldBe(["stateToken", "expiresAt", "status", "_embedded", "_links"]);
    }

    [Fact]
    public async Task What_a_browser_needs_to_sign_is_there()
    {
        await using var walk = await StartAsync();
        using var authenticator = Authenticator(walk);
        await EnrollAsync(walk, authenticator);
        var begun = await walk.BeginAsync("nora@example.com", "MFA_REQUIRED");
        var path = Walk.VerifyPath(begun, "webauthn", "FIDO");

        var challenged = await walk.GoAsync(begun, path, "MFA_CHALLENGE");

        challenged.Members.ShouldBe(["stateToken", "expiresAt", "status", "factorResult", "challengeType", "_embedded", "_links"]);
        challenged.Text("factorResult").ShouldBe("CHALLENGE");
        challenged.Text("challengeType").ShouldBe("FACTOR");
        Factor(challenged).GetRawText().ShouldBe(
            """
            {"id":"{id}","factorType":"webauthn","provider":"FIDO","profile":{"credentialId":"{credentialId}","authenticatorName":"Authenticator"},"_embedded":{"challenge":{"challenge":"{nonce}","userVerification":"preferred","extensions":{}}}}
            """.Replace("{id}", Walk.FactorId(begun, "webauthn", "FIDO"), StringComparison.Ordinal).Replace("{credentialId}", authenticator.Id, StringComparison.Ordinal).Replace("{nonce}", Nonce(challenged), StringComparison.Ordinal));
        challenged.Json.GetProperty("_links").EnumerateObject().Select(link => link.Name).ShouldBe(["next", "prev", "cancel"]);
        (await walk.PostAsync(begun, path + "/resend")).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData(Mistake.Challenge)]
    [InlineData(Mistake.Origin)]
    [InlineData(Mistake.RelyingParty)]
    [InlineData(Mistake.Presence)]
    [InlineData(Mistake.Signature)]
    [InlineData(Mistake.Algorithm)]
    public async Task An_attestation_that_is_not_right_enrolls_nothing(Mistake mistake)
    {
        await using var walk = await StartAsync();
        using var authenticator = Authenticator(walk);
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");
        var enrolling = await walk.GoAsync(begun, "/factors", "MFA_ENROLL_ACTIVATE", Enroll);

        var answer = await walk.PostAsync(
            begun, ActivatePath(enrolling), authenticator.Create(ActivationChallenge(enrolling), mistake: mistake));

        answer.ShouldBeOktaError(403, "E0000068", "Invalid Passcode/Answer");
        (await walk.PostAsync(begun, ActivatePath(enrolling), authenticator.Create(ActivationChallenge(enrolling)))).Text("status")
            .ShouldBe("SUCCESS");
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("\"passCode\":\"123456\"", 400)]
    [InlineData("\"attestation\":\"AAAA\"", 400)]
    [InlineData("\"attestation\":\"no base 64!\",\"clientData\":\"AAAA\"", 400)]
    [InlineData("\"attestation\":\"AAAA\",\"clientData\":\"AAAA\"", 403)]
    [InlineData("\"attestation\":\"v7-_\",\"clientData\":\"bnVsbA\"", 403)]
    [InlineData("\"attestation\":\"oWNmbXRkbm9uZQ\",\"clientData\":\"e30\"", 403)]
    public async Task An_attestation_that_is_none_is_refused(string members, int status)
    {
        await using var walk = await StartAsync();
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");
        var enrolling = await walk.GoAsync(begun, "/factors", "MFA_ENROLL_ACTIVATE", Enroll);

        var answer = await walk.PostAsync(begun, ActivatePath(enrolling), members);

        answer.Status.ShouldBe(status, answer.Body);
        answer.Members.First().ShouldBe("errorCode");
    }

    [Theory]
    [InlineData(Mistake.Challenge)]
    [InlineData(Mistake.Origin)]
    [InlineData(Mistake.RelyingParty)]
    [InlineData(Mistake.Presence)]
    [InlineData(Mistake.Signature)]
    [InlineData(Mistake.Type)]
    public async Task An_assertion_that_is_not_right_is_a_wrong_answer(Mistake mistake)
    {
        await using var walk = await StartAsync();
        using var authenticator = Authenticator(walk);
        await EnrollAsync(walk, authenticator);
        var begun = await walk.BeginAsync("nora@example.com", "MFA_REQUIRED");
        var path = Walk.VerifyPath(begun, "webauthn", "FIDO");
        var challenged = await walk.GoAsync(begun, path, "MFA_CHALLENGE");

        var answer = await walk.PostAsync(begun, path, authenticator.Sign(Nonce(challenged), mistake));

        answer.ShouldBeOktaError(403, "E0000068", "Invalid Passcode/Answer");
        (await walk.PostAsync(begun, path, authenticator.Sign(Nonce(challenged)))).Text("status").ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task An_assertion_of_an_earlier_challenge_is_a_wrong_answer()
    {
        await using var walk = await StartAsync();
        using var authenticator = Authenticator(walk);
        await EnrollAsync(walk, authenticator);
        var first = await walk.BeginAsync("nora@example.com", "MFA_REQUIRED");
        var path = Walk.VerifyPath(first, "webauthn", "FIDO");
        var answer = authenticator.Sign(Nonce(await walk.GoAsync(first, path, "MFA_CHALLENGE")));
        await walk.GoAsync(first, path, "SUCCESS", answer);
        var second = await walk.BeginAsync("nora@example.com", "MFA_REQUIRED");
        await walk.GoAsync(second, path, "MFA_CHALLENGE");

        (await walk.PostAsync(second, path, answer)).ShouldBeOktaError(403, "E0000068", "Invalid Passcode/Answer");
    }

    [Fact]
    public async Task A_counter_that_went_back_tells_of_a_copied_key()
    {
        await using var walk = await StartAsync();
        using var authenticator = Authenticator(walk);
        await EnrollAsync(walk, authenticator);
        authenticator.Count = 10;
        var first = await walk.BeginAsync("nora@example.com", "MFA_REQUIRED");
        var path = Walk.VerifyPath(first, "webauthn", "FIDO");
        await walk.GoAsync(first, path, "SUCCESS", authenticator.Sign(Nonce(await walk.GoAsync(first, path, "MFA_CHALLENGE"))));
        authenticator.Count = 5;
        var second = await walk.BeginAsync("nora@example.com", "MFA_REQUIRED");
        var challenged = await walk.GoAsync(second, path, "MFA_CHALLENGE");

        var answer = await walk.PostAsync(second, path, authenticator.Sign(Nonce(challenged)));

        answer.ShouldBeOktaError(403, "E0000082", "Each code can only be used once. Please wait for a new code and try again.");
    }

    [Fact]
    public async Task Any_of_several_security_keys_may_answer_where_the_challenge_goes_to_the_type()
    {
        using var owned = new SoftAuthenticator("127.0.0.1", "http://127.0.0.1");
        await using var walk = await StartAsync(seed => seed with
        {
            Users =
            [
                Walk.Nora with
                {
                    Factors = [new() { FactorType = "webauthn", Provider = "FIDO", CredentialId = owned.Id, PublicKey = owned.PublicKey }],
                },
            ],
            EnrollmentPolicies =
            [
                new()
                {
                    Name = "Keys",
                    EnrollsAtSignIn = true,
                    Factors = [new() { FactorType = "question", IsRequired = true }, new() { FactorType = "webauthn", Provider = "FIDO" }],
                },
            ],
            Apps = [.. seed.Apps, seed.Apps[0] with { ClientId = "0oa1sameHost00000005", RedirectUris = ["http://127.0.0.1/callback"] }],
        });
        var first = await walk.BeginAsync("nora@example.com", "MFA_REQUIRED");
        var challenged = await walk.GoAsync(first, "/factors/webauthn/verify", "MFA_CHALLENGE");
        await walk.GoAsync(
            first,
            "/factors/webauthn/verify",
            "MFA_ENROLL",
            owned.Sign(challenged.Json.GetProperty("_embedded").GetProperty("challenge").GetProperty("challenge").GetString()!));
        using var another = Authenticator(walk);
        var enrolling = await walk.GoAsync(first, "/factors", "MFA_ENROLL_ACTIVATE", Enroll);
        await walk.GoAsync(first, ActivatePath(enrolling), "MFA_ENROLL", another.Create(ActivationChallenge(enrolling)));
        var second = await walk.BeginAsync("nora@example.com", "MFA_REQUIRED");

        var asked = await walk.GoAsync(second, "/factors/webauthn/verify", "MFA_CHALLENGE");
        var done = await walk.GoAsync(
            second,
            "/factors/webauthn/verify",
            "MFA_ENROLL",
            another.Sign(asked.Json.GetProperty("_embedded").GetProperty("challenge").GetProperty("challenge").GetString()!));

        Factor(enrolling).GetProperty("_embedded").GetProperty("activation").GetProperty("excludeCredentials").GetRawText()
            .ShouldBe($$"""[{"type":"public-key","id":"{{owned.Id}}"}]""");
        asked.Members.ShouldBe(["stateToken", "expiresAt", "status", "factorResult", "challengeType", "factorType", "_embedded", "_links"]);
        asked.Text("challengeType").ShouldBe("FACTOR_TYPE");
        asked.Text("factorType").ShouldBe("webauthn");
        asked.Json.GetProperty("_embedded").GetProperty("factors").GetArrayLength().ShouldBe(2);
        asked.Json.GetProperty("_links").GetProperty("next").GetProperty("href").GetString()
            .ShouldBe(walk.Org.Url + "/api/v1/authn/factors/webauthn/verify");
        done.Text("stateToken").ShouldBe(second.Text("stateToken"));
    }

    [Fact]
    public async Task Of_fifty_uses_of_one_assertion_one_succeeds()
    {
        await using var walk = await StartAsync();
        using var authenticator = Authenticator(walk);
        await EnrollAsync(walk, authenticator);
        var begun = await walk.BeginAsync("nora@example.com", "MFA_REQUIRED");
        var path = Walk.VerifyPath(begun, "webauthn", "FIDO");
        var answer = authenticator.Sign(Nonce(await walk.GoAsync(begun, path, "MFA_CHALLENGE")));

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => walk.PostAsync(begun, path, answer)));

        answers.Count(each => each.Status == 200).ShouldBe(1);
        answers.ShouldAllBe(each => each.Status == 200 || each.Status == 401 || each.Text("errorCode") == "E0000082");
    }

    [Fact]
    public async Task An_org_without_a_verifier_says_which_package_it_lacks_before_anybody_is_asked_for_a_key()
    {
        using var owned = new SoftAuthenticator("127.0.0.1", "http://127.0.0.1");
        SeedUser kim = Walk.Nora with
        {
            Id = "00u1kimKeys000000005",
            Login = "kim@example.com",
            Factors = [new() { FactorType = "webauthn", Provider = "FIDO", CredentialId = owned.Id, PublicKey = owned.PublicKey }],
        };
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { Users = [Walk.Nora, kim] } }, The.Ct);
        using var http = new Browserless(org);
        var enrolling = await BeginAsync(http, "nora@example.com");
        var required = await BeginAsync(http, "kim@example.com");

        var enrolled = await http.PostJsonAsync(
            "/api/v1/authn/factors", $$"""{"stateToken":"{{enrolling.Text("stateToken")}}",{{Enroll}}}""");
        var asked = await http.PostJsonAsync(
            "/api/v1/authn" + Walk.VerifyPath(required, "webauthn", "FIDO"), $$"""{"stateToken":"{{required.Text("stateToken")}}"}""");

        enrolling.Body.ShouldContain("\"factorType\":\"webauthn\"");
        foreach (var refused in (Answer[])[enrolled, asked])
        {
            refused.ShouldBeOktaError(
                501, "E0000015", "You do not have permission to access the feature you are requesting",
                "This org cannot verify security keys: add the package Postern.LocalOrg.WebAuthn and set LocalOrgOptions.SecurityKeys.");
            refused.Headers["X-Postern-Unsupported"].ShouldBe("security keys (webauthn)");
        }
    }

    static async Task<Answer> BeginAsync(Browserless http, string login) =>
        await http.PostJsonAsync("/api/v1/authn", $$"""{"username":"{{login}}","password":"{{The.Password}}"}""");

    static SoftAuthenticator Authenticator(Walk walk) => new("127.0.0.1", walk.Org.Url);

    static async Task<Answer> EnrollAsync(Walk walk, SoftAuthenticator authenticator, string format = "packed")
    {
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");
        var enrolling = await walk.GoAsync(begun, "/factors", "MFA_ENROLL_ACTIVATE", Enroll);
        return await walk.PostAsync(begun, ActivatePath(enrolling), authenticator.Create(ActivationChallenge(enrolling), format));
    }

    static JsonElement Factor(Answer answer) => answer.Json.GetProperty("_embedded").GetProperty("factor");

    static string Nonce(Answer challenged) =>
        Factor(challenged).GetProperty("_embedded").GetProperty("challenge").GetProperty("challenge").GetString()!;

    static string ActivationChallenge(Answer enrolling) =>
        Factor(enrolling).GetProperty("_embedded").GetProperty("activation").GetProperty("challenge").GetString()!;

    static string ActivatePath(Answer enrolling) => $"/factors/{Factor(enrolling).GetProperty("id")}/lifecycle/activate";

    static Task<Walk> StartAsync() =>
        StartAsync(seed =>
            seed with { EnrollmentPolicies = [new() { Name = "Keys", Factors = [new() { FactorType = "webauthn", Provider = "FIDO" }] }] });

    static Task<Walk> StartAsync(Func<OrgSeed, OrgSeed> change) => Walk.StartAsync(change);
}
