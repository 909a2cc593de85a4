namespace Postern.LocalOrg.Tests.Management.Hooks;

/// <summary>
/// A password that only somebody else's service knows is asked for once, and is the org's from then on: management.md 16.
/// </summary>
public sealed class PasswordImportTests : IClassFixture<HookedOrg>
{
    const string Verified = """{"commands":[{"type":"com.okta.action.update","value":{"credential":"VERIFIED"}}]}""";

    readonly HookedOrg _hooked;

    public PasswordImportTests(HookedOrg hooked)
    {
        _hooked = hooked;
        hooked.Server.Reset();
    }

    AdminOrg Org => _hooked.Admin;

    [Fact]
    public async Task The_service_is_asked_until_it_says_yes_and_then_no_more()
    {
        var hook = await Org.PostAsync(
            "/api/v1/inlineHooks",
            $$$$$$"""{"name":"import","type":"com.okta.user.credential.password.import","version":"1.0.0","channel":{"type":"HTTP","version":"1.0.0","config":{"uri":"{{{{{{_hooked.Server.Url}}}}}}/hook","authScheme":{"type":"HEADER","key":"X-Secret","value":"s3cret"}}}}""");
        hook.Status.ShouldBe(200, hook.Body);
        var made = await Org.PostAsync(
            "/api/v1/users?activate=true",
            """{"profile":{"firstName":"Mo","lastName":"Migrated","email":"mo@example.com","login":"mo@example.com"},"credentials":{"password":{"hook":{"type":"default"}}}}""");
        (made.Status, made.Text("status")).ShouldBe((200, "ACTIVE"), made.Body);

        (await SignInAsync("Wrong-Horse-9")).Status.ShouldBe(401);
        var (asked, secret) = await _hooked.Server.NextAsync();
        _hooked.Server.Body = Verified;
        (await SignInAsync("Old-Systems-9")).Status.ShouldBe(200);
        await _hooked.Server.NextAsync();
        _hooked.Server.Body = "{}";

        (await SignInAsync("Old-Systems-9")).Status.ShouldBe(200);
        (await SignInAsync("Wrong-Horse-9")).Status.ShouldBe(401);
        _hooked.Server.Came.ShouldBeEmpty();
        secret.ShouldBe("s3cret");
        asked.GetProperty("eventType").GetString().ShouldBe("com.okta.user.credential.password.import");
        asked.GetProperty("data").GetProperty("context").GetProperty("credential").GetRawText()
            .ShouldBe("""{"username":"mo@example.com","password":"Wrong-Horse-9"}""");
        (await Org.GetAsync("/api/v1/logs?limit=1000")).Body.ShouldNotContain("Systems-9");
    }

    [Fact]
    public async Task Where_there_is_no_hook_no_password_is_right()
    {
        await Org.PostAsync(
            "/api/v1/users?activate=true",
            """{"profile":{"firstName":"No","lastName":"Hook","email":"no@example.com","login":"no@example.com"},"credentials":{"password":{"hook":{"type":"default"}}}}""");
        _hooked.Server.Body = "{\"commands\":7}";

        (await SignInAsync("Old-Systems-9", "no@example.com")).Status.ShouldBe(401);
        (await Org.PostAsync(
            "/api/v1/users",
            """{"profile":{"firstName":"N","lastName":"H","email":"n2@example.com","login":"n2@example.com"},"credentials":{"password":{"hook":{"type":"other"}}}}"""))
            .Status.ShouldBe(400);
    }

    Task<Answer> SignInAsync(string password, string login = "mo@example.com") =>
        Org.Http.PostJsonAsync("/api/v1/authn", $$"""{"username":"{{login}}","password":"{{password}}"}""");
}
