namespace Postern.LocalOrg.Tests.Management.Authenticators;

/// <summary>Authenticators, and the same by the names of Classic Engine: management.md 18.</summary>
public sealed class AuthenticatorTests : IAsyncLifetime
{
    const string Authenticators = "/api/v1/authenticators", Factors = "/api/v1/org/factors";

    readonly ApiOrg _org = new();

    public ValueTask InitializeAsync() => _org.InitializeAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task A_new_org_has_six()
    {
        var list = await _org.GetAsync(Authenticators);

        list.Json.EnumerateArray().Select(found => found.GetProperty("key").GetString())
            .ShouldBe(["okta_email", "okta_verify", "okta_password", "phone_number", "webauthn", "security_question"]);
        var email = await _org.GetAsync($"{Authenticators}/{await IdAsync("okta_email")}");
        var at = "{org}" + $"{Authenticators}/{email.Text("id")}";
        email.ShouldBe(
            200,
            $$$$$$"""{"type":"email","id":"{{{{{{email.Text("id")}}}}}}","key":"okta_email","status":"ACTIVE","name":"Email","created":"2026-02-03T10:15:30.000Z","lastUpdated":"2026-02-03T10:15:30.000Z","settings":{"allowedFor":"any","tokenLifetimeInMinutes":5},"_links":{"self":{"href":"{{{{{{at}}}}}}","hints":{"allow":["GET","PUT"]}},"deactivate":{"href":"{{{{{{at}}}}}}/lifecycle/deactivate","hints":{"allow":["POST"]}},"methods":{"href":"{{{{{{at}}}}}}/methods","hints":{"allow":["GET"]}}}}""",
            _org.Org);
        (await _org.GetAsync($"{Authenticators}/{email.Text("id")}/methods")).Body.ShouldBe(
            $$$$$$"""[{"type":"email","status":"ACTIVE","_links":{"self":{"href":"{{{{{{_org.Org.Url}}}}}}{{{{{{Authenticators}}}}}}/{{{{{{email.Text("id")}}}}}}/methods/email","hints":{"allow":["GET","PUT"]}}}}]""");
    }

    [Fact]
    public async Task One_can_be_added_once_and_changed()
    {
        var added = await _org.PostAsync(Authenticators + "?activate=true", """{"key":"google_otp","name":"Google Authenticator"}""");

        (added.Text("status"), added.Text("type")).ShouldBe(("ACTIVE", "app"), added.Body);
        foreach (var key in (string[])["google_otp", "okta_email", "x"])
            (await _org.PostAsync(Authenticators, $$"""{"key":"{{key}}","name":"Again"}""")).ShouldBeOktaError(
                400, "E0000001", "Api validation failed: com.okta.services.factors.iface.dto.AuthenticatorCatalog",
                "The field has an invalid value");
        var email = $"{Authenticators}/{await IdAsync("okta_email")}";
        var changed = await _org.PutAsync(
            email, """{"key":"okta_email","name":"Mail","type":"email","settings":{"allowedFor":"recovery"}}""");
        changed.Json.GetProperty("settings").GetRawText().ShouldBe("""{"allowedFor":"recovery"}""");
        (await _org.GetAsync(email)).Body.ShouldBe(changed.Body);
        (await _org.GetAsync(email + "/aaguids")).ShouldBeOktaError(
            401, "E0000015", "You do not have permission to access the feature you are requesting");
        (await _org.GetAsync(Authenticators + "/aut1nothing")).ShouldBeOktaError(
            404, "E0000007", "Not found: Resource not found: aut1nothing (Authenticator)");
    }

    [Fact]
    public async Task One_that_a_policy_has_cannot_be_switched_off_and_passwords_never()
    {
        (await _org.PostAsync($"{Authenticators}/{await IdAsync("phone_number")}/lifecycle/deactivate")).ShouldBeOktaError(
            403, "E0000148",
            "Cannot modify/disable this authenticator because it is enabled in one or more policies. To continue, disable the " +
            "authenticator in these policies.",
            "Authenticator Enrollment Policies: Default Policy");
        (await _org.PostAsync($"{Authenticators}/{await IdAsync("okta_password")}/lifecycle/deactivate")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: api.authenticator.error.unsupported.active.deactivate");
    }

    [Fact]
    public async Task What_is_switched_off_cannot_be_enrolled()
    {
        const string Question =
            """{"factorType":"question","provider":"OKTA","profile":{"question":"disliked_food","answer":"mayonnaise"}}""";

        var off = await _org.PostAsync(Factors + "/okta_question/lifecycle/deactivate");

        off.ShouldBe(
            200,
            """{"id":"okta_question","provider":"OKTA","factorType":"question","status":"INACTIVE","_links":{"activate":{"href":"{org}/api/v1/org/factors/okta_question/lifecycle/activate","hints":{"allow":["POST"]}},"self":{"href":"{org}/api/v1/org/factors/okta_question","hints":{"allow":["GET"]}}}}""",
            _org.Org);
        (await _org.GetAsync(Factors + "/okta_question")).Text("status").ShouldBe("INACTIVE");
        (await _org.GetAsync(Factors)).Json.GetArrayLength().ShouldBe(12);
        (await _org.PostAsync("/api/v1/users/ada@example.com/factors", Question)).Status.ShouldBe(403);
        (await _org.GetAsync("/api/v1/users/ada@example.com/factors/catalog")).Body.ShouldNotContain("\"question\"");
        (await _org.PostAsync(Factors + "/okta_question/lifecycle/activate")).Text("status").ShouldBe("ACTIVE");
        (await _org.PostAsync("/api/v1/users/ada@example.com/factors", Question)).Status.ShouldBe(200);
        (await _org.GetAsync(Factors + "/x")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_method_is_switched_by_itself()
    {
        var methods = $"{Authenticators}/{await IdAsync("okta_verify")}/methods";

        (await _org.PostAsync(methods + "/push/lifecycle/deactivate")).Text("status").ShouldBe("INACTIVE");

        (await _org.GetAsync(methods)).Json.EnumerateArray()
            .Select(method => (method.GetProperty("type").GetString(), method.GetProperty("status").GetString()))
            .ShouldBe([("totp", "ACTIVE"), ("push", "INACTIVE"), ("signed_nonce", "INACTIVE")]);
        (await _org.GetAsync(Factors + "/okta_push")).Text("status").ShouldBe("INACTIVE");
        (await _org.PutAsync(methods + "/totp", """{"settings":{"passCodeLength":8}}""")).Json.GetProperty("settings").GetRawText()
            .ShouldBe("""{"passCodeLength":8}""");
        (await _org.GetAsync(methods + "/x")).Status.ShouldBe(404);
    }

    async Task<string?> IdAsync(string key) => (await _org.GetAsync(Authenticators)).Json.EnumerateArray()
        .Single(found => found.GetProperty("key").GetString() == key).GetProperty("id").GetString();
}
