using System.Security.Cryptography;

namespace Postern.LocalOrg.Tests.Management.Users;

/// <summary>Users are created, read, changed and deleted: management.md 5.</summary>
public sealed class UserTests(PeopleOrg people) : IClassFixture<PeopleOrg>
{
    [Fact]
    public async Task A_user_with_a_password_is_active_and_may_sign_in()
    {
        var created = await people.PostAsync(
            "/users?activate=true",
            """{"profile":{"firstName":"Jo","lastName":"Tester","login":"jo@acme.example","email":"jo@acme.example","nickName":"J"},"credentials":{"password":{"value":"Corr3ct-Horse!"},"recovery_question":{"question":"Who?","answer":"Nobody"}}}""");

        var id = created.Text("id");
        id.ShouldMatch("^00u[A-Za-z0-9]{17}$");
        var type = created.Json.GetProperty("type").GetProperty("id").GetString()!;
        created.ShouldBe(
            200, Whole(id, type).Replace("2026-02-03T10:15:30.000Z", created.Text("created"), StringComparison.Ordinal), people.Org);
        (await people.Http.AuthenticateAsync("JO@acme.example", "Corr3ct-Horse!")).Text("status").ShouldBe("SUCCESS");
        (await people.GetAsync($"/users/{id}")).Text("lastLogin").ShouldStartWith("2026-02-03T10:1");
    }

    /// <summary>As a real org writes it, <c>HashMap</c> order and all.</summary>
    static string Whole(string id, string type) =>
        """{"id":"ID","status":"ACTIVE","created":"2026-02-03T10:15:30.000Z","activated":"2026-02-03T10:15:30.000Z","statusChanged":"2026-02-03T10:15:30.000Z","lastLogin":null,"lastUpdated":"2026-02-03T10:15:30.000Z","passwordChanged":"2026-02-03T10:15:30.000Z","type":{"id":"TYPE"},"profile":{"firstName":"Jo","lastName":"Tester","mobilePhone":null,"nickName":"J","secondEmail":null,"login":"jo@acme.example","email":"jo@acme.example"},"credentials":{"password":{},"recovery_question":{"question":"Who?"},"provider":{"type":"OKTA","name":"OKTA"}},"_links":{"suspend":{"href":"{org}/api/v1/users/ID/lifecycle/suspend","method":"POST"},"schema":{"href":"{org}/api/v1/meta/schemas/user/oscTAIL"},"resetPassword":{"href":"{org}/api/v1/users/ID/lifecycle/reset_password","method":"POST"},"forgotPassword":{"href":"{org}/api/v1/users/ID/credentials/forgot_password","method":"POST"},"expirePassword":{"href":"{org}/api/v1/users/ID/lifecycle/expire_password","method":"POST"},"changeRecoveryQuestion":{"href":"{org}/api/v1/users/ID/credentials/change_recovery_question","method":"POST"},"self":{"href":"{org}/api/v1/users/ID"},"resetFactors":{"href":"{org}/api/v1/users/ID/lifecycle/reset_factors","method":"POST"},"type":{"href":"{org}/api/v1/meta/types/user/TYPE"},"changePassword":{"href":"{org}/api/v1/users/ID/credentials/change_password","method":"POST"},"deactivate":{"href":"{org}/api/v1/users/ID/lifecycle/deactivate","method":"POST"}}}"""
            .Replace("ID", id, StringComparison.Ordinal).Replace("TYPE", type, StringComparison.Ordinal)
            .Replace("TAIL", type[3..], StringComparison.Ordinal);

    [Theory]
    [InlineData("?activate=false", "", "STAGED")]
    [InlineData("", "", "PROVISIONED")]
    [InlineData("?activate=false", """,{"password":{"value":"Corr3ct-Horse!"}}""", "STAGED")]
    [InlineData("?nextLogin=changePassword", """,{"password":{"value":"Corr3ct-Horse!"}}""", "PASSWORD_EXPIRED")]
    [InlineData("?provider=true", """,{"provider":{"type":"FEDERATION","name":"FEDERATION"}}""", "ACTIVE")]
    public async Task Status_follows_from_what_was_sent(string query, string credentials, string status)
    {
        var login = $"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}@acme.example";

        var created = await people.PostAsync(
            "/users" + query,
            $$$"""{"profile":{"login":"{{{login}}}","email":"{{{login}}}","firstName":"A","lastName":"B"}{{{credentials.Replace(",{", ",\"credentials\":{", StringComparison.Ordinal)}}}}""");

        created.Status.ShouldBe(200, created.Body);
        created.Text("status").ShouldBe(status);
    }

    [Fact]
    public async Task A_profile_is_held_to_its_schema()
    {
        (await CreateAsync("""{"login":"a@b","email":"a@b","firstName":"A","lastName":"B","notValid":1,"nor":2}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: newUser", "Property name 'notValid' is not defined in profile",
            "Property name 'nor' is not defined in profile");
        (await CreateAsync("""{"login":"nobody","firstName":"A","lastName":"B"}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: login", "login: Username must be in the form of an email address",
            "email: The field cannot be left blank");
        (await CreateAsync("""{"login":"nobody@acme.example\n","email":"a@b\n","firstName":"A","lastName":"B"}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: login", "login: Username must be in the form of an email address",
            "email: Does not match required pattern");
        (await CreateAsync("""{"login":"ADA@example.com","email":"a@b","firstName":"A","lastName":"B"}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: login",
            "login: An object with this field already exists in the current organization");
        (await CreateAsync("""{"login":"long@example.com","email":"a@b","firstName":5,"lastName":"B"}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: firstName", "firstName: The value is not of the expected type");
        (await people.PostAsync("/users", "{}")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: profile", "profile: The field cannot be left blank");
        (await people.PostAsync("/users")).ShouldBeOktaError(400, "E0000003", "The request body was not well-formed.");
        (await people.PostAsync("/users", "[]")).ShouldBeOktaError(400, "E0000003", "The request body was not well-formed.");
    }

    [Fact]
    public async Task A_password_is_held_to_its_policy() =>
        (await people.PostAsync(
            "/users",
            """{"profile":{"login":"weak@acme.example","email":"weak@acme.example","firstName":"A","lastName":"B"},"credentials":{"password":{"value":"short"}}}"""))
            .ShouldBeOktaError(
                400, "E0000001", "Api validation failed: password",
                "password: Password requirements were not met. Password requirements: at least 8 characters, a lowercase letter, " +
                "an uppercase letter, a number, no parts of your username.");

    [Fact]
    public async Task A_user_is_found_by_id_login_and_short_login()
    {
        var id = await people.UserAsync("find.me@acme.example");

        foreach (var name in (string[])[id, "FIND.ME@acme.example", "find.me"])
            (await people.GetAsync($"/users/{name}")).Text("id").ShouldBe(id);
        (await people.GetAsync("/users/00uNobody")).ShouldBeOktaError(
            404, "E0000007", "Not found: Resource not found: 00uNobody (User)");
    }

    [Fact]
    public async Task A_partial_change_keeps_the_rest_and_a_whole_one_does_not()
    {
        var id = await people.UserAsync("change@acme.example", ""","city":"Rome","mobilePhone":"+1555" """);
        people.Advance(10);

        var partial = await people.PostAsync($"/users/{id}", """{"profile":{"department":"Sales","city":null}}""");
        var whole = await people.PutAsync(
            $"/users/{id}",
            """{"profile":{"login":"change@acme.example","email":"change@acme.example","firstName":"New","lastName":"Name"}}""");

        partial.Json.GetProperty("profile").GetRawText().ShouldBe(
            """{"firstName":"Jo","lastName":"Tester","mobilePhone":"+1555","secondEmail":null,"login":"change@acme.example","department":"Sales","email":"change@acme.example"}""");
        whole.Json.GetProperty("profile").GetRawText().ShouldBe(
            """{"firstName":"New","lastName":"Name","mobilePhone":null,"secondEmail":null,"login":"change@acme.example","email":"change@acme.example"}""");
        whole.Json.GetProperty("credentials").GetProperty("password").GetRawText().ShouldBe("{}");
        whole.Text("lastUpdated").ShouldNotBe(whole.Text("created"));
        (await people.Http.AuthenticateAsync("change@acme.example", "Corr3ct-Horse!")).Text("status").ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task An_entity_tag_guards_against_changes_that_were_not_seen()
    {
        var id = await people.UserAsync("tag@acme.example");
        var tag = (await people.GetAsync($"/users/{id}")).Headers["ETag"];

        tag.ShouldMatch("^W/\"[0-9a-f]{64}\"$");
        (await people.PostAsync($"/users/{id}", """{"profile":{"title":"x"}}""", ("If-Match", tag))).Status.ShouldBe(200);
        (await people.PostAsync($"/users/{id}", """{"profile":{"title":"y"}}""", ("If-Match", tag))).ShouldBeOktaError(
            412, "E0000231", "ETag value doesn't match.");
        (await people.PostAsync($"/users/{id}", """{"profile":{"title":"y"}}""", ("If-Match", "x"))).ShouldBeOktaError(
            400, "E0000242", "ETag syntax is invalid.");
    }

    [Fact]
    public async Task What_the_caller_does_not_want_is_left_out()
    {
        var id = await people.UserAsync("omit@acme.example");

        var user = await people.GetAsAsync($"/users/{id}", "application/json; okta-response=\"omitCredentials, omitCredentialsLinks\"");

        user.Members.ShouldNotContain("credentials");
        user.Json.GetProperty("_links").EnumerateObject().Select(link => link.Name)
            .ShouldBe(["suspend", "schema", "expirePassword", "self", "type", "deactivate"]);
    }

    [Fact]
    public async Task A_user_is_deleted_at_the_second_time()
    {
        var id = await people.UserAsync("gone@acme.example");

        (await people.DeleteAsync($"/users/{id}")).Status.ShouldBe(204);
        (await people.GetAsync($"/users/{id}")).Text("status").ShouldBe("DEPROVISIONED");
        (await people.DeleteAsync($"/users/{id}")).Status.ShouldBe(204);

        (await people.DeleteAsync($"/users/{id}")).Status.ShouldBe(404);
        (await people.UserAsync("gone@acme.example")).ShouldNotBe(id);
    }

    [Fact]
    public async Task Of_fifty_who_want_one_login_one_has_it()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => people.PostAsync(
            "/users?activate=false",
            """{"profile":{"login":"one@acme.example","email":"one@acme.example","firstName":"A","lastName":"B"}}""")));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Where(answer => answer.Status != 200).ShouldAllBe(answer => answer.Status == 400 && answer.Body.Contains("already exists"));
    }

    Task<Answer> CreateAsync(string profile) => people.PostAsync("/users", $$"""{"profile":{{profile}}}""");
}
