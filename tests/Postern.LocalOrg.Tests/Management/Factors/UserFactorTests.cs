using Postern.LocalOrg.Tests.Authn;

namespace Postern.LocalOrg.Tests.Management.Factors;

/// <summary>Factors that an admin enrolls, activates, asks and takes away: management.md 7.</summary>
public sealed class UserFactorTests : IAsyncLifetime
{
    const string AdasId = "00u1adaActive0000005", Factors = $"/api/v1/users/{AdasId}/factors", Phone = "+15550100142";

    readonly ApiOrg _org = new();

    public ValueTask InitializeAsync() => _org.InitializeAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task A_question_is_active_at_once_and_can_be_changed()
    {
        var made = await EnrollAsync("question", """{"question":"disliked_food","answer":"mayonnaise"}""");

        var (id, at) = (made.Text("id"), "{org}" + Factors);
        made.ShouldBe(
            200,
            $$$$$$"""{"id":"{{{{{{id}}}}}}","factorType":"question","provider":"OKTA","vendorName":"OKTA","status":"ACTIVE","created":"2026-02-03T10:15:30.000Z","lastUpdated":"2026-02-03T10:15:30.000Z","profile":{"question":"disliked_food","questionText":"What is the food you least liked as a child?"},"_links":{"questions":{"href":"{{{{{{at}}}}}}/questions","hints":{"allow":["GET"]}},"self":{"href":"{{{{{{at}}}}}}/{{{{{{id}}}}}}","hints":{"allow":["GET","DELETE"]}},"user":{"href":"{org}/api/v1/users/{{{{{{AdasId}}}}}}","hints":{"allow":["GET"]}}}}""",
            _org.Org);
        (await VerifyAsync(id, """{"answer":"mayonnaise"}""")).Body.ShouldBe("""{"factorResult":"SUCCESS"}""");
        _org.Advance(60);

        var changed = await _org.PutAsync(
            $"{Factors}/{id}",
            """{"factorType":"question","provider":"OKTA","profile":{"question":"custom","questionText":"Which colour?","answer":"green"}}""");

        (changed.Text("id"), changed.Text("lastUpdated")).ShouldBe((id, "2026-02-03T10:16:30.000Z"), changed.Body);
        changed.Json.GetProperty("profile").GetRawText().ShouldBe("""{"question":"custom","questionText":"Which colour?"}""");
        (await VerifyAsync(id, """{"answer":"green"}""")).Status.ShouldBe(200);
        (await VerifyAsync(id, """{"answer":"mayonnaise"}""")).ShouldBeOktaError(
            403, "E0000068", "Invalid Passcode/Answer", "Your answer doesn't match our records. Please try again.");
        (await EnrollAsync("question", """{"question":"disliked_food","answer":"mayonnaise"}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: factorEnrollRequest", "A factor of this type is already set up.");
    }

    [Fact]
    public async Task A_phone_proves_itself_by_the_code_that_was_sent()
    {
        var pending = await EnrollAsync("sms", $$"""{"phoneNumber":"{{Phone}}"}""");

        var (id, at) = (pending.Text("id"), "{org}" + Factors);
        id.ShouldStartWith("mbl");
        pending.ShouldBe(
            200,
            $$$$$$"""{"id":"{{{{{{id}}}}}}","factorType":"sms","provider":"OKTA","vendorName":"OKTA","status":"PENDING_ACTIVATION","created":"2026-02-03T10:15:30.000Z","lastUpdated":"2026-02-03T10:15:30.000Z","profile":{"phoneNumber":"{{{{{{Phone}}}}}}"},"_links":{"resend":[{"name":"sms","href":"{{{{{{at}}}}}}/{{{{{{id}}}}}}/resend","hints":{"allow":["POST"]}}],"activate":{"href":"{{{{{{at}}}}}}/{{{{{{id}}}}}}/lifecycle/activate","hints":{"allow":["POST"]}},"self":{"href":"{{{{{{at}}}}}}/{{{{{{id}}}}}}","hints":{"allow":["GET"]}},"user":{"href":"{org}/api/v1/users/{{{{{{AdasId}}}}}}","hints":{"allow":["GET"]}}}}""",
            _org.Org);
        (await _org.GetAsync(Factors)).Body.ShouldBe($"[{pending.Body}]");
        (await _org.PostAsync($"{Factors}/{id}/resend")).ShouldBeOktaError(
            429, "E0000109", "An SMS message was recently sent. Please wait 30 seconds before trying again.");
        _org.Advance(31);
        (await _org.PostAsync($"{Factors}/{id}/resend", "{}")).Text("id").ShouldBe(id);
        (await ActivateAsync(id, "x")).ShouldBeOktaError(
            403, "E0000068", "Invalid Passcode/Answer", "Your passcode doesn't match our records. Please try again.");

        var active = await ActivateAsync(id, await CodeAsync("sms"));

        (active.Text("id"), active.Text("status")).ShouldBe((id, "ACTIVE"), active.Body);
        active.Json.GetProperty("_links").EnumerateObject().Select(link => link.Name).ShouldBe(["verify", "self", "user"]);
        var asked = await VerifyAsync(id, "{}");
        asked.Text("factorResult").ShouldBe("CHALLENGE", asked.Body);
        (await VerifyAsync(id, "{}")).Text("errorCode").ShouldBe("E0000109");
        var code = $$"""{"passCode":"{{await CodeAsync("sms")}}"}""";
        (await VerifyAsync(id, code)).Text("factorResult").ShouldBe("SUCCESS");
        (await VerifyAsync(id, code)).Text("errorCode").ShouldBe("E0000068");
    }

    [Fact]
    public async Task What_was_activated_is_asked_at_the_next_sign_in()
    {
        var pending = await EnrollAsync("token:software:totp", "{}");
        var activation = pending.Json.GetProperty("_embedded").GetProperty("activation");
        activation.EnumerateObject().Select(member => member.Name)
            .ShouldBe(["timeStep", "sharedSecret", "encoding", "keyLength", "_links"]);
        var secret = activation.GetProperty("sharedSecret").GetString()!;
        await RequireFactorAsync();
        (await _org.Http.AuthenticateAsync("ada@example.com")).Text("status").ShouldBe("MFA_ENROLL");

        (await ActivateAsync(pending.Text("id"), Walk.Totp(_org.Org, secret))).Text("status").ShouldBe("ACTIVE");

        var begun = await _org.Http.AuthenticateAsync("ada@example.com");
        begun.Text("status").ShouldBe("MFA_REQUIRED", begun.Body);
        begun.Json.GetProperty("_embedded").GetProperty("factors")[0].GetProperty("id").GetString().ShouldBe(pending.Text("id"));
        (await _org.DeleteAsync($"{Factors}/{pending.Text("id")}")).Status.ShouldBe(204);
        (await _org.GetAsync($"{Factors}/{pending.Text("id")}")).ShouldBeOktaError(
            404, "E0000007", $"Not found: Resource not found: {pending.Text("id")} (UserFactor)");
        (await _org.Http.AuthenticateAsync("ada@example.com")).Text("status").ShouldBe("MFA_ENROLL");
    }

    [Fact]
    public async Task Of_many_who_activate_a_factor_at_once_one_does()
    {
        var pending = await EnrollAsync("token:software:totp", "{}");
        var code = Walk.Totp(
            _org.Org, pending.Json.GetProperty("_embedded").GetProperty("activation").GetProperty("sharedSecret").GetString()!);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ActivateAsync(pending.Text("id"), code)));

        // There is one already, or else the code has been used.
        answers.Count(answer => answer.Status is 200).ShouldBe(1);
        answers.Count(answer => answer.Status is 400 or 403).ShouldBe(9);
        (await _org.GetAsync(Factors)).Json.GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task After_five_wrong_codes_in_five_minutes_none_is_taken()
    {
        var id = (await EnrollAsync("sms", $$"""{"phoneNumber":"{{Phone}}"}""")).Text("id");

        for (var i = 0; i < 5; i++)
            (await ActivateAsync(id, "x")).Status.ShouldBe(403);

        (await ActivateAsync(id, await CodeAsync("sms"))).ShouldBeOktaError(
            429, "E0000047", "API call exceeded rate limit due to too many requests.");
    }

    [Fact]
    public async Task A_push_waits_for_its_phone()
    {
        var pending = await EnrollAsync("push", "{}");
        var id = pending.Text("id");
        pending.Json.GetProperty("_embedded").GetProperty("activation").GetProperty("factorResult").GetString().ShouldBe("WAITING");
        (await _org.PostAsync($"{Factors}/{id}/lifecycle/activate")).Text("status").ShouldBe("PENDING_ACTIVATION");
        await ApproveAsync();
        (await _org.PostAsync($"{Factors}/{id}/lifecycle/activate/poll")).Text("status").ShouldBe("ACTIVE");

        var waiting = await VerifyAsync(id, "{}");
        waiting.Status.ShouldBe(201, waiting.Body);
        waiting.Members.ShouldBe(["factorResult", "expiresAt", "profile", "_links"]);
        var transaction = Poll(waiting);
        transaction.ShouldMatch("/transactions/v2mst\\.[A-Za-z0-9_-]{22}$");
        (await _org.GetAsync(transaction)).Text("factorResult").ShouldBe("WAITING");
        await ApproveAsync();
        (await _org.GetAsync(transaction)).Body.ShouldBe("""{"factorResult":"SUCCESS"}""");

        (await _org.DeleteAsync(transaction)).Status.ShouldBe(204);
        (await _org.GetAsync(transaction)).Status.ShouldBe(404);
        var late = Poll(await VerifyAsync(id, "{}"));
        _org.Advance(301);
        var timedOut = await _org.GetAsync(late);
        timedOut.Text("factorResult").ShouldBe("TIMEOUT");
        timedOut.Json.GetProperty("_links").EnumerateObject().Select(link => link.Name).ShouldBe(["verify", "factor"]);
    }

    [Fact]
    public async Task What_may_be_enrolled_is_told_with_the_questions_there_are()
    {
        var catalog = await _org.GetAsync(Factors + "/catalog");
        var questions = await _org.Http.GetAsync(Factors + "/questions");

        catalog.Json[0].EnumerateObject().Select(member => member.Name)
            .ShouldBe(["factorType", "provider", "vendorName", "status", "enrollment", "_links"]);
        catalog.Json.EnumerateArray().Select(factor => factor.GetProperty("factorType").GetString()).ShouldContain("push");
        questions.Json.GetArrayLength().ShouldBe(19);
        (questions.Json[0].GetProperty("question").GetString(), questions.Json[18].GetProperty("question").GetString())
            .ShouldBe(("disliked_food", "favorite_sports_player"));
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        (await EnrollAsync("carrier-pigeon", "{}")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: factorEnrollRequest", "Invalid factor type or provider.");
        (await EnrollAsync("sms", """{"phoneNumber":"12"}""")).ShouldBeOktaError(400, "E0000098", "This phone number is invalid.");
        (await EnrollAsync("question", """{"question":"x","answer":"mayonnaise"}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: factorEnrollRequest", "Invalid Profile.");
        (await EnrollAsync("email", """{"email":"bob@example.com"}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: Only verified primary or secondary email can be enrolled.");
        (await _org.PostAsync(Factors, "{}")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: factorType", "factorType: The field cannot be left blank");
        (await _org.PostAsync("/api/v1/users/00u1nobody/factors", "{}")).Status.ShouldBe(404);
        (await _org.PostAsync($"{Factors}/ost1nothing/verify", "{}")).Text("errorSummary").ShouldEndWith("ost1nothing (UserFactor)");
        (
            await _org.PostAsync(
                Factors + "?activate=true",
                $$$$$$"""{"factorType":"sms","provider":"OKTA","profile":{"phoneNumber":"{{{{{{Phone}}}}}}"}}"""))
            .Text("status").ShouldBe("ACTIVE");
        (await EnrollAsync("sms", """{"phoneNumber":"+15550100199"}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: factorEnrollRequest", "There is an existing verified phone number.");
    }

    Task<Answer> EnrollAsync(string type, string profile) =>
        _org.PostAsync(Factors, $$"""{"factorType":"{{type}}","provider":"OKTA","profile":{{profile}}}""");

    Task<Answer> ActivateAsync(string id, string code) =>
        _org.PostAsync($"{Factors}/{id}/lifecycle/activate", $$"""{"passCode":"{{code}}"}""");

    Task<Answer> VerifyAsync(string id, string body) => _org.PostAsync($"{Factors}/{id}/verify", body);

    async Task<string> CodeAsync(string channel) => (await _org.Org.Outbox.LatestAsync("ada@example.com", channel, The.Ct)).Code!;

    static string Poll(Answer answer) =>
        new Uri(answer.Json.GetProperty("_links").GetProperty("poll").GetProperty("href").GetString()!).AbsolutePath;

    async Task ApproveAsync()
    {
        var push = await _org.Org.Outbox.LatestAsync("ada@example.com", "push", The.Ct);
        (await _org.Org.Outbox.ApproveAsync(push.Id, ct: The.Ct)).ShouldBeTrue();
    }

    async Task RequireFactorAsync()
    {
        var policy = await _org.MakeAsync("/api/v1/policies", """{"type":"OKTA_SIGN_ON","name":"Two factors"}""");
        await _org.MakeAsync($"/api/v1/policies/{policy}/rules", """{"name":"Ask","actions":{"signon":{"requireFactor":true}}}""");
    }
}
