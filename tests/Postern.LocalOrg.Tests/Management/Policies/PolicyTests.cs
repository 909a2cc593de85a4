using System.Globalization;
using System.Text.Json;

namespace Postern.LocalOrg.Tests.Management.Policies;

/// <summary>Policies of every type as the API has them: management.md 12.</summary>
public sealed class PolicyTests : IAsyncLifetime
{
    const string Policies = "/api/v1/policies";

    readonly ApiOrg _org = new();

    public ValueTask InitializeAsync() => _org.InitializeAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task Every_org_has_a_policy_of_each_type_that_stays()
    {
        await StaysAsync("OKTA_SIGN_ON", "Default Policy", "Default Rule");
        await StaysAsync("PASSWORD", "Default Policy", "Default Rule");
        await StaysAsync("MFA_ENROLL", "Default Policy", "Default Rule");
        await StaysAsync("IDP_DISCOVERY", "Idp Discovery Policy", "Default Rule");
        await StaysAsync("ACCESS_POLICY", "Any two factors", "Catch-all Rule");
        await StaysAsync("PROFILE_ENROLLMENT", "Default Policy", "Catch-all Rule");
    }

    async Task StaysAsync(string type, string name, string rule)
    {
        var list = await _org.GetAsync($"{Policies}?type={type}&expand=rules");

        list.Status.ShouldBe(200, list.Body);
        list.Headers["Link"].ShouldBe($"<{_org.Org.Url}/api/v1/policies?type={type}>; rel=\"self\"");
        var policy = list.Json.EnumerateArray().ShouldHaveSingleItem();
        (policy.GetProperty("name").GetString(), policy.GetProperty("system").GetBoolean(), policy.GetProperty("priority").GetInt32())
            .ShouldBe((name, true, 1));
        policy.EnumerateObject().Last().Name.ShouldBe("type");
        var path = $"{Policies}/{policy.GetProperty("id").GetString()}";
        var rules = policy.GetProperty("_embedded").GetProperty("rules").EnumerateArray().ToList();
        (rules[0].GetProperty("name").GetString(), rules[0].GetProperty("system").GetBoolean()).ShouldBe((rule, true));
        foreach (var refused in (Answer[])
            [
                await _org.DeleteAsync(path), await _org.PostAsync(path + "/lifecycle/deactivate"),
                await _org.DeleteAsync($"{path}/rules/{rules[0].GetProperty("id").GetString()}"),
            ])
            refused.ShouldBeOktaError(403, "E0000006", "You do not have permission to perform the requested action");
        (await _org.GetAsync(path)).Text("name").ShouldBe(name);
    }

    [Fact]
    public async Task A_policy_is_said_again_in_Oktas_order()
    {
        var made = await _org.PostAsync(
            Policies,
            $$$$$$"""{"type":"OKTA_SIGN_ON","status":"ACTIVE","name":"No MFA","description":"Password only","priority":1,"conditions":{"people":{"groups":{"include":["{{{{{{The.Testers}}}}}}"]}}}}""");

        var id = made.Text("id");
        id.ShouldMatch("^00p[A-Za-z0-9]{17}$");
        made.ShouldBe(
            200,
            $$$$$$"""{"id":"{{{{{{id}}}}}}","status":"ACTIVE","name":"No MFA","description":"Password only","priority":1,"system":false,"conditions":{"people":{"groups":{"include":["{{{{{{The.Testers}}}}}}"]}}},"created":"2026-02-03T10:15:30.000Z","lastUpdated":"2026-02-03T10:15:30.000Z","_links":{"mappings":{"href":"{org}/api/v1/policies/{{{{{{id}}}}}}/mappings","hints":{"allow":["GET","POST"]}},"self":{"href":"{org}/api/v1/policies/{{{{{{id}}}}}}","hints":{"allow":["GET","PUT","DELETE"]}},"rules":{"href":"{org}/api/v1/policies/{{{{{{id}}}}}}/rules","hints":{"allow":["GET","POST"]}},"deactivate":{"href":"{org}/api/v1/policies/{{{{{{id}}}}}}/lifecycle/deactivate","hints":{"allow":["POST"]}}},"type":"OKTA_SIGN_ON"}""",
            _org.Org);
        (await _org.GetAsync($"{Policies}/{id}")).Body.ShouldBe(made.Body);
    }

    [Fact]
    public async Task A_password_policy_is_filled_in()
    {
        var made = await _org.PostAsync(
            Policies,
            """{"type":"PASSWORD","name":"Long","settings":{"password":{"complexity":{"minLength":12},"age":{"historyCount":"0"}}}}""");

        made.Status.ShouldBe(200, made.Body);
        made.Json.GetProperty("conditions").GetRawText().ShouldBe("""{"authProvider":{"provider":"OKTA"}}""");
        made.Json.GetProperty("settings").GetRawText().ShouldBe(
            """{"password":{"complexity":{"minLength":12,"minLowerCase":1,"minUpperCase":1,"minNumber":1,"minSymbol":0,"excludeUsername":true,"dictionary":{"common":{"exclude":false}},"excludeAttributes":[]},"age":{"maxAgeDays":0,"expireWarnDays":0,"minAgeMinutes":0,"historyCount":0},"lockout":{"maxAttempts":10,"autoUnlockMinutes":0,"userLockoutNotificationChannels":[],"showLockoutFailures":false},"breachedProtection":{"expireAfterDays":null,"logoutEnabled":false,"delegatedWorkflowId":null}},"recovery":{"factors":{"recovery_question":{"status":"ACTIVE","properties":{"complexity":{"minLength":4}}},"okta_email":{"status":"ACTIVE","properties":{"recoveryToken":{"tokenLifetimeMinutes":60}}},"okta_sms":{"status":"INACTIVE"},"okta_call":{"status":"INACTIVE"}}},"delegation":{"options":{"skipUnlock":false}}}""");
    }

    [Fact]
    public async Task Priorities_are_clamped_moved_and_closed_up()
    {
        var (first, second) = (await MakeAsync("First"), await MakeAsync("Second"));
        var (top, bottom) = (await MakeAsync("Top", priority: 1), await MakeAsync("Bottom", priority: 999));

        (await NamesAsync()).ShouldBe(["Top", "First", "Second", "Bottom", "Default Policy"]);
        (await _org.GetAsync($"{Policies}/{bottom}")).Json.GetProperty("priority").GetInt32().ShouldBe(4);
        var moved = await _org.PutAsync($"{Policies}/{top}", """{"type":"OKTA_SIGN_ON","name":"Top","priority":3}""");
        moved.Json.GetProperty("priority").GetInt32().ShouldBe(3, moved.Body);
        (await NamesAsync()).ShouldBe(["First", "Second", "Top", "Bottom", "Default Policy"]);
        (await _org.DeleteAsync($"{Policies}/{first}")).Status.ShouldBe(204);
        (await _org.PutAsync($"{Policies}/{second}", """{"name":"Second","priority":999}""")).Status.ShouldBe(200);
        (await NamesAsync()).ShouldBe(["Top", "Bottom", "Second", "Default Policy"]);
        (await PrioritiesAsync()).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task Of_fifty_policies_at_once_none_is_lost_and_no_priority_is_given_twice()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => MakeAsync($"Policy {number}", number % 2 == 0 ? 1 : null)));

        made.Distinct().Count().ShouldBe(50);
        (await NamesAsync()).Count.ShouldBe(51);
        (await NamesAsync())[^1].ShouldBe("Default Policy");
        (await PrioritiesAsync()).ShouldBe(Enumerable.Range(1, 51));
    }

    [Fact]
    public async Task Of_those_who_delete_a_policy_at_once_one_does()
    {
        var id = await MakeAsync("Short-lived");

        var deleted = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _org.DeleteAsync($"{Policies}/{id}")));

        deleted.Count(answer => answer.Status == 204).ShouldBe(1);
        deleted.Count(answer => answer.Status == 404).ShouldBe(9);
        (await _org.GetAsync($"{Policies}/{id}")).ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {id} (Policy)");
    }

    [Fact]
    public async Task An_apps_policy_comes_with_a_rule_and_can_be_cloned()
    {
        var id = await _org.MakeAsync(
            Policies, """{"type":"ACCESS_POLICY","name":"Billing","description":"For billing","status":"ACTIVE","system":false}""");

        var clone = await _org.PostAsync($"{Policies}/{id}/clone");

        id.ShouldStartWith("rst");
        (clone.Text("name"), clone.Json.GetProperty("priority").GetInt32(), clone.Text("description"))
            .ShouldBe(("[cloned] Billing", 1, "For billing"), clone.Body);
        clone.Json.GetProperty("created").ValueKind.ShouldBe(JsonValueKind.Null);
        clone.Json.GetProperty("conditions").ValueKind.ShouldBe(JsonValueKind.Null);
        var rule = (await _org.GetAsync($"{Policies}/{clone.Text("id")}/rules")).Json.EnumerateArray().ShouldHaveSingleItem();
        (rule.GetProperty("name").GetString(), rule.GetProperty("priority").GetInt32()).ShouldBe(("Catch-all Rule", 99));
        rule.GetProperty("actions").GetRawText().ShouldBe(
            """{"appSignOn":{"access":"ALLOW","verificationMethod":{"factorMode":"2FA","type":"ASSURANCE","reauthenticateIn":"PT12H"},"keepMeSignedIn":{"postAuth":"NOT_ALLOWED"}}}""");
        (await _org.GetAsync($"{Policies}/{id}/mappings")).Body.ShouldBe("[]");
        (await _org.PostAsync($"{Policies}/{id}/mappings", """{"resourceId":"0oa1","resourceType":"ACCESS_POLICY"}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: Policy mappings are no longer supported on this endpoint.");
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        await MakeAsync("Taken");

        (await _org.GetAsync(Policies)).ShouldBeOktaError(400, "E0000028", "The request is missing a required parameter.");
        (await _org.GetAsync(Policies + "?type=ENTITY_RISK")).Body.ShouldBe("[]");
        (await _org.GetAsync(Policies + "?type=X")).ShouldBeOktaError(
            400, "E0000002", "The request was not valid: Invalid policy type specified.");
        (await _org.PostAsync(Policies, """{"type":"X","name":"x"}""")).Text("errorCode").ShouldBe("E0000002");
        (await _org.PostAsync(Policies, """{"type":"OKTA_SIGN_ON"}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: name", "name: The field cannot be left blank");
        (await _org.PostAsync(Policies, """{"type":"OKTA_SIGN_ON","name":"Taken"}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: name", "name: Policy name already in use");
        (await _org.PostAsync(Policies, """{"type":"IDP_DISCOVERY","name":"Mine"}""")).Status.ShouldBe(403);
        (await _org.PostAsync(Policies, """{"type":"PASSWORD","name":"x","settings":{"password":{"complexity":{"minLength":-1}}}}"""))
            .ShouldBeOktaError(400, "E0000001", "Api validation failed: minLength", "minLength: cannot be negative.");
        (await _org.PostAsync(Policies, """{"type":"PASSWORD","name":"x","conditions":{"people":{"groups":{"include":["00g1nobody"]}}}}"""))
            .Text("errorSummary").ShouldBe("Api validation failed: conditions.people.groups.include");
        foreach (var garbled in (string[])["[]", "{", "", """{"type":"PASSWORD","name":"x","settings":[]}""", """{"type":{},"name":"x"}"""])
            (await _org.PostAsync(Policies, garbled)).ShouldBeOktaError(400, "E0000003", "The request body was not well-formed.");
    }

    [Fact]
    public async Task What_is_so_already_stays_so()
    {
        var id = await MakeAsync("Mine");

        foreach (var verb in (string[])["activate", "deactivate", "deactivate"])
        {
            var answer = await _org.PostAsync($"{Policies}/{id}/lifecycle/{verb}");
            (answer.Status, answer.Body).ShouldBe((204, ""));
        }

        var policy = await _org.GetAsync($"{Policies}/{id}");
        policy.Text("status").ShouldBe("INACTIVE");
        policy.Json.GetProperty("_links").EnumerateObject().Select(link => link.Name).ShouldBe(["mappings", "activate", "self", "rules"]);
    }

    [Fact]
    public async Task A_simulation_says_who_would_decide()
    {
        var id = await MakeAsync("For testers");
        await _org.MakeAsync($"{Policies}/{id}/rules", """{"type":"SIGN_ON","name":"Any"}""");

        var simulated = await _org.PostAsync(
            Policies + "/simulate",
            """{"policyType":["OKTA_SIGN_ON"],"appInstance":"0oa1posternSpa000005","policyContext":{"user":{"id":"00u1adaActive0000005"}}}""");

        var evaluation = simulated.Json.GetProperty("evaluation").EnumerateArray().ShouldHaveSingleItem();
        evaluation.EnumerateObject().Select(member => member.Name).ShouldBe(["status", "policyType", "result", "undefined", "evaluated"]);
        var decided = evaluation.GetProperty("result").GetProperty("policies").EnumerateArray().ShouldHaveSingleItem();
        (decided.GetProperty("id").GetString(), decided.GetProperty("status").GetString()).ShouldBe((id, "MATCH"));
        decided.GetProperty("rules").EnumerateArray().ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("Any");
        (await _org.PostAsync(Policies + "/simulate", """[{"policyType":["PASSWORD"]}]""")).Status.ShouldBe(200);
        (await _org.PostAsync(Policies + "/simulate", """[{"policyTypes":["OKTA_SIGN_ON"]}]""")).ShouldBeOktaError(
            400, "E0000003", "The request body was not well-formed.");
    }

    Task<string> MakeAsync(string name, int? priority = null) => _org.MakeAsync(
        Policies,
        $$$$$$"""{"type":"OKTA_SIGN_ON","name":"{{{{{{name}}}}}}","priority":{{{{{{priority?.ToString(CultureInfo.InvariantCulture) ?? "null"}}}}}},"conditions":{"people":{"groups":{"include":["{{{{{{The.Testers}}}}}}"]}}}}""");

    async Task<IReadOnlyList<string?>> NamesAsync() => [.. (await AllAsync()).Select(policy => policy.GetProperty("name").GetString())];

    async Task<IReadOnlyList<int>> PrioritiesAsync() => [.. (await AllAsync()).Select(policy => policy.GetProperty("priority").GetInt32())];

    async Task<IEnumerable<JsonElement>> AllAsync() =>
        (await _org.GetAsync(Policies + "?type=OKTA_SIGN_ON")).Json.EnumerateArray();
}
