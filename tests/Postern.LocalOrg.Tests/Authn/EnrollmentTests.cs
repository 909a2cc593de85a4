namespace Postern.LocalOrg.Tests.Authn;

/// <summary>Factors enrolled and activated during sign-in.</summary>
public sealed class EnrollmentTests
{
    const string Totp = "\"factorType\":\"token:software:totp\",\"provider\":\"OKTA\"";

    [Fact]
    public async Task A_fresh_one_time_password_is_enrolled_activated_and_asked_for_ever_after()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");

        var enrolling = await walk.GoAsync(begun, "/factors", "MFA_ENROLL_ACTIVATE", Totp);
        var factor = enrolling.Json.GetProperty("_embedded").GetProperty("factor");
        var secret = factor.GetProperty("_embedded").GetProperty("activation").GetProperty("sharedSecret").GetString()!;
        var done = await walk.PostAsync(
            begun, $"/factors/{factor.GetProperty("id")}/lifecycle/activate", $"\"passCode\":\"{walk.Totp(secret)}\"");
        walk.Time.Advance(TimeSpan.FromSeconds(30));
        var next = await walk.BeginAsync("nora@example.com", "MFA_REQUIRED");

        secret.ShouldMatch("^[A-Z2-7]{16}$");
        done.Text("status").ShouldBe("SUCCESS", done.Body);
        await walk.GoAsync(next, Walk.VerifyPath(next, "token:software:totp"), "SUCCESS", $"\"passCode\":\"{walk.Totp(secret)}\"");
    }

    [Fact]
    public async Task An_enrollment_has_the_shape_that_is_recorded_of_Okta()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");

        var enrolling = await walk.GoAsync(begun, "/factors", "MFA_ENROLL_ACTIVATE", Totp);

        var factor = enrolling.Json.GetProperty("_embedded").GetProperty("factor");
        var activation = factor.GetProperty("_embedded").GetProperty("activation");
        factor.EnumerateObject().Select(member => member.Name)
            .ShouldBe(["id", "factorType", "provider", "vendorName", "profile", "_embedded"]);
        activation.EnumerateObject().Select(member => member.Name)
            .ShouldBe(["timeStep", "sharedSecret", "encoding", "keyLength", "_links"]);
        enrolling.Json.GetProperty("_links").EnumerateObject().Select(member => member.Name).ShouldBe(["next", "prev", "cancel"]);
        factor.GetProperty("id").GetString()!.ShouldMatch("^ost[a-z0-9]{17}$");
    }

    [Fact]
    public async Task The_QR_code_is_a_PNG_image()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");
        var enrolling = await walk.GoAsync(begun, "/factors", "MFA_ENROLL_ACTIVATE", Totp);
        var link = enrolling.Json.GetProperty("_embedded").GetProperty("factor").GetProperty("_embedded").GetProperty("activation")
            .GetProperty("_links").GetProperty("qrcode");

        var image = await walk.Http.GetAsync(new Uri(link.GetProperty("href").GetString()!).PathAndQuery);

        link.GetProperty("type").GetString().ShouldBe("image/png");
        image.Status.ShouldBe(200);
        image.Headers["Content-Type"].ShouldBe("image/png");
        image.Body[1..4].ShouldBe("PNG");
        (await walk.Http.GetAsync("/api/v1/users/00u1noraNofactor0005/factors/ost1/qr/another")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("sms", "sms")]
    [InlineData("call", "clf")]
    public async Task A_phone_is_enrolled_with_a_code(string factorType, string prefix)
    {
        await using var walk = await Walk.StartAsync(OptionalOnly);
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");

        var enrolling = await walk.GoAsync(
            begun,
            "/factors",
            "MFA_ENROLL_ACTIVATE",
            $"\"factorType\":\"{factorType}\",\"provider\":\"OKTA\",\"profile\":{{\"phoneNumber\":\"+1-555-010-0142\"}}");
        var id = enrolling.Json.GetProperty("_embedded").GetProperty("factor").GetProperty("id").GetString()!;
        var wrong = await walk.PostAsync(begun, $"/factors/{id}/lifecycle/activate", "\"passCode\":\"no code\"");
        var early = await walk.PostAsync(begun, $"/factors/{id}/lifecycle/resend");
        var done = await walk.PostAsync(
            begun, $"/factors/{id}/lifecycle/activate", $"\"passCode\":\"{await walk.CodeAsync("nora@example.com", factorType)}\"");
        var next = await walk.BeginAsync("nora@example.com", "MFA_REQUIRED");

        id.ShouldStartWith("mbl");
        wrong.Status.ShouldBe(403, wrong.Body);
        early.Status.ShouldBe(429, early.Body);
        done.Text("status").ShouldBe("SUCCESS", done.Body);
        Walk.FactorId(next, factorType).ShouldStartWith(prefix);
    }

    [Fact]
    public async Task An_extension_is_dialled_after_the_number()
    {
        await using var walk = await Walk.StartAsync(OptionalOnly);
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");

        var enrolling = await walk.GoAsync(
            begun,
            "/factors",
            "MFA_ENROLL_ACTIVATE",
            "\"factorType\":\"call\",\"provider\":\"OKTA\",\"profile\":{\"phoneNumber\":\"+1-555-010-0142\",\"phoneExtension\":\"123\"}");

        enrolling.Body.ShouldContain("\"profile\":{\"phoneNumber\":\"+1 XXX-XXX-0142\",\"phoneExtension\":\"123\"}");
        (await walk.Org.Outbox.LatestAsync("nora@example.com", "call", The.Ct)).To.ShouldBe("+15550100142 ext. 123");
    }

    [Theory]
    [InlineData("\"profile\":{\"phoneNumber\":\"no number\"}")]
    [InlineData("\"profile\":{}")]
    [InlineData("\"profile\":null")]
    public async Task A_phone_number_that_is_none_is_refused(string profile)
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");

        var answer = await walk.PostAsync(begun, "/factors", $"\"factorType\":\"sms\",\"provider\":\"OKTA\",{profile}");

        answer.ShouldBeOktaError(400, "E0000098", "This phone number is invalid.");
    }

    [Fact]
    public async Task A_question_is_active_at_once()
    {
        await using var walk = await Walk.StartAsync(OptionalOnly);
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");
        var questions = await walk.Http.GetAsync("/api/v1/users/00u1noraNofactor0005/factors/questions");

        var done = await walk.PostAsync(
            begun,
            "/factors",
            "\"factorType\":\"question\",\"provider\":\"OKTA\",\"profile\":{\"question\":\"disliked_food\",\"answer\":\"mayonnaise\"}");

        questions.Json[0].GetProperty("question").GetString().ShouldBe("disliked_food");
        done.Text("status").ShouldBe("SUCCESS", done.Body);
    }

    [Fact]
    public async Task A_question_without_a_proper_answer_is_refused()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");

        var answer = await walk.PostAsync(
            begun,
            "/factors",
            "\"factorType\":\"question\",\"provider\":\"OKTA\",\"profile\":{\"question\":\"disliked_food\",\"answer\":\"no\"}");

        answer.ShouldBeOktaError(400, "E0000001", "Api validation failed: factorEnrollRequest", "Invalid Profile.");
    }

    [Fact]
    public async Task A_phone_for_push_is_enrolled_when_it_answers()
    {
        await using var walk = await Walk.StartAsync(OptionalOnly);
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");
        var enrolling = await walk.GoAsync(begun, "/factors", "MFA_ENROLL_ACTIVATE", "\"factorType\":\"push\",\"provider\":\"OKTA\"");
        var path = $"/factors/{enrolling.Json.GetProperty("_embedded").GetProperty("factor").GetProperty("id")}/lifecycle/activate";

        var waiting = await walk.GoAsync(begun, path + "/poll", "MFA_ENROLL_ACTIVATE");
        var sent = await walk.GoAsync(begun, path + "/email", "MFA_ENROLL_ACTIVATE");
        walk.Time.Advance(TimeSpan.FromMinutes(4));
        await walk.GoAsync(begun, path + "/poll", "MFA_ENROLL_ACTIVATE");
        walk.Time.Advance(TimeSpan.FromMinutes(1));
        var late = await walk.GoAsync(begun, path + "/poll", "MFA_ENROLL_ACTIVATE");
        var again = await walk.GoAsync(begun, path, "MFA_ENROLL_ACTIVATE");
        await walk.Org.Outbox.ApproveAsync((await walk.Org.Outbox.LatestAsync("nora@example.com", "push", The.Ct)).Id, ct: The.Ct);
        var done = await walk.PostAsync(begun, path + "/poll");

        waiting.Text("factorResult").ShouldBe("WAITING");
        sent.Text("factorResult").ShouldBe("WAITING");
        late.Text("factorResult").ShouldBe("TIMEOUT");
        late.Json.GetProperty("_links").GetProperty("next").GetProperty("name").GetString().ShouldBe("activate");
        again.Text("factorResult").ShouldBe("WAITING");
        done.Text("status").ShouldBe("SUCCESS", done.Body);
    }

    [Fact]
    public async Task A_phone_that_is_being_enrolled_is_not_asked_whether_somebody_signs_in()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");
        var enrolling = await walk.GoAsync(begun, "/factors", "MFA_ENROLL_ACTIVATE", "\"factorType\":\"push\",\"provider\":\"OKTA\"");
        var path = $"/factors/{enrolling.Json.GetProperty("_embedded").GetProperty("factor").GetProperty("id")}/lifecycle/activate";
        walk.Time.Advance(TimeSpan.FromMinutes(4));
        await walk.GoAsync(begun, path + "/poll", "MFA_ENROLL_ACTIVATE");
        walk.Time.Advance(TimeSpan.FromMinutes(1));
        await walk.GoAsync(begun, path + "/poll", "MFA_ENROLL_ACTIVATE");
        await walk.GoAsync(begun, path, "MFA_ENROLL_ACTIVATE");

        (await walk.Org.Outbox.MessagesAsync(The.Ct)).Where(message => message.Channel == "push").Select(message => message.Text)
            .ShouldBe(["Set up Okta Verify on this phone for nora@example.com?", "Set up Okta Verify on this phone for nora@example.com?"]);
    }

    [Fact]
    public async Task The_sixth_attempt_to_activate_is_too_many()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");
        var enrolling = await walk.GoAsync(begun, "/factors", "MFA_ENROLL_ACTIVATE", Totp);
        var path = $"/factors/{enrolling.Json.GetProperty("_embedded").GetProperty("factor").GetProperty("id")}/lifecycle/activate";

        for (var i = 0; i < 5; i++)
            (await walk.PostAsync(begun, path, "\"passCode\":\"no code\"")).Status.ShouldBe(403);

        (await walk.PostAsync(begun, path, "\"passCode\":\"no code\""))
            .ShouldBeOktaError(429, "E0000047", "API call exceeded rate limit due to too many requests.");
    }

    [Fact]
    public async Task A_policy_that_enrolls_at_sign_in_may_be_skipped_where_nothing_is_required()
    {
        await using var walk = await Walk.StartAsync(seed => seed with
        {
            EnrollmentPolicies =
            [
                new()
                {
                    Name = "Offer",
                    EnrollsAtSignIn = true,
                    Factors = [new() { FactorType = "sms" }, new() { FactorType = "question" }],
                },
            ],
        });
        var begun = await walk.BeginAsync("ada@example.com", "MFA_ENROLL");

        begun.Json.GetProperty("_links").GetProperty("skip").GetRawText()
            .ShouldBe($$$"""{"name":"skip","href":"{{{walk.Org.Url}}}/api/v1/authn/skip","hints":{"allow":["POST"]}}""");
        await walk.GoAsync(begun, "/skip", "SUCCESS");
    }

    [Fact]
    public async Task A_required_factor_cannot_be_skipped()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");

        var answer = await walk.PostAsync(begun, "/skip");

        begun.Json.GetProperty("_links").TryGetProperty("skip", out _).ShouldBeFalse();
        answer.ShouldBeOktaError(
            403,
            "E0000079",
            "This operation is not allowed in the current authentication state.",
            "This operation is not allowed in the current authentication state.");
    }

    [Fact]
    public async Task Whoever_asks_for_optional_factors_is_offered_the_next_one_after_each()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL", ",\"options\":{\"multiOptionalFactorEnroll\":true}");
        var enrolling = await walk.GoAsync(begun, "/factors", "MFA_ENROLL_ACTIVATE", Totp);
        var factor = enrolling.Json.GetProperty("_embedded").GetProperty("factor");
        var secret = factor.GetProperty("_embedded").GetProperty("activation").GetProperty("sharedSecret").GetString()!;

        var more = await walk.GoAsync(
            begun, $"/factors/{factor.GetProperty("id")}/lifecycle/activate", "MFA_ENROLL", $"\"passCode\":\"{walk.Totp(secret)}\"");

        more.Body.ShouldContain("\"status\":\"ACTIVE\",\"enrollment\":\"REQUIRED\"");
        await walk.GoAsync(begun, "/skip", "SUCCESS");
    }

    static OrgSeed OptionalOnly(OrgSeed seed) => seed with
    {
        EnrollmentPolicies =
        [
            new()
            {
                Name = "All optional",
                Factors =
                [
                    new() { FactorType = "sms" }, new() { FactorType = "call" }, new() { FactorType = "question" },
                    new() { FactorType = "push" },
                ],
            },
        ],
    };
}
