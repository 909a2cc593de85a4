namespace Postern.LocalOrg.Tests.Idx;

/// <summary>Who says who they are, with a password or before it, and who is let on: idx.md 6, 9.</summary>
public sealed class IdentifyTests(IdxOrg org) : IClassFixture<IdxOrg>
{
    [Fact]
    public async Task The_first_page_asks_for_both()
    {
        var run = await org.BeginAsync();

        run.Last.Headers["Content-Type"].ShouldBe("application/ion+json; okta-version=1.0.0");
        run.Last.Members.ShouldBe(
            ["version", "stateHandle", "expiresAt", "intent", "remediation", "currentAuthenticator", "cancel", "app"]);
        run.Form("identify").GetProperty("value").EnumerateArray().Select(field => field.GetProperty("name").GetString())
            .ShouldBe(["identifier", "credentials", "rememberMe", "stateHandle"]);
        run.Last.Json.GetProperty("app").GetProperty("value").GetProperty("label").GetString().ShouldBe("Demo SPA");
    }

    [Theory]
    [InlineData("ada", "not the one")]
    [InlineData("nobody", "not the one")]
    [InlineData("leo", The.Password)]
    public async Task Nobody_learns_why_a_password_was_wrong(string name, string password)
    {
        var run = await org.BeginAsync();

        var answer = await run.PostAsync(
            "identify", $$$"""
            "identifier":"{{{name}}}@example.com","credentials":{"passcode":"{{{password}}}"}
            """);

        answer.Status.ShouldBe(400, answer.Body);
        answer.Members.ShouldBe(
            ["version", "stateHandle", "expiresAt", "intent", "remediation", "messages", "currentAuthenticator", "cancel", "app"]);
        run.Names[0].ShouldBe("identify");
        run.MessageKeys.ShouldBe(["errors.E0000004"]);
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("nobody")]
    public async Task A_user_name_alone_is_asked_for_its_password(string name)
    {
        var run = await org.BeginAsync();

        await run.GoAsync("identify", $"\"identifier\":\"{name}@example.com\"", "challenge-authenticator");
        run.Last.Members.ShouldBe(
        [
            "version", "stateHandle", "expiresAt", "intent", "remediation", "currentAuthenticatorEnrollment", "authenticators",
            "authenticatorEnrollments", "user", "cancel", "app",
        ]);
        run.Last.Json.GetProperty("user").GetProperty("value").GetProperty("id").GetString()!.Length.ShouldBe(20);
        var wrong = await run.PostAsync("challenge/answer", "\"credentials\":{\"passcode\":\"not the one\"}");

        wrong.Status.ShouldBe(401, wrong.Body);
        run.Names.ShouldBe(["challenge-authenticator"]);
        run.MessageKeys.ShouldBe(["errors.E0000004"]);
    }

    [Fact]
    public async Task A_password_after_the_user_name_signs_in()
    {
        var run = await org.BeginAsync();

        await run.GoAsync("identify", "\"identifier\":\"ada@example.com\"", "challenge-authenticator");
        await run.AnswerAsync(The.Password, "successWithInteractionCode");

        (await run.RedeemAsync()).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_app_that_is_not_the_users_is_told_by_its_own_message()
    {
        var run = await org.BeginAsync();

        var answer = await run.PostAsync(
            "identify", $$"""
            "identifier":"una@example.com","credentials":{"passcode":"{{The.Password}}"}
            """.Trim());

        answer.Status.ShouldBe(400, answer.Body);
        run.Names[0].ShouldBe("identify");
        run.MessageKeys.ShouldBe(["idx.error.user.not.assigned.to.app"]);
    }

    [Fact]
    public async Task What_is_left_out_is_asked_for_at_its_field()
    {
        var run = await org.BeginAsync();

        var nobody = await run.PostAsync("identify");
        run.MessageKeys.ShouldBe(["error.username.required"]);
        await run.GoAsync("identify", "\"identifier\":\"ada@example.com\"", "challenge-authenticator");
        var nothing = await run.PostAsync("challenge/answer", "\"credentials\":{\"passcode\":\"\"}");

        nobody.Status.ShouldBe(400);
        nothing.Status.ShouldBe(400);
        run.MessageKeys.ShouldBe(["error.password.required"]);
        IdxRun.Field(run.Form("challenge-authenticator"), "credentials").GetProperty("form").GetProperty("value")[0]
            .TryGetProperty("messages", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Cancelling_begins_anew_under_another_handle()
    {
        var run = await org.BeginAsync();
        await run.GoAsync("identify", "\"identifier\":\"ada@example.com\"", "challenge-authenticator");
        var before = run.Handle;

        await run.GoAsync("cancel", "", "identify", "unlock-account");

        run.Handle.Split('~')[0].ShouldNotBe(before.Split('~')[0]);
        var dead = await org.Http.PostJsonAsync("/idp/idx/skip", $$"""{"stateHandle":"{{before}}"}""");
        dead.Status.ShouldBe(401);
        await run.IdentifyAsync("ada", "successWithInteractionCode");
    }

    [Theory]
    [InlineData("application/ion+json; okta-version=1.0.0", "application/ion+json; okta-version=1.0.0", 200)]
    [InlineData("application/json", "application/json", 200)]
    [InlineData("application/json; okta-version=1.0.0", "*/*", 200)]
    [InlineData("application/ion+json", "application/*", 200)]
    [InlineData("application/x-www-form-urlencoded", "application/json", 415)]
    [InlineData("application/json", "text/html", 406)]
    public async Task Ion_and_JSON_are_taken_and_given(string contentType, string accept, int status)
    {
        var run = await org.BeginAsync();
        using var content = new StringContent($$"""{"interactionHandle":"{{run.InteractionHandle}}"}""");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        var answer = await org.Http.SendAsync(HttpMethod.Post, "/idp/idx/introspect", content, ("Accept", accept));

        answer.Status.ShouldBe(status, answer.Body);
        answer.Headers["Content-Type"].ShouldBe(status is 200 ? "application/ion+json; okta-version=1.0.0" : "application/json");
        answer.Headers["Cache-Control"].ShouldBe("no-cache, no-store");
    }

    [Theory]
    [InlineData("skip", "")]
    [InlineData("challenge/answer", "\"credentials\":{\"passcode\":\"1\"}")]
    [InlineData("challenge/resend", "")]
    [InlineData("challenge", "\"authenticator\":{\"id\":\"aut1\"}")]
    [InlineData("challenge", "")]
    [InlineData("credential/enroll", "\"authenticator\":{\"id\":\"aut1\"}")]
    public async Task A_step_out_of_order_is_a_bad_request_and_changes_nothing(string path, string members)
    {
        var run = await org.BeginAsync();

        var answer = await run.SendAsync(path, members);

        answer.Status.ShouldBe(400, answer.Body);
        answer.Body.ShouldBe(
            """{"version":"1.0.0","messages":{"type":"array","value":[{"message":"Bad request.","i18n":{"key":"E0000020"},"class":"ERROR"}]}}""");
        await run.IdentifyAsync("ada", "successWithInteractionCode");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"credentials\":\"x\",\"stateHandle\":\"02.id.x\"}")]
    [InlineData("{\"identifier\":{},\"stateHandle\":\"02.id.x\"}")]
    public async Task A_body_that_is_none_is_a_bad_request(string body)
    {
        var answer = await org.Http.PostJsonAsync("/idp/idx/identify", body);

        answer.Status.ShouldBe(400, answer.Body);
        answer.Headers["Content-Type"].ShouldBe("application/ion+json; okta-version=1.0.0");
        answer.Members.ShouldBe(["version", "messages"]);
    }

    [Fact]
    public async Task A_transaction_of_either_API_is_nothing_to_the_other()
    {
        var run = await org.BeginAsync();
        var classic = await org.Http.AuthenticateAsync("max@example.com");

        var here = await org.Http.PostJsonAsync("/idp/idx/introspect", $$"""{"stateToken":"{{classic.Text("stateToken")}}"}""");
        var there = await org.Http.PostJsonAsync("/api/v1/authn", $$"""{"stateToken":"{{run.Handle.Split('~')[0]}}"}""");

        here.Status.ShouldBe(401);
        there.ShouldBeOktaError(401, "E0000011", "Invalid token provided");
    }
}
