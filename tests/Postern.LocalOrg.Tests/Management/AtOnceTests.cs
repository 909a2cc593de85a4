namespace Postern.LocalOrg.Tests.Management;

/// <summary>Many who change one object at once: each finds its change there, and none has taken another's away.</summary>
public sealed class AtOnceTests(PeopleOrg org) : IClassFixture<PeopleOrg>
{
    [Fact]
    public async Task Nothing_of_an_authorization_server_is_lost()
    {
        var path = "/authorizationServers/" + (await org.PostAsync("/authorizationServers", """{"name":"Busy","audiences":["api://busy"]}"""))
            .Text("id");

        await AllAsync(
            Ten(n => org.PostAsync(path + "/scopes", $$"""{"name":"scope{{n}}"}""")),
            Ten(n => org.PostAsync(
                path + "/claims",
                $$"""{"name":"claim{{n}}","claimType":"RESOURCE","valueType":"EXPRESSION","value":"\"{{n}}\""}""")),
            Ten(n => org.PostAsync(
                path + "/policies",
                $$$$"""{"type":"OAUTH_AUTHORIZATION_POLICY","name":"Policy {{{{n}}}}","description":"x","conditions":{"clients":{"include":["ALL_CLIENTS"]}}}""")),
            Ten(n => org.PutAsync(path, $$"""{"name":"Busy","audiences":["api://busy"],"description":"{{n}}"}""")),
            Ten(n => n < 5
                ? org.PostAsync(
                    path + "/resourceservercredentials/keys",
                    $$"""{"kty":"RSA","kid":"busy-key-{{n}}","use":"enc","e":"AQAB","n":"{{Some.Modulus(n)}}"}""")
                : org.PostAsync(path + "/lifecycle/activate")));

        (await org.ListAsync(path + "/scopes", "name")).Count(name => name.StartsWith("scope", StringComparison.Ordinal)).ShouldBe(10);
        (await org.ListAsync(path + "/claims", "name")).Count(name => name.StartsWith("claim", StringComparison.Ordinal)).ShouldBe(10);
        (await org.GetAsync(path + "/policies")).Json.EnumerateArray().Select(policy => policy.GetProperty("priority").GetInt32())
            .ShouldBe(Enumerable.Range(1, 10));
        (await org.ListAsync(path + "/resourceservercredentials/keys", "kid")).Count.ShouldBe(5);
    }

    [Fact]
    public async Task Nothing_of_an_app_is_lost()
    {
        const string Settings =
            """ "signOnMode":"OPENID_CONNECT","settings":{"oauthClient":{"application_type":"service","grant_types":["client_credentials"],"response_types":["token"]}}""";
        var app = "/apps/" + (await org.PostAsync("/apps", $$"""{"name":"oidc_client","label":"Busy",{{Settings}}}""")).Text("id");
        List<string> users = [], groups = [];
        for (var n = 0; n < 10; n++)
        {
            users.Add(await org.UserAsync($"busy{n}@acme.example", query: "?activate=false"));
            groups.Add(await org.GroupAsync($"Busy {n}"));
        }

        string[] scopes = ["users", "groups", "apps", "logs", "policies", "sessions", "idps", "orgs", "schemas", "roles"];
        await AllAsync(
            Ten(n => org.PostAsync(app + "/users", $$"""{"id":"{{users[n]}}"}""")),
            Ten(n => org.PutAsync($"{app}/groups/{groups[n]}", "{}")),
            Ten(n => org.PostAsync(app + "/grants", $$"""{"scopeId":"okta.{{scopes[n]}}.read","issuer":"{{org.Org.Url}}"}""")),
            Ten(n => org.PutAsync(app, $$"""{"name":"oidc_client","label":"Busy {{n}}",{{Settings}}}""")),
            Ten(n => org.PostAsync(
                $"/meta/schemas{app}/default",
                $$$$$$"""{"definitions":{"custom":{"id":"#custom","type":"object","properties":{"badge{{{{{{n}}}}}}":{"title":"Badge","type":"string"}}}}}""")));

        (await org.ListAsync(app + "/users?limit=500")).ShouldBe(users, ignoreOrder: true);
        (await org.ListAsync(app + "/groups?limit=200")).ShouldBe(groups, ignoreOrder: true);
        (await org.ListAsync(app + "/grants", "scopeId")).Count.ShouldBe(10);
        Names(await org.GetAsync($"/meta/schemas{app}/default")).Count().ShouldBe(10);
    }

    [Fact]
    public async Task Nothing_of_a_user_is_lost()
    {
        var id = await org.UserAsync("whole@acme.example");
        string[] attributes =
        [
            "nickName", "title", "city", "state", "zipCode", "division", "department", "costCenter", "organization", "employeeNumber",
        ];
        List<string> groups = [];
        for (var n = 0; n < 10; n++)
            groups.Add(await org.GroupAsync($"Whole {n}"));

        await AllAsync(
            Ten(n => org.PostAsync($"/users/{id}", $$$"""{"profile":{"{{{attributes[n]}}}":"v{{{n}}}"}}""")),
            Ten(n => org.PutAsync($"/groups/{groups[n]}/users/{id}")),
            Ten(_ => org.PostAsync(
                $"/users/{id}", """{"credentials":{"recovery_question":{"question":"Which colour?","answer":"green"}}}""")));

        var user = await org.GetAsync($"/users/{id}");
        attributes.Select(name => user.Json.GetProperty("profile").GetProperty(name).GetString())
            .ShouldBe(Enumerable.Range(0, 10).Select(n => $"v{n}"));
        user.Json.GetProperty("credentials").GetProperty("recovery_question").GetProperty("question").GetString().ShouldBe("Which colour?");
        (await org.ListAsync($"/users/{id}/groups")).Count.ShouldBe(11);
    }

    [Fact]
    public async Task Nothing_of_the_org_and_its_schemas_is_lost()
    {
        const string Attribute = """{"definitions":{"custom":{"id":"#custom","type":"object","properties":{"NAME":{"title":"Busy","type":"string"}}}}}""";
        var zone = (await org.PostAsync("/zones", """{"type":"IP","name":"Busy zone","gateways":[{"type":"CIDR","value":"203.0.113.0/24"}]}"""))
            .Text("id");

        await AllAsync(
            Ten(n => org.PostAsync("/meta/schemas/user/default", Attribute.Replace("NAME", $"busy{n}", StringComparison.Ordinal))),
            Ten(n => org.PostAsync("/meta/schemas/group/default", Attribute.Replace("NAME", $"busy{n}", StringComparison.Ordinal))),
            Ten(_ => org.PostAsync("/org/preferences/hideEndUserFooter")),
            Ten(_ => org.PostAsync("/threats/configuration", $$"""{"action":"audit","excludeZones":["{{zone}}"]}""")),
            Ten(_ => org.PostAsync("/org", """{"website":"https://busy.example"}""")));

        Names(await org.GetAsync("/meta/schemas/user/default"))
            .Count(name => name.StartsWith("busy", StringComparison.Ordinal))
            .ShouldBe(10);
        Names(await org.GetAsync("/meta/schemas/group/default")).Count().ShouldBe(10);
        (await org.GetAsync("/org/preferences")).Json.GetProperty("showEndUserFooter").GetBoolean().ShouldBeFalse();
        (await org.GetAsync("/threats/configuration")).Text("action").ShouldBe("audit");
        (await org.GetAsync("/org")).Text("website").ShouldBe("https://busy.example");
        await org.PostAsync("/org/preferences/showEndUserFooter");
    }

    [Theory]
    [InlineData("/trustedOrigins", """{"name":"Once","origin":"https://once.example","scopes":[{"type":"CORS"}]}""", 400)]
    [InlineData("/zones", """{"type":"IP","name":"Once","gateways":[{"type":"CIDR","value":"203.0.113.0/24"}]}""", 400)]
    [InlineData("/groups", """{"profile":{"name":"Once"}}""", 400)]
    [InlineData("/meta/types/user", """{"name":"once","displayName":"Once"}""", 400)]
    [InlineData("/idps", """{"name":"Once","type":"OIDC","protocol":{"type":"OIDC"}}""", 400)]
    [InlineData("/brands", """{"name":"Once"}""", 409)]
    [InlineData("/domains", """{"domain":"once.example","certificateSourceType":"MANUAL"}""", 400)]
    [InlineData("/authorizationServers", """{"name":"Once","audiences":["api://once"]}""", 400)]
    public async Task Of_fifty_who_want_one_name_one_has_it(string path, string json, int refused)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => org.PostAsync(path, json)));

        answers.Count(answer => answer.Status is 200 or 201).ShouldBe(1, answers[0].Body);
        answers.Count(answer => answer.Status == refused).ShouldBe(49);
    }

    [Theory]
    [InlineData("/trustedOrigins/{0}", """{"name":"Often","origin":"https://often.example","scopes":[{"type":"CORS"}]}""", "/trustedOrigins")]
    [InlineData("/zones/{0}", """{"type":"IP","name":"Often","gateways":[{"type":"CIDR","value":"203.0.113.0/24"}]}""", "/zones")]
    [InlineData("/behaviors/{0}", """{"name":"Often","type":"ANOMALOUS_DEVICE"}""", "/behaviors")]
    [InlineData("/idps/{0}", """{"name":"Often","type":"OIDC","protocol":{"type":"OIDC"}}""", "/idps")]
    [
        InlineData(
            "/inlineHooks/{0}",
            """{"name":"Often","type":"com.okta.telephony.provider","version":"1.0.0","channel":{"config":{"uri":"https://often.example"}}}""",
            "/inlineHooks"),
    ]
    [
        InlineData(
            "/eventHooks/{0}",
            """{"name":"Often","events":{"items":["user.session.start"]},"channel":{"config":{"uri":"https://often.example"}}}""",
            "/eventHooks"),
    ]
    public async Task Of_fifty_who_switch_and_replace_and_delete_it_none_fails_and_one_deletes(string path, string json, string every)
    {
        var made = await org.PostAsync(every, json);
        made.Status.ShouldBe(200, made.Body);
        var one = path.Replace("{0}", made.Text("id"), StringComparison.Ordinal);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => (n % 3) switch
        {
            0 => org.PutAsync(one, json),
            1 => org.PostAsync(one + "/lifecycle/activate"),
            _ => org.PostAsync(one + "/lifecycle/deactivate"),
        }));
        (await org.PostAsync(one + "/lifecycle/deactivate")).Status.ShouldBe(200);
        var deletions = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => org.DeleteAsync(one)));

        answers.ShouldAllBe(answer => answer.Status == 200);
        deletions.Count(answer => answer.Status == 204).ShouldBe(1);
        deletions.Count(answer => answer.Status == 404).ShouldBe(29);
    }

    [Fact]
    public async Task Of_twenty_questions_enrolled_at_once_one_is()
    {
        var id = await org.UserAsync("curious@acme.example");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => org.PostAsync(
            $"/users/{id}/factors",
            """{"factorType":"question","provider":"OKTA","profile":{"question":"disliked_food","answer":"mayonnaise"}}""")));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Count(answer => answer.Status == 400).ShouldBe(19);
        (await org.GetAsync($"/users/{id}/factors")).Json.GetArrayLength().ShouldBe(1);
    }

    static IEnumerable<Task<Answer>> Ten(Func<int, Task<Answer>> call) => Enumerable.Range(0, 10).Select(call);

    static async Task AllAsync(params IEnumerable<Task<Answer>>[] kinds)
    {
        var begun = kinds.Select(kind => kind.ToList()).ToList();
        foreach (var answer in await Task.WhenAll(begun.SelectMany(kind => kind)))
            answer.Status.ShouldBeInRange(200, 204, answer.Body);
    }

    /// <summary>Of the attributes of the org's own.</summary>
    static IEnumerable<string> Names(Answer schema) =>
        schema.Json.GetProperty("definitions").GetProperty("custom").GetProperty("properties").EnumerateObject().Select(it => it.Name);

    static class Some
    {
        /// <summary>Of an RSA key of 2048 bits, as long as nobody encrypts with it.</summary>
        public static string Modulus(int seed) =>
            System.Buffers.Text.Base64Url.EncodeToString([.. Enumerable.Range(0, 256).Select(at => (byte)(128 + ((at * 7) + seed) % 127))]);
    }
}
