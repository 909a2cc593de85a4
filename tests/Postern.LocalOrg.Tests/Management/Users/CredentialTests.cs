namespace Postern.LocalOrg.Tests.Management.Users;

/// <summary>Passwords, imported ones among them, and recovery questions: management.md 5.4 and 5.6.</summary>
public sealed class CredentialTests(PeopleOrg people) : IClassFixture<PeopleOrg>
{
    [Fact]
    public async Task A_password_is_changed_with_the_old_one()
    {
        var id = await people.UserAsync("pw@acme.example");

        var wrong = await ChangeAsync(id, "no", "N3w-Horse-Battery");
        var weak = await ChangeAsync(id, "Corr3ct-Horse!", "weak");
        var changed = await ChangeAsync(id, "Corr3ct-Horse!", "N3w-Horse-Battery");

        wrong.ShouldBeOktaError(
            403, "E0000014", "Update of credentials failed", "oldPassword: The credentials provided were incorrect.");
        weak.Text("errorCode").ShouldBe("E0000014");
        (changed.Status, changed.Body).ShouldBe((200, """{"password":{},"provider":{"type":"OKTA","name":"OKTA"}}"""));
        (await people.Http.AuthenticateAsync("pw@acme.example", "N3w-Horse-Battery")).Text("status").ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task A_recovery_question_brings_a_new_password()
    {
        var id = await people.UserAsync("question@acme.example");

        var asked = await people.PostAsync(
            $"/users/{id}/credentials/change_recovery_question",
            """{"password":{"value":"Corr3ct-Horse!"},"recovery_question":{"question":"Which?","answer":"That one"}}""");
        var wrong = await RecoverAsync(id, "This one");
        var right = await RecoverAsync(id, " that ONE");

        asked.Body.ShouldBe("""{"password":{},"recovery_question":{"question":"Which?"},"provider":{"type":"OKTA","name":"OKTA"}}""");
        wrong.ShouldBeOktaError(403, "E0000087", "The recovery question answer did not match our records.");
        right.Status.ShouldBe(200, right.Body);
        (await people.Http.AuthenticateAsync("question@acme.example", "N3w-Horse-Battery")).Text("status").ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task A_forgotten_password_is_reset_under_another_path()
    {
        var id = await people.UserAsync("forgot@acme.example");

        (await people.PostAsync($"/users/{id}/credentials/forgot_password?sendEmail=false")).Text("resetPasswordUrl")
            .ShouldStartWith($"{people.Org.Url}/signin/reset-password/");
        (await people.GetAsync($"/users/{id}")).Text("status").ShouldBe("RECOVERY");
    }

    // Each is "Corr3ct-Horse!", hashed elsewhere.
    [Theory]
    [
        InlineData(
            "bcrypt",
            """{"algorithm":"BCRYPT","workFactor":4,"salt":"abcdefghijklmnopqrstuu","value":"yaggeDyu5Lg3V8D6VqG1mC4tuXNr.h6"}"""),
    ]
    [
        InlineData(
            "sha512",
            """{"algorithm":"SHA-512","workFactor":0,"salt":"c2FsdA==","saltOrder":"PREFIX","value":"cIfTM153tqMYmullkQ7L/LP8oiiBEKVTOKgqBRhnRfbLfK+0ZhpOMMAic3/hXmwD38vYHlg2RTeboE4i/AH9vQ=="}"""),
    ]
    [
        InlineData(
            "sha256",
            """{"algorithm":"SHA-256","salt":"c2FsdA==","saltOrder":"POSTFIX","value":"fIvrn0Ey1dmq6jaLdvoXTpfeXTRXOpbAYd0J8JDHIjo="}"""),
    ]
    [InlineData("sha1", """{"algorithm":"SHA-1","value":"EjeZTyRywWxnpnGz8xc3ISs3JFM="}""")]
    [InlineData("md5", """{"algorithm":"MD5","value":"PhBRMxU+OAUrxYKDmxZswg=="}""")]
    [
        InlineData(
            "pbkdf2",
            """{"algorithm":"PBKDF2","digestAlgorithm":"SHA512_HMAC","iterationCount":4096,"keySize":32,"salt":"c2FsdHNhbHQ=","value":"SxN6XFIkBEQ8TbOU9CoArXKMBHrKVE3lcNx4ZFPtx5c="}"""),
    ]
    public async Task A_hash_from_elsewhere_is_good_at_once_and_is_replaced(string name, string hash)
    {
        var login = $"{name}@import.example";
        var created = await ImportAsync(login, hash);
        created.Status.ShouldBe(200, created.Body);
        created.Text("status").ShouldBe("ACTIVE");

        (await people.Http.AuthenticateAsync(login, "wrong")).Status.ShouldBe(401);
        (await people.Http.AuthenticateAsync(login, "Corr3ct-Horse!")).Text("status").ShouldBe("SUCCESS");
        (await people.Http.AuthenticateAsync(login, "Corr3ct-Horse!")).Text("status").ShouldBe("SUCCESS");
        (await StoredAsync(login)).ShouldStartWith("pbkdf2-sha256$");
    }

    [Theory]
    [InlineData("""{"algorithm":"BCRYPT","workFactor":40,"salt":"abcdefghijklmnopqrstuu","value":"x"}""")]
    [InlineData("""{"algorithm":"SHA-512","value":"AAAA"}""")]
    [InlineData("""{"algorithm":"ROT13","value":"AAAA"}""")]
    [InlineData("""{"algorithm":"PBKDF2","value":"AAAA"}""")]
    public async Task What_is_no_hash_is_refused(string hash) =>
        (await ImportAsync("nohash@import.example", hash)).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: passwordHash", "passwordHash: The field has an invalid value");

    Task<Answer> ImportAsync(string login, string hash) => people.PostAsync(
        "/users",
        $$$$$$$"""{"profile":{"login":"{{{{{{{login}}}}}}}","email":"{{{{{{{login}}}}}}}","firstName":"A","lastName":"B"},"credentials":{"password":{"hash":{{{{{{{hash}}}}}}}}}}""");

    async Task<string> StoredAsync(string login) => (await people.Org.Store.Database.FirstAsync(
        "select password_hash from users where login = @login", [("@login", login)], row => row.GetString(0), The.Ct))!;

    Task<Answer> ChangeAsync(string id, string old, string next) => people.PostAsync(
        $"/users/{id}/credentials/change_password",
        $$$"""{"oldPassword":{"value":"{{{old}}}"},"newPassword":{"value":"{{{next}}}"}}""");

    Task<Answer> RecoverAsync(string id, string answer) => people.PostAsync(
        $"/users/{id}/credentials/forgot_password_recovery_question",
        $$$"""{"password":{"value":"N3w-Horse-Battery"},"recovery_question":{"answer":"{{{answer}}}"}}""");
}
