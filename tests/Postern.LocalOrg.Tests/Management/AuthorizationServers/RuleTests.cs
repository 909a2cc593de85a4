namespace Postern.LocalOrg.Tests.Management.AuthorizationServers;

/// <summary>Access policies and their rules: management.md 11, api-access-management.md 10.</summary>
public sealed class RuleTests(ManagedOrg org) : IClassFixture<ManagedOrg>
{
    const string Policies = "/authorizationServers/aus1posternOrders005/policies";

    [Fact]
    public async Task A_rule_is_told_member_by_member_as_Okta_tells_it()
    {
        var rules = await PolicyAsync("Told");

        var made = await org.PostAsync(
            rules,
            """{"type":"RESOURCE_ACCESS","name":"R","priority":1,"conditions":{"people":{"groups":{"include":["EVERYONE"]}},"grantTypes":{"include":["authorization_code","client_credentials"]},"scopes":{"include":["*"]}},"actions":{"token":{"accessTokenLifetimeMinutes":60,"refreshTokenLifetimeMinutes":0,"refreshTokenWindowMinutes":10080}}}""");

        made.Status.ShouldBe(201, made.Body);
        var (id, created) = (made.Text("id"), made.Text("created"));
        var url = $"{org.Org.Url}/api/v1{rules}/{id}";
        made.Body.ShouldBe(
            $$$$"""{"id":"{{{{id}}}}","status":"ACTIVE","name":"R","priority":1,"created":"{{{{created}}}}","lastUpdated":"{{{{created}}}}","system":false,"conditions":{"people":{"users":{"exclude":[]},"groups":{"include":["EVERYONE"]}},"grantTypes":{"include":["authorization_code","client_credentials"]},"scopes":{"include":["*"]}},"actions":{"token":{"accessTokenLifetimeMinutes":60,"refreshTokenLifetimeMinutes":0,"refreshTokenWindowMinutes":10080}},"_links":{"self":{"href":"{{{{url}}}}","hints":{"allow":["GET","PUT","DELETE"]}},"deactivate":{"href":"{{{{url}}}}/lifecycle/deactivate","hints":{"allow":["POST"]}}},"type":"RESOURCE_ACCESS"}""");
        (await org.GetAsync($"{rules}/{id}")).Body.ShouldBe(made.Body);
        (await org.GetAsync(rules)).Body.ShouldBe($"[{made.Body}]");
    }

    [Fact]
    public async Task A_policy_is_told_member_by_member_as_Okta_tells_it()
    {
        var made = await org.PostAsync(
            Policies,
            $$$$"""{"type":"OAUTH_AUTHORIZATION_POLICY","name":"One client's","description":"d","conditions":{"clients":{"include":["{{{{The.Spa}}}}"]}}}""");

        made.Status.ShouldBe(201, made.Body);
        var (id, created) = (made.Text("id"), made.Text("created"));
        var url = $"{org.Org.Url}/api/v1{Policies}/{id}";
        made.Body.ShouldBe(
            $$$$"""{"id":"{{{{id}}}}","status":"ACTIVE","name":"One client's","description":"d","priority":{{{{made.Json.GetProperty("priority").GetInt32()}}}},"system":false,"conditions":{"clients":{"include":["{{{{The.Spa}}}}"]}},"created":"{{{{created}}}}","lastUpdated":"{{{{created}}}}","_links":{"self":{"href":"{{{{url}}}}","hints":{"allow":["GET","PUT","DELETE"]}},"rules":{"href":"{{{{url}}}}/rules","hints":{"allow":["GET"]}},"deactivate":{"href":"{{{{url}}}}/lifecycle/deactivate","hints":{"allow":["POST"]}}},"type":"OAUTH_AUTHORIZATION_POLICY"}""");
        (await org.PostAsync($"{Policies}/{id}/lifecycle/deactivate")).Status.ShouldBe(204);
        (await org.GetAsync($"{Policies}/{id}")).Text("status").ShouldBe("INACTIVE");
        (await org.DeleteAsync($"{Policies}/{id}")).Status.ShouldBe(204);
        (await org.GetAsync($"{Policies}/{id}")).ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {id} (Policy)");
    }

    [Fact]
    public async Task A_rules_lifetime_is_that_of_the_next_token()
    {
        const string path = "/authorizationServers/default/policies";
        var policy = (await org.GetAsync(path)).Json[0].GetProperty("id").GetString();
        var rule = (await org.GetAsync($"{path}/{policy}/rules")).Json[0];
        var rules = $"{path}/{policy}/rules/{rule.GetProperty("id").GetString()}";

        var put = await org.PutAsync(
            rules,
            rule.GetRawText().Replace("\"accessTokenLifetimeMinutes\":60", "\"accessTokenLifetimeMinutes\":5", StringComparison.Ordinal));

        put.Status.ShouldBe(200, put.Body);
        (await org.Http.TokensAsync()).Json.GetProperty("expires_in").GetInt32().ShouldBe(300);
        (await org.PostAsync(rules + "/lifecycle/deactivate")).Status.ShouldBe(204);
        (await org.AuthorizeAsync(The.Spa)).Redirected("error").ShouldBe("access_denied");
        (await org.PostAsync(rules + "/lifecycle/activate")).Status.ShouldBe(204);
        (await org.AuthorizeAsync(The.Spa)).Redirected("code").ShouldNotBeNull();
    }

    [Fact]
    public async Task Rules_make_room_for_one_that_is_put_before_them_and_none_is_beyond_the_last()
    {
        var rules = await PolicyAsync("Ordered");
        foreach (var name in (string[])["a", "b", "c"])
            await org.PostAsync(rules, Machine(name));

        await org.PostAsync(rules, Machine("first", 1));
        var last = await IdOfAsync(rules, "a");
        var moved = await org.PutAsync($"{rules}/{last}", Machine("a", 99));

        moved.Json.GetProperty("priority").GetInt32().ShouldBe(4);
        (await NamesAsync(rules)).ShouldBe(["first", "b", "c", "a"]);
        (await org.PutAsync($"{rules}/{last}", Machine("a"))).Json.GetProperty("priority").GetInt32().ShouldBe(4);
        (await org.PutAsync($"{rules}/{last}", Machine("a", 2))).Json.GetProperty("priority").GetInt32().ShouldBe(2);
        (await NamesAsync(rules)).ShouldBe(["first", "a", "b", "c"]);
        (await org.DeleteAsync($"{rules}/{last}")).Status.ShouldBe(204);
        (await org.DeleteAsync($"{rules}/{last}"))
            .ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {last} (PolicyRule)");
    }

    [Fact]
    public async Task Of_fifty_rules_at_once_each_gets_a_priority_of_its_own()
    {
        var rules = await PolicyAsync("Crowded");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => org.PostAsync(rules, Machine($"rule {i}", 1 + i % 3))));

        answers.Select(answer => answer.Status).Distinct().ShouldBe([201]);
        (await org.GetAsync(rules)).Json.EnumerateArray().Select(rule => rule.GetProperty("priority").GetInt32())
            .ShouldBe(Enumerable.Range(1, 50));
    }

    [Theory]
    [InlineData(
        """{"name":"x","conditions":{"grantTypes":{"include":["password"]}}}""", "conditions.people",
        "conditions.people: At least one of ''conditions.people.users.include'' or ''conditions.people.groups.include'' must contain a " +
        "valid user or group when ''conditions.grantTypes'' contains one or more of [authorization_code, implicit, password].")]
    [InlineData("""{"conditions":{"grantTypes":{"include":["client_credentials"]}}}""", "name", "name: The field cannot be left blank")]
    [InlineData("""{"name":"x"}""", "conditions.grantTypes", "conditions.grantTypes: The field cannot be left blank")]
    [InlineData(
        """{"name":"Testers, for ten minutes","conditions":{"grantTypes":{"include":["client_credentials"]}}}""", "name",
        "name: Policy rule name already in use")]
    [InlineData(
        """{"name":"x","conditions":{"grantTypes":{"include":["client_credentials"]}},"actions":{"token":{"accessTokenLifetimeMinutes":1}}}""",
        "actions.token.accessTokenLifetimeMinutes", null)]
    [InlineData("""{"name":"x","conditions":{"grantTypes":{"include":["magic"]}}}""", "conditions.grantTypes", null)]
    [InlineData(
        """{"name":"x","priority":0,"conditions":{"grantTypes":{"include":["client_credentials"]}}}""", "priority",
        "priority: The field must be greater than or equal to 1")]
    public async Task A_rule_that_cannot_be_is_refused(string body, string what, string? cause)
    {
        var policy = (await org.GetAsync(Policies)).Json[0].GetProperty("id").GetString();

        var answer = await org.PostAsync($"{Policies}/{policy}/rules", body);

        (answer.Status, answer.Text("errorSummary")).ShouldBe((400, "Api validation failed: " + what), answer.Body);
        if (cause is not null)
            answer.ShouldBeOktaError(400, "E0000001", "Api validation failed: " + what, cause);
    }

    [Fact]
    public async Task A_policys_name_is_short_and_its_clients_are_there()
    {
        (await org.PostAsync(Policies, $$"""{"name":"{{new string('n', 51)}}"}"""))
            .ShouldBeOktaError(400, "E0000001", "Api validation failed: name", "name: The field is too long");
        (await org.PostAsync(Policies, """{"name":"n","conditions":{"clients":{"include":["0oa1nobody"]}}}""")).Text("errorSummary")
            .ShouldBe("Api validation failed: conditions.clients.include");
    }

    /// <summary>The path of the rules of a new policy.</summary>
    async Task<string> PolicyAsync(string name)
    {
        var made = await org.PostAsync(
            Policies,
            $$$$"""{"type":"OAUTH_AUTHORIZATION_POLICY","name":"{{{{name}}}}","conditions":{"clients":{"include":["ALL_CLIENTS"]}}}""");
        made.Status.ShouldBe(201, made.Body);
        return $"{Policies}/{made.Text("id")}/rules";
    }

    static string Machine(string name, int? priority = null) =>
        $$$$"""{"name":"{{{{name}}}}","priority":{{{{priority?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}}}},"conditions":{"grantTypes":{"include":["client_credentials"]},"scopes":{"include":["*"]}}}""";

    async Task<List<string?>> NamesAsync(string rules) =>
        [.. (await org.GetAsync(rules)).Json.EnumerateArray().Select(rule => rule.GetProperty("name").GetString())];

    async Task<string?> IdOfAsync(string rules, string name) => (await org.GetAsync(rules)).Json.EnumerateArray()
        .Single(rule => rule.GetProperty("name").GetString() == name).GetProperty("id").GetString();
}
