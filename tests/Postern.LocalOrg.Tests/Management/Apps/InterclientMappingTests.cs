namespace Postern.LocalOrg.Tests.Management.Apps;

/// <summary>Apps that another takes users over from: Okta's interclient trust mappings (direct-auth.md 8.1).</summary>
public sealed class InterclientMappingTests(ManagedOrg org) : IClassFixture<ManagedOrg>
{
    [Fact]
    public async Task An_app_is_allowed_listed_from_both_sides_and_forbidden()
    {
        var (target, allowed) = (await org.PageAsync("Target"), await org.PageAsync("Allowed"));

        var made = await org.PostAsync($"/apps/{target}/interclient-allowed-apps", $$"""{"id":"{{allowed}}"}""");

        made.Status.ShouldBe(201, made.Body);
        made.Members.ShouldBe(["id", "orgId", "appInstanceId", "trustedAppInstanceId", "created", "lastUpdated", "lastUpdatedBy"]);
        made.Text("id").ShouldMatch("^itm[A-Za-z0-9]{17}$");
        made.Text("appInstanceId").ShouldBe(target);
        made.Text("trustedAppInstanceId").ShouldBe(allowed);
        (await org.GetAsync($"/apps/{target}/interclient-allowed-apps")).Body.ShouldBe($"""["{allowed}"]""");
        (await org.GetAsync($"/apps/{allowed}/interclient-target-apps")).Body.ShouldBe($"""["{target}"]""");
        (await org.DeleteAsync($"/apps/{target}/interclient-allowed-apps/{allowed}")).Status.ShouldBe(204);
        (await org.GetAsync($"/apps/{target}/interclient-allowed-apps")).Body.ShouldBe("[]");
        (await org.GetAsync($"/apps/{allowed}/interclient-target-apps")).Body.ShouldBe("[]");
        (await org.DeleteAsync($"/apps/{target}/interclient-allowed-apps/{allowed}"))
            .ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {allowed} (AppInstance)");
    }

    [Fact]
    public async Task Five_are_allowed_each_once_and_no_more()
    {
        var target = await org.PageAsync("Of five");
        for (var i = 0; i < 5; i++)
        {
            var body = $$"""{"id":"{{await org.PageAsync($"One of five {i}")}}"}""";
            (await org.PostAsync($"/apps/{target}/interclient-allowed-apps", body)).Status.ShouldBe(201);
            (await org.PostAsync($"/apps/{target}/interclient-allowed-apps", body)).Status.ShouldBe(201);
        }

        (await org.PostAsync($"/apps/{target}/interclient-allowed-apps", $$"""{"id":"{{await org.PageAsync("Sixth")}}"}"""))
            .ShouldBeOktaError(
                400, "E0000001", "Api validation failed: Interclient Trust Mappings",
                "The target application cannot have more than 5 trusted apps.");
        (await org.GetAsync($"/apps/{target}/interclient-allowed-apps")).Json.GetArrayLength().ShouldBe(5);
    }

    [Fact]
    public async Task Only_apps_with_a_sign_in_of_their_own_are_targets()
    {
        var allowed = await org.PageAsync("Allowed to some");
        var bookmark = await org.PostAsync(
            "/apps", """{"name":"bookmark","label":"Bookmark","signOnMode":"BOOKMARK","settings":{"app":{"url":"https://example.com"}}}""");
        var saml = await org.PostAsync("/apps", """{"label":"By SAML","signOnMode":"SAML_2_0"}""");

        (await org.PostAsync($"/apps/{bookmark.Text("id")}/interclient-allowed-apps", $$"""{"id":"{{allowed}}"}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: Interclient Trust Mappings", "The target application must be an OIDC or SAML app.");
        (await org.PostAsync($"/apps/{saml.Text("id")}/interclient-allowed-apps", $$"""{"id":"{{allowed}}"}""")).Status.ShouldBe(201);
        (await org.PostAsync($"/apps/{allowed}/interclient-allowed-apps", $$"""{"id":"{{saml.Text("id")}}"}"""))
            .ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {saml.Text("id")} (AppInstance)");
        (await org.PostAsync($"/apps/{allowed}/interclient-allowed-apps", "{}"))
            .ShouldBeOktaError(400, "E0000001", "Api validation failed: id", "id: The field cannot be left blank");
    }

    [Fact]
    public async Task A_change_of_the_app_leaves_them_and_who_is_deleted_is_allowed_nothing_any_more()
    {
        var (target, allowed) = (await org.PageAsync("Stays"), await org.PageAsync("Goes"));
        await org.PostAsync($"/apps/{target}/interclient-allowed-apps", $$"""{"id":"{{allowed}}"}""");
        var app = (await org.GetAsync($"/apps/{target}")).Body;

        var changed = await org.PutAsync($"/apps/{target}", app);
        var kept = await org.GetAsync($"/apps/{target}/interclient-allowed-apps");
        await org.PostAsync($"/apps/{allowed}/lifecycle/deactivate");
        await org.DeleteAsync($"/apps/{allowed}");

        changed.Status.ShouldBe(200, changed.Body);
        kept.Body.ShouldBe($"""["{allowed}"]""");
        (await org.GetAsync($"/apps/{target}/interclient-allowed-apps")).Body.ShouldBe("[]");
    }

    [Fact]
    public async Task The_System_Log_tells_of_both_apps()
    {
        var (target, allowed) = (await org.PageAsync("Told target"), await org.PageAsync("Told allowed"));
        await org.PostAsync($"/apps/{target}/interclient-allowed-apps", $$"""{"id":"{{allowed}}"}""");
        await org.DeleteAsync($"/apps/{target}/interclient-allowed-apps/{allowed}");

        var log = await org.GetAsync($"/logs?filter=target.id%20eq%20%22{target}%22");

        log.Body.ShouldContain("\"eventType\":\"app.interclient_mapping.create\"");
        log.Body.ShouldContain("\"eventType\":\"app.interclient_mapping.delete\"");
        (await org.GetAsync($"/logs?filter=target.id%20eq%20%22{allowed}%22")).Body
            .ShouldContain("\"eventType\":\"app.interclient_mapping.delete\"");
    }
}
