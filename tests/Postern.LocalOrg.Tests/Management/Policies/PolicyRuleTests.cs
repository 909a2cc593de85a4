using System.Text.Json;

namespace Postern.LocalOrg.Tests.Management.Policies;

/// <summary>Rules of policies, and that they decide at the next sign-in: management.md 12, api-access-management.md 14.</summary>
public sealed class PolicyRuleTests : IAsyncLifetime
{
    const string Policies = "/api/v1/policies", Ada = "ada@example.com", AdasId = "00u1adaActive0000005";

    readonly ApiOrg _org = new();
    string _rules = "";

    public async ValueTask InitializeAsync()
    {
        await _org.InitializeAsync();
        _rules = $"{Policies}/{await PolicyAsync("OKTA_SIGN_ON")}/rules";
    }

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task A_rule_is_said_again_in_Oktas_order_and_filled_in()
    {
        var made = await _org.PostAsync(
            _rules,
            """{"type":"SIGN_ON","name":"Half an hour","conditions":{"riskScore":{"level":"ANY"}},"actions":{"signon":{"access":"ALLOW","requireFactor":false,"factorPromptMode":"ALWAYS","factorLifetime":15,"session":{"maxSessionIdleMinutes":30}}}}""");

        var (id, at) = (made.Text("id"), "{org}" + _rules);
        id.ShouldMatch("^0pr[A-Za-z0-9]{17}$");
        made.ShouldBe(
            200,
            $$$$$$"""{"id":"{{{{{{id}}}}}}","status":"ACTIVE","name":"Half an hour","priority":1,"created":"2026-02-03T10:15:30.000Z","lastUpdated":"2026-02-03T10:15:30.000Z","system":false,"conditions":{"people":{"users":{"exclude":[]}},"network":{"connection":"ANYWHERE"},"authContext":{"authType":"ANY"},"risk":{"behaviors":[]},"riskScore":{"level":"ANY"},"identityProvider":{"provider":"ANY"}},"actions":{"signon":{"access":"ALLOW","requireFactor":false,"primaryFactor":"PASSWORD_IDP_ANY_FACTOR","rememberDeviceByDefault":false,"session":{"usePersistentCookie":false,"maxSessionIdleMinutes":30,"maxSessionLifetimeMinutes":0}}},"_links":{"self":{"href":"{{{{{{at}}}}}}/{{{{{{id}}}}}}","hints":{"allow":["GET","PUT","DELETE"]}},"deactivate":{"href":"{{{{{{at}}}}}}/{{{{{{id}}}}}}/lifecycle/deactivate","hints":{"allow":["POST"]}}},"type":"SIGN_ON"}""",
            _org.Org);
        (await _org.GetAsync($"{_rules}/{id}")).Body.ShouldBe(made.Body);
        (await _org.GetAsync(_rules)).Body.ShouldBe($"[{made.Body}]");
    }

    [Fact]
    public async Task A_factor_is_asked_from_the_next_sign_in_on_and_no_more_once_the_rule_is_gone()
    {
        (await StatusAsync()).ShouldBe("SUCCESS");

        var rule = await RuleAsync("""{"access":"ALLOW","requireFactor":true,"factorPromptMode":"ALWAYS","factorLifetime":15}""");
        (await StatusAsync()).ShouldBe("MFA_ENROLL");

        (await _org.PostAsync($"{_rules}/{rule}/lifecycle/deactivate")).Status.ShouldBe(204);
        (await StatusAsync()).ShouldBe("SUCCESS");
        (await _org.PostAsync($"{_rules}/{rule}/lifecycle/activate")).Status.ShouldBe(204);
        (await StatusAsync()).ShouldBe("MFA_ENROLL");

        (await _org.DeleteAsync($"{_rules}/{rule}")).Status.ShouldBe(204);
        (await StatusAsync()).ShouldBe("SUCCESS");
        (await _org.GetAsync($"{_rules}/{rule}")).ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {rule} (PolicyRule)");
    }

    [Fact]
    public async Task Who_is_left_out_or_elsewhere_is_not_denied()
    {
        const string Deny = """{"access":"DENY"}""";
        (await _org.Http.AuthenticateAsync(Ada)).Status.ShouldBe(200);
        var zone = await _org.MakeAsync(
            "/api/v1/zones",
            """{"type":"IP","name":"Here","gateways":[{"type":"RANGE","value":"127.0.0.0-127.255.255.255"},{"type":"CIDR","value":"::1/128"}]}""");

        var rule = await RuleAsync(Deny, $$$$$$"""{"network":{"connection":"ZONE","include":["{{{{{{zone}}}}}}"]}}""");
        (await _org.Http.AuthenticateAsync(Ada)).Text("errorCode").ShouldBe("E0000085");

        await ChangeAsync(rule, Deny, $$$$$$"""{"network":{"connection":"ZONE","exclude":["{{{{{{zone}}}}}}"]}}""");
        (await StatusAsync()).ShouldBe("SUCCESS");
        await ChangeAsync(rule, Deny, $$$$$$"""{"people":{"users":{"exclude":["{{{{{{AdasId}}}}}}"]}}}""");
        (await StatusAsync()).ShouldBe("SUCCESS");
        await ChangeAsync(rule, Deny, """{"authContext":{"authType":"RADIUS"}}""");
        (await StatusAsync()).ShouldBe("SUCCESS");
        await ChangeAsync(rule, Deny, "{}");
        (await _org.Http.AuthenticateAsync(Ada)).Text("errorCode").ShouldBe("E0000085");

        (await _org.PostAsync($"/api/v1/zones/{zone}/lifecycle/deactivate")).Text("status").ShouldBe("INACTIVE");
    }

    [Fact]
    public async Task The_first_rule_that_matches_decides()
    {
        await RuleAsync("""{"access":"DENY"}""", name: "Nobody");
        (await _org.Http.AuthenticateAsync(Ada)).Status.ShouldBe(403);

        var first = await _org.MakeAsync(_rules, """{"type":"SIGN_ON","name":"Everybody","priority":1}""");

        (await StatusAsync()).ShouldBe("SUCCESS");
        (await NamesAsync()).ShouldBe([("Everybody", 1), ("Nobody", 2)]);
        (await _org.PutAsync($"{_rules}/{first}", """{"name":"Everybody","priority":999}""")).Json.GetProperty("priority").GetInt32()
            .ShouldBe(2);
        (await NamesAsync()).ShouldBe([("Nobody", 1), ("Everybody", 2)]);
        (await _org.Http.AuthenticateAsync(Ada)).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Of_fifty_rules_at_once_none_is_lost_and_no_priority_is_given_twice()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number =>
            _org.MakeAsync(_rules, $$"""{"type":"SIGN_ON","name":"Rule {{number}}"{{(number % 3 == 0 ? ",\"priority\":1" : "")}}}""")));

        (await NamesAsync()).Select(rule => rule.Priority).ShouldBe(Enumerable.Range(1, 50));
        (await NamesAsync()).Select(rule => rule.Name).Distinct().Count().ShouldBe(50);
    }

    [Fact]
    public async Task Passwords_are_held_to_what_the_policy_says_now()
    {
        var id = await PolicyAsync("PASSWORD");
        (await ChangePasswordAsync("Short-1a")).Status.ShouldBe(200);

        var changed = await _org.PutAsync(
            $"{Policies}/{id}",
            $$$$$$"""{"type":"PASSWORD","name":"For testers","conditions":{"people":{"groups":{"include":["{{{{{{The.Testers}}}}}}"]}}},"settings":{"password":{"complexity":{"minLength":20},"lockout":{"maxAttempts":2,"showLockoutFailures":true}}}}""");
        changed.Status.ShouldBe(200, changed.Body);

        var refused = await ChangePasswordAsync("Short-1b", "Short-1a");
        refused.Status.ShouldBe(403, refused.Body);
        refused.Body.ShouldContain("at least 20 characters");
        for (var i = 0; i < 3; i++)
            await _org.Http.AuthenticateAsync(Ada, "wrong");
        (await _org.Http.AuthenticateAsync(Ada, "wrong")).Text("status").ShouldBe("LOCKED_OUT");
    }

    [Fact]
    public async Task Whether_passwords_may_be_reset_is_a_rules_to_say()
    {
        var id = await PolicyAsync("PASSWORD");
        (await ForgetAsync()).Status.ShouldBe(200);

        await _org.MakeAsync(
            $"{Policies}/{id}/rules",
            """{"type":"PASSWORD","name":"No reset","actions":{"passwordChange":{"access":"ALLOW"},"selfServicePasswordReset":{"access":"DENY"},"selfServiceUnlock":{"access":"DENY"}}}""");

        (await ForgetAsync()).ShouldBeOktaError(403, "E0000034", "Forgot password not allowed on specified user.");
    }

    [Fact]
    public async Task Factors_are_asked_for_as_the_enrolment_policy_says_now()
    {
        var made = await _org.PostAsync(
            Policies,
            $$$$$$"""{"type":"MFA_ENROLL","name":"Questions","conditions":{"people":{"groups":{"include":["{{{{{{The.Testers}}}}}}"]}}},"settings":{"factors":{"okta_question":{"enroll":{"self":"REQUIRED"},"consent":{"type":"NONE"}},"okta_sms":{"enroll":{"self":"NOT_ALLOWED"}}}}}""");
        var rules = $"{Policies}/{made.Text("id")}/rules";
        (await StatusAsync()).ShouldBe("SUCCESS");

        await _org.MakeAsync(rules, """{"type":"MFA_ENROLL","name":"At sign-in","actions":{"enroll":{"self":"LOGIN"}}}""");

        var enrolling = await _org.Http.AuthenticateAsync(Ada);
        enrolling.Text("status").ShouldBe("MFA_ENROLL");
        enrolling.Json.GetProperty("_embedded").GetProperty("factors").EnumerateArray().ShouldHaveSingleItem()
            .GetProperty("factorType").GetString().ShouldBe("question");
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        await RuleAsync("{}");

        (await _org.PostAsync(_rules, """{"name":"Rule"}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: name", "name: Policy rule name already in use");
        (await _org.PostAsync(_rules, """{"name":"Other","conditions":{"people":{"users":{"exclude":["00u1nobody"]}}}}"""))
            .Text("errorSummary").ShouldBe("Api validation failed: conditions.people.users.exclude");
        (await _org.PostAsync(_rules, """{"name":"Other","conditions":{"network":{"connection":"ZONE","include":["nzo1nowhere"]}}}"""))
            .Text("errorSummary").ShouldBe("Api validation failed: conditions.network.include");
        (await _org.PostAsync(_rules, """{"name":"Other","actions":{"signon":{"access":"PERHAPS"}}}"""))
            .Text("errorSummary").ShouldBe("Api validation failed: actions.signon.access");
        (await _org.PostAsync(_rules, """{"name":"Other","actions":{"signon":{"session":{"maxSessionIdleMinutes":0}}}}"""))
            .Text("errorSummary").ShouldBe("Api validation failed: maxSessionIdleMinutes");
        foreach (var garbled in (string[])["[]", "", """{"name":"Other","actions":7}""", """{"name":"Other","conditions":{"people":[]}}"""])
            (await _org.PostAsync(_rules, garbled)).ShouldBeOktaError(400, "E0000003", "The request body was not well-formed.");
        (await _org.GetAsync(Policies + "/00p1nowhere/rules")).ShouldBeOktaError(
            404, "E0000007", "Not found: Resource not found: 00p1nowhere (Policy)");
        (await NamesAsync()).Count.ShouldBe(1);
    }

    Task<string> PolicyAsync(string type) => _org.MakeAsync(
        Policies,
        $$$$$$"""{"type":"{{{{{{type}}}}}}","name":"For testers","conditions":{"people":{"groups":{"include":["{{{{{{The.Testers}}}}}}"]}}}}""");

    Task<string> RuleAsync(string signOn, string conditions = "{}", string name = "Rule") => _org.MakeAsync(
        _rules,
        $$$$$$"""{"type":"SIGN_ON","name":"{{{{{{name}}}}}}","conditions":{{{{{{conditions}}}}}},"actions":{"signon":{{{{{{signOn}}}}}}}}""");

    async Task ChangeAsync(string rule, string signOn, string conditions)
    {
        var changed = await _org.PutAsync(
            $"{_rules}/{rule}",
            $$$$$$"""{"type":"SIGN_ON","name":"Rule","conditions":{{{{{{conditions}}}}}},"actions":{"signon":{{{{{{signOn}}}}}}}}""");
        changed.Status.ShouldBe(200, changed.Body);
    }

    async Task<string> StatusAsync()
    {
        var answer = await _org.Http.AuthenticateAsync(Ada);
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Text("status");
    }

    async Task<IReadOnlyList<(string? Name, int Priority)>> NamesAsync() =>
    [
        .. (await _org.GetAsync(_rules)).Json.EnumerateArray()
            .Select(rule => (rule.GetProperty("name").GetString(), rule.GetProperty("priority").GetInt32())),
    ];

    /// <summary>As somebody whose password has expired may.</summary>
    async Task<Answer> ChangePasswordAsync(string to, string from = The.Password)
    {
        await _org.Org.SetUserStateAsync(Ada, UserState.PasswordExpired, The.Ct);
        var expired = await _org.Http.AuthenticateAsync(Ada, from);
        return await _org.Http.PostJsonAsync(
            "/api/v1/authn/credentials/change_password",
            JsonSerializer.Serialize(new { stateToken = expired.Text("stateToken"), oldPassword = from, newPassword = to }));
    }

    Task<Answer> ForgetAsync() => _org.Http.PostJsonAsync(
        "/api/v1/authn/recovery/password", $$"""{"username":"{{Ada}}"}""", ("Authorization", "SSWS " + ApiOrg.Token));
}
