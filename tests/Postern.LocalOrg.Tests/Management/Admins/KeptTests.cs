namespace Postern.LocalOrg.Tests.Management.Admins;

/// <summary>What is kept and decides nothing here: behaviours, identity providers, relations; and lists of what there is none of.</summary>
public sealed class KeptTests(AdminOrg org) : IClassFixture<AdminOrg>
{
    [Fact]
    public async Task A_behaviour_is_kept_as_it_was_recorded()
    {
        var made = await org.PostAsync(
            "/api/v1/behaviors", """{"name":"Fast","status":"INACTIVE","type":"VELOCITY","settings":{"velocityKph":805}}""");

        var self = $"/api/v1/behaviors/{made.Text("id")}";
        made.ShouldBe(
            200,
            $$$$$$"""{"id":"{{{{{{made.Text("id")}}}}}}","name":"Fast","status":"ACTIVE","settings":{"velocityKph":805},"type":"VELOCITY","created":"2026-02-03 10:15:30.0","lastUpdated":"2026-02-03 10:15:30.0","_links":{"self":{"href":"{org}{{{{{{self}}}}}}","hints":{"allow":["GET","PUT","DELETE"]}},"deactivate":{"href":"{org}{{{{{{self}}}}}}/lifecycle/deactivate","hints":{"allow":["POST"]}}}}""",
            org.Org);
        var list = await org.GetAsync("/api/v1/behaviors");
        list.Headers["Link"].ShouldBe($"<{org.Org.Url}/api/v1/behaviors?limit=10>; rel=\"self\"");
        list.Body.ShouldBe($"[{made.Body}]");
        (await org.PutAsync(self, """{"name":"Faster","type":"VELOCITY","settings":{"velocityKph":1000}}""")).Text("name")
            .ShouldBe("Faster");
        (await org.PostAsync(self + "/lifecycle/deactivate")).Text("status").ShouldBe("INACTIVE");
        (await org.PostAsync(self + "/lifecycle/activate")).Text("status").ShouldBe("ACTIVE");
        (await org.DeleteAsync(self)).Status.ShouldBe(204);
        (await org.GetAsync(self)).ShouldBeOktaError(
            404, "E0000007", $"Not found: Resource not found: {made.Text("id")} (BehaviorSettings)");
    }

    [Fact]
    public async Task An_identity_provider_is_kept_switched_and_deleted()
    {
        const string Provider =
            """{"type":"OIDC","name":"Elsewhere","protocol":{"type":"OIDC","scopes":["openid"]},"policy":{"maxClockSkew":0}}""";
        var made = await org.PostAsync("/api/v1/idps", Provider);

        made.Members.ShouldBe(["id", "name", "status", "created", "lastUpdated", "protocol", "policy", "type", "_links"]);
        made.Json.GetProperty("protocol").GetRawText().ShouldBe("""{"type":"OIDC","scopes":["openid"]}""");
        var self = $"/api/v1/idps/{made.Text("id")}";
        (await org.GetAsync("/api/v1/idps?type=OIDC&q=else")).Body.ShouldBe($"[{made.Body}]");
        (await org.GetAsync("/api/v1/idps?type=SAML2")).Body.ShouldBe("[]");
        (await org.PostAsync("/api/v1/idps", Provider)).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: name", "name: An object with this field already exists in the current organization");
        (await org.PostAsync("/api/v1/idps", """{"type":"NONE","name":"x","protocol":{}}""")).Status.ShouldBe(400);
        (await org.PostAsync(self + "/lifecycle/deactivate")).Text("status").ShouldBe("INACTIVE");
        (await org.DeleteAsync(self)).Status.ShouldBe(204);
        (await org.GetAsync(self)).ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {made.Text("id")} (IdpTrust)");
    }

    [Fact]
    public async Task A_relation_between_users_is_defined_once()
    {
        const string Relations = "/api/v1/meta/schemas/user/linkedObjects";
        const string Relation =
            """{"primary":{"name":"manager","title":"Manager","type":"USER"},"associated":{"name":"subordinate","title":"Subordinate","description":"Whom they manage","type":"USER"}}""";

        var made = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => org.PostAsync(Relations, Relation)));

        made.Select(answer => answer.Status).Order().ShouldBe([201, .. Enumerable.Repeat(400, 9)]);
        (await org.GetAsync(Relations + "/subordinate")).ShouldBe(
            200,
            """{"primary":{"name":"manager","title":"Manager","description":null,"type":"USER"},"associated":{"name":"subordinate","title":"Subordinate","description":"Whom they manage","type":"USER"},"_links":{"self":{"href":"{org}/api/v1/meta/schemas/user/linkedObjects/manager"}}}""",
            org.Org);
        const string Una = "/api/v1/users/una@example.com/linkedObjects", Ada = "/api/v1/users/00u1adaActive0000005/linkedObjects";
        (await org.SendAsync(HttpMethod.Put, Una + "/manager/00u1adaActive0000005", null, AdminOrg.Token)).Status.ShouldBe(204);
        (await org.GetAsync(Una + "/manager")).Body.ShouldBe(
            $$$$$$"""[{"_links":{"self":{"href":"{{{{{{org.Org.Url}}}}}}/api/v1/users/00u1adaActive0000005"}}}]""");
        (await org.GetAsync(Ada + "/subordinate")).Json.GetArrayLength().ShouldBe(1);
        (await org.DeleteAsync(Una + "/manager")).Status.ShouldBe(204);
        (await org.GetAsync(Ada + "/subordinate")).Body.ShouldBe("[]");
        (await org.GetAsync(Una + "/friend")).ShouldBeOktaError(404, "E0000007", "Not found: Resource not found: friend (LinkedObject)");
        (await org.GetAsync("/api/v1/users/una@example.com/idps")).Body.ShouldBe("[]");
        (await org.DeleteAsync(Relations + "/manager")).Status.ShouldBe(204);
        (await org.GetAsync(Relations + "/manager")).ShouldBeOktaError(
            404, "E0000007", "Not found: Resource not found: manager (LinkedObjectProperty)");
    }

    [Fact]
    public async Task An_org_has_a_brand_a_domain_and_no_device()
    {
        var brand = (await org.GetAsync("/api/v1/brands")).Json[0].GetProperty("id").GetString();
        (await org.GetAsync($"/api/v1/brands/{brand}")).Text("id").ShouldStartWith("bnd");
        (await org.GetAsync("/api/v1/domains")).Json.GetProperty("domains")[0].GetProperty("brandId").GetString().ShouldBe(brand);
        (await org.GetAsync("/api/v1/domains/default")).Status.ShouldBe(200);
        (await org.GetAsync("/api/v1/domains/OcDnone")).Status.ShouldBe(404);
        (await org.GetAsync("/api/v1/devices")).Body.ShouldBe("[]");
        (await org.GetAsync("/api/v1/devices/guo1")).ShouldBeOktaError(404, "E0000007", "Not found: Resource not found: guo1 (Device)");
        (await org.GetAsync("/api/v1/mappings")).Body.ShouldBe("[]");
        (await org.GetAsync("/api/v1/mappings/prm1")).Status.ShouldBe(404);
    }
}
