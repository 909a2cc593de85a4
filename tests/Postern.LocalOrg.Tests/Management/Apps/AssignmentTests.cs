using Microsoft.Extensions.Time.Testing;

namespace Postern.LocalOrg.Tests.Management.Apps;

/// <summary>Users and groups that are assigned to an app: management.md 10.3.</summary>
public sealed class AssignmentTests(ManagedOrg org) : IClassFixture<ManagedOrg>
{
    const string Ada = "00u1adaActive0000005", Una = "00u1unaUnassigned005", Eve = "00u1eveExpired000005",
        Everyone = "00g1posternEveryone5";

    [Fact]
    public async Task A_user_signs_in_to_an_app_from_when_they_are_assigned_until_they_are_not()
    {
        var id = await org.PageAsync("Direct");
        (await org.AuthorizeAsync(id)).Redirected("error_description").ShouldBe("User is not assigned to the client application.");

        var assigned = await org.PostAsync($"/apps/{id}/users", $$"""{"id":"{{Ada}}"}""");

        (await org.AuthorizeAsync(id)).Redirected("code").ShouldNotBeNull();
        assigned.Status.ShouldBe(200, assigned.Body);
        var created = assigned.Text("created");
        assigned.Body.ShouldBe(
            $$$$"""{"id":"{{{{Ada}}}}","externalId":null,"created":"{{{{created}}}}","lastUpdated":"{{{{created}}}}","scope":"USER","status":"ACTIVE","statusChanged":"{{{{created}}}}","passwordChanged":null,"syncState":"DISABLED","credentials":{"userName":"ada@example.com"},"profile":{"street_address":null,"country":null,"website":null,"zoneinfo":"America/Los_Angeles","birthdate":null,"gender":null,"formatted":null,"profile":null,"locality":null,"given_name":"Ada","middle_name":null,"locale":"en","picture":null,"name":"Ada Active","nickname":null,"phone_number":null,"region":null,"postal_code":null,"family_name":"Active","email":"ada@example.com"},"_links":{"app":{"href":"{{{{org.Org.Url}}}}/api/v1/apps/{{{{id}}}}"},"user":{"href":"{{{{org.Org.Url}}}}/api/v1/users/{{{{Ada}}}}"}}}""");
        (await org.GetAsync($"/apps/{id}/users/{Ada}")).Body.ShouldBe(assigned.Body);
        (await org.DeleteAsync($"/apps/{id}/users/{Ada}")).Status.ShouldBe(204);
        (await org.AuthorizeAsync(id)).Redirected("error").ShouldBe("access_denied");
        (await org.GetAsync($"/apps/{id}/users/{Ada}"))
            .ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {Ada} (AppUser)");
    }

    [Fact]
    public async Task A_users_name_in_an_app_is_the_subject_of_its_access_tokens()
    {
        var id = await org.PageAsync("Named");

        var assigned = await org.PostAsync(
            $"/apps/{id}/users", $$$$"""{"id":"{{{{Ada}}}}","scope":"USER","credentials":{"userName":"countess","password":{}}}""");
        var first = (await org.Http.TokensAsync(clientId: id)).Text("access_token");
        var changed = await org.PostAsync(
            $"/apps/{id}/users/{Ada}", """{"profile":{"nickname":"Countess"},"credentials":{"userName":"ada"}}""");
        var second = (await org.Http.TokensAsync(clientId: id)).Text("access_token");

        assigned.Json.GetProperty("credentials").GetRawText().ShouldBe("""{"userName":"countess"}""");
        Jwt.Text(first, "sub").ShouldBe("countess");
        Jwt.Text(second, "sub").ShouldBe("ada");
        changed.Json.GetProperty("profile").GetProperty("nickname").GetString().ShouldBe("Countess");
        changed.Json.GetProperty("profile").GetProperty("given_name").GetString().ShouldBe("Ada");
    }

    [Fact]
    public async Task A_group_brings_its_members_who_can_be_assigned_besides()
    {
        var id = await org.PageAsync("By group");

        var assigned = await org.PutAsync($"/apps/{id}/groups/{The.Testers}");
        var ada = await org.GetAsync($"/apps/{id}/users/{Ada}");
        var refused = await org.DeleteAsync($"/apps/{id}/users/{Ada}");
        var direct = await org.PostAsync($"/apps/{id}/users", $$"""{"id":"{{Ada}}"}""");

        assigned.Body.ShouldBe(
            $$$$"""{"id":"{{{{The.Testers}}}}","lastUpdated":"{{{{assigned.Text("lastUpdated")}}}}","priority":0,"profile":{},"_links":{"app":{"href":"{{{{org.Org.Url}}}}/api/v1/apps/{{{{id}}}}"},"self":{"href":"{{{{org.Org.Url}}}}/api/v1/apps/{{{{id}}}}/groups/{{{{The.Testers}}}}"},"group":{"href":"{{{{org.Org.Url}}}}/api/v1/groups/{{{{The.Testers}}}}"}}}""");
        (await org.AuthorizeAsync(id)).Redirected("code").ShouldNotBeNull();
        ada.Text("scope").ShouldBe("GROUP");
        ada.Json.GetProperty("_links").GetProperty("group").GetProperty("name").GetString().ShouldBe("Testers");
        refused.ShouldBeOktaError(403, "E0000006", "You do not have permission to perform the requested action");
        direct.Text("scope").ShouldBe("USER");
        (await org.DeleteAsync($"/apps/{id}/users/{Ada}")).Status.ShouldBe(204);
        (await org.GetAsync($"/apps/{id}/users/{Ada}")).Text("scope").ShouldBe("GROUP");
        (await org.GetAsync($"/groups/{The.Testers}/apps")).Body.ShouldContain(id);
        (await org.DeleteAsync($"/apps/{id}/groups/{The.Testers}")).Status.ShouldBe(204);
        (await org.AuthorizeAsync(id)).Redirected("error").ShouldBe("access_denied");
        (await org.GetAsync($"/apps/{id}/groups/{The.Testers}"))
            .ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {The.Testers} (UserGroup)");
    }

    [Fact]
    public async Task Whoever_everybody_is_assigned_to_needs_nobody_to_be_listed()
    {
        var made = await org.PostAsync(
            "/apps",
            $$$$"""{"name":"oidc_client","label":"Open","signOnMode":"OPENID_CONNECT","settings":{"implicitAssignment":true,"oauthClient":{"application_type":"browser","redirect_uris":["{{{{The.Callback}}}}"]}}}""");

        (await org.AuthorizeAsync(made.Text("id"))).Redirected("code").ShouldNotBeNull();
        (await org.GetAsync($"/apps/{made.Text("id")}/users")).Body.ShouldBe("[]");
    }

    [Fact]
    public async Task Groups_of_an_app_move_on_for_one_that_takes_their_place()
    {
        var id = await org.PageAsync("Ordered");

        (await org.PutAsync($"/apps/{id}/groups/{The.Testers}", """{"priority":0}""")).Json.GetProperty("priority").GetInt32().ShouldBe(0);
        (await org.PutAsync($"/apps/{id}/groups/{Everyone}", """{"priority":0,"profile":{"role":"all"}}""")).Status.ShouldBe(200);
        var listed = await org.GetAsync($"/apps/{id}/groups");
        var patched = await org.SendAsync(
            HttpMethod.Patch, $"/apps/{id}/groups/{Everyone}",
            """[{"op":"replace","path":"/priority","value":7},{"op":"add","path":"/profile/more","value":1}]""");

        listed.Json.EnumerateArray().OrderBy(group => group.GetProperty("priority").GetInt32())
            .Select(group => group.GetProperty("id").GetString()).ShouldBe([Everyone, The.Testers]);
        listed.Headers["Link"].ShouldBe($"<{org.Org.Url}/api/v1/apps/{id}/groups?limit=20>; rel=\"self\"");
        patched.Json.GetProperty("priority").GetInt32().ShouldBe(7);
        patched.Json.GetProperty("profile").GetRawText().ShouldBe("""{"role":"all","more":1}""");
        (await org.SendAsync(HttpMethod.Patch, $"/apps/{id}/groups/{Everyone}", "{}"))
            .ShouldBeOktaError(400, "E0000003", "The request body was not well-formed.");
    }

    [Fact]
    public async Task Users_of_an_app_are_listed_by_pages_and_by_how_they_begin()
    {
        var id = await org.PageAsync("Listed");
        await org.PutAsync($"/apps/{id}/groups/{The.Testers}");
        await org.PostAsync($"/apps/{id}/users", $$"""{"id":"{{Una}}"}""");

        var first = await org.GetAsync($"/apps/{id}/users?limit=2");
        var after = first.Headers["Link"].Split("after=")[1].Split('&')[0];
        var rest = await org.GetAsync($"/apps/{id}/users?after={after}");

        (first.Json.GetArrayLength(), rest.Json.GetArrayLength()).ShouldBe((2, 3));
        (await org.GetAsync($"/apps/{id}/users?q=una")).Json.EnumerateArray().Select(user => user.GetProperty("id").GetString())
            .ShouldBe([Una]);
    }

    [Theory]
    [InlineData("""{}""", 400, "E0000001", "Api validation failed: id", "id: The field cannot be left blank")]
    [InlineData("""{"id":"00u1nobody"}""", 404, "E0000007", "Not found: Resource not found: 00u1nobody (User)", null)]
    [InlineData("""{"id":{}}""", 400, "E0000003", "The request body was not well-formed.", null)]
    public async Task Nobody_else_is_assigned(string body, int status, string code, string summary, string? cause) =>
        (await org.PostAsync($"/apps/{The.Spa}/users", body)).ShouldBeOktaError(status, code, summary, cause is null ? [] : [cause]);

    [Fact]
    public async Task Of_fifty_assignments_at_once_none_is_lost()
    {
        var id = await org.PageAsync("Crowded");
        string[] users = [Ada, Una, Eve, "00u1louLockedout0005", "00u1maxMultifactor05"];

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(i => org.PostAsync($"/apps/{id}/users", $$"""{"id":"{{users[i % 5]}}"}""")));

        answers.Select(answer => answer.Status).Distinct().ShouldBe([200]);
        (await org.GetAsync($"/apps/{id}/users")).Json.EnumerateArray().Select(user => user.GetProperty("id").GetString())
            .ShouldBe(users.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?expand=group")]
    public async Task However_many_groups_an_app_has_they_are_looked_for_once(string query)
    {
        await using var database = new Storage.CountedSqlite();
        string[] ids = [.. Enumerable.Range(10, 12).Select(number => $"00g1someSomeSome{number}05")];
        await using var local = await LocalOrg.StartAsync(
            new()
            {
                // Standing still, it keeps no house meanwhile.
                DataSource = database, Time = new FakeTimeProvider(The.Now), Seed = OrgSeed.Default with
                {
                    ApiTokens = [Authn.Walk.ApiToken],
                    Groups = [.. OrgSeed.Default.Groups, .. ids.Select(id => new SeedGroup { Id = id, Name = id })],
                    Apps = [.. OrgSeed.Default.Apps.Select(app => app.ClientId == The.Spa ? app with { AssignedGroupIds = ids } : app)],
                },
            },
            The.Ct);
        using var http = new Browserless(local);

        database.Statements.Clear();
        var listed = await http.GetAsync(
            $"/api/v1/apps/{The.Spa}/groups{query}", ("Authorization", "SSWS " + Authn.Walk.ApiToken));

        listed.Json.EnumerateArray().Select(group => group.GetProperty("id").GetString()).ShouldBe(ids, listed.Body);
        database.Statements.Count(statement => statement.Contains("from groups", StringComparison.Ordinal)).ShouldBeLessThan(3);
        database.Statements.Count(statement => statement.Contains("from group_changes", StringComparison.Ordinal)).ShouldBeLessThan(2);
    }
}
