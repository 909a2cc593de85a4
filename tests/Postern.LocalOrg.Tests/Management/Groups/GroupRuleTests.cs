namespace Postern.LocalOrg.Tests.Management.Groups;

/// <summary>Rules put users into groups and take them out again, at once: management.md 9.2.</summary>
public sealed class GroupRuleTests(PeopleOrg people) : IClassFixture<PeopleOrg>
{
    [Fact]
    public async Task A_rule_is_written_as_Okta_does_and_begins_inactive()
    {
        var group = await people.GroupAsync("Written");

        var created = await RuleAsync("written", Is("department", "Engineering"), group, ""","people":{"users":{"exclude":[]}}""");

        created.ShouldBe(
            200,
            """{"type":"group_rule","id":"ID","status":"INACTIVE","name":"written","created":"2026-02-03T10:15:30.000Z","lastUpdated":"2026-02-03T10:15:30.000Z","conditions":{"people":{"users":{"exclude":[]},"groups":{"exclude":[]}},"expression":{"value":"user.department==\"Engineering\"","type":"urn:okta:expression:1.0"}},"actions":{"assignUserToGroups":{"groupIds":["GROUP"]}},"allGroupsValid":true}"""
                .Replace("ID", created.Text("id"), StringComparison.Ordinal).Replace("GROUP", group, StringComparison.Ordinal),
            people.Org);
    }

    [Fact]
    public async Task An_active_rule_holds_for_all_who_are_there_and_all_who_come()
    {
        var group = await people.GroupAsync("Writers");
        var here = await people.UserAsync("here@rule.example", ""","department":"Writing" """);
        var rule = (await RuleAsync("writers", Is("department", "Writing"), group)).Text("id");

        (await people.PostAsync($"/groups/rules/{rule}/lifecycle/activate")).Status.ShouldBe(204);

        (await people.ListAsync($"/groups/{group}/users")).ShouldBe([here]);
        var next = await people.UserAsync("next@rule.example", ""","department":"Writing" """);
        (await people.ListAsync($"/groups/{group}/users")).ShouldBe([here, next], ignoreOrder: true);
        await people.PostAsync($"/users/{here}", """{"profile":{"department":"Reading"}}""");
        (await people.ListAsync($"/groups/{group}/users")).ShouldBe([next]);
    }

    [Fact]
    public async Task Who_is_taken_out_by_hand_stays_out()
    {
        var group = await people.GroupAsync("Out");
        var user = await people.UserAsync("out@rule.example", ""","department":"Out" """);
        var rule = (await RuleAsync("out", Is("department", "Out"), group)).Text("id");
        await people.PostAsync($"/groups/rules/{rule}/lifecycle/activate");

        (await people.DeleteAsync($"/groups/{group}/users/{user}")).Status.ShouldBe(204);
        await people.PostAsync($"/users/{user}", """{"profile":{"title":"x"}}""");

        (await people.ListAsync($"/groups/{group}/users")).ShouldBeEmpty();
        (await people.GetAsync($"/groups/rules/{rule}")).Body.ShouldContain($$$"""{"users":{"exclude":["{{{user}}}"]}""");
    }

    [Fact]
    public async Task A_rule_is_changed_and_deleted_while_it_is_inactive()
    {
        var group = await people.GroupAsync("Mine");
        var user = await people.UserAsync("mine@rule.example", ""","department":"Mine" """);
        var rule = (await RuleAsync("mine", Is("department", "Mine"), group)).Text("id");
        await people.PostAsync($"/groups/rules/{rule}/lifecycle/activate");

        (await people.PutAsync($"/groups/rules/{rule}", Body("mine", "true", group))).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: groupRule", "Cannot update an active rule");
        (await people.DeleteAsync($"/groups/rules/{rule}")).Status.ShouldBe(400);
        (await people.PostAsync($"/groups/rules/{rule}/lifecycle/deactivate")).Status.ShouldBe(204);
        (await people.PutAsync($"/groups/rules/{rule}", Body("mine", Is("department", "Other"), group))).Status.ShouldBe(200);
        (await people.ListAsync($"/groups/{group}/users")).ShouldBe([user]);
        await people.PostAsync($"/groups/rules/{rule}/lifecycle/activate");
        (await people.ListAsync($"/groups/{group}/users")).ShouldBeEmpty();

        await people.PostAsync($"/groups/rules/{rule}/lifecycle/deactivate");
        (await people.DeleteAsync($"/groups/rules/{rule}")).Status.ShouldBe(202);
        (await people.GetAsync($"/groups/rules/{rule}")).ShouldBeOktaError(
            404, "E0000007", $"Not found: Resource not found: {rule} (PolicyRule)");
    }

    [Fact]
    public async Task A_rule_takes_its_members_with_it_where_that_is_asked()
    {
        var group = await people.GroupAsync("Taken");
        var (byHand, byRule) = (
            await people.UserAsync("hand@rule.example", ""","department":"Taken" """),
            await people.UserAsync("rule@rule.example", ""","department":"Taken" """));
        await people.PutAsync($"/groups/{group}/users/{byHand}");
        var rule = (await RuleAsync("taken", Is("department", "Taken"), group)).Text("id");
        await people.PostAsync($"/groups/rules/{rule}/lifecycle/activate");
        await people.PostAsync($"/groups/rules/{rule}/lifecycle/deactivate");
        (await people.ListAsync($"/groups/{group}/users")).ShouldBe([byHand, byRule], ignoreOrder: true);

        await people.DeleteAsync($"/groups/rules/{rule}?removeUsers=true");

        (await people.ListAsync($"/groups/{group}/users")).ShouldBe([byHand]);
    }

    [Fact]
    public async Task What_a_rule_cannot_be_is_refused()
    {
        var group = await people.GroupAsync("Refused");
        await RuleAsync("refused", "true", group);

        (await RuleAsync("refused", "true", group)).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: name", "name: Policy rule name already in use");
        (await RuleAsync("bad", "user.", group)).Text("errorSummary").ShouldBe("Api validation failed: validateRule");
        (await RuleAsync("nobody", "true", "00gNobody")).ShouldBeOktaError(
            404, "E0000007", "Not found: Resource not found: 00gNobody (UserGroup)");
        (await RuleAsync("", "true", group)).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: name", "name: The field cannot be left blank");
    }

    [Fact]
    public async Task A_rule_whose_group_is_gone_is_invalid()
    {
        var group = await people.GroupAsync("Short-lived");
        var rule = (await RuleAsync("short-lived", "true", group)).Text("id");

        await people.DeleteAsync($"/groups/{group}");

        var read = await people.GetAsync($"/groups/rules/{rule}");
        read.Text("status").ShouldBe("INVALID");
        read.Json.GetProperty("allGroupsValid").GetBoolean().ShouldBeFalse();
        (await people.PostAsync($"/groups/rules/{rule}/lifecycle/activate")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Rules_are_found_by_a_word()
    {
        var group = await people.GroupAsync("Wordly");
        var rule = (await RuleAsync("by-word", Is("city", "Xanadu"), group)).Text("id");

        foreach (var word in (string[])["WORDLY", "by-w", "xanadu"])
            (await people.ListAsync($"/groups/rules?search={word}")).ShouldBe([rule]);
        (await people.GetAsync($"/groups/rules/{rule}?expand=groupIdToGroupNameMap")).Body
            .ShouldContain($$$"""{"groupIdToGroupNameMap":{"{{{group}}}":"Wordly"}}""");
    }

    /// <summary>As it stands within JSON.</summary>
    static string Is(string attribute, string value) => $"user.{attribute}==\\\"{value}\\\"";

    Task<Answer> RuleAsync(string name, string expression, string group, string conditions = "") =>
        people.PostAsync("/groups/rules", Body(name, expression, group, conditions));

    static string Body(string name, string expression, string group, string conditions = "") =>
        $$$$$$$"""{"type":"group_rule","name":"{{{{{{{name}}}}}}}","conditions":{"expression":{"value":"{{{{{{{expression}}}}}}}","type":"urn:okta:expression:1.0"}{{{{{{{conditions}}}}}}}},"actions":{"assignUserToGroups":{"groupIds":["{{{{{{{group}}}}}}}"]}}}""";
}
