namespace Postern.LocalOrg.Tests.Management.Zones;

/// <summary>Network zones: management.md 15.</summary>
public sealed class ZoneTests(ApiOrg org) : IClassFixture<ApiOrg>
{
    const string Zones = "/api/v1/zones";

    [Fact]
    public async Task A_zone_is_said_again_as_it_was_sent()
    {
        var made = await org.PostAsync(
            Zones,
            """{"type":"IP","name":"Office","status":"ACTIVE","gateways":[{"type":"CIDR","value":"1.2.3.4/24"},{"type":"RANGE","value":"10.0.0.1-10.0.0.9"}],"proxies":[{"type":"CIDR","value":"2.2.3.4/24"}]}""");

        var id = made.Text("id");
        made.ShouldBe(
            200,
            $$$$$$"""{"type":"IP","id":"{{{{{{id}}}}}}","name":"Office","status":"ACTIVE","usage":"POLICY","created":"2026-02-03T10:15:30.000Z","lastUpdated":"2026-02-03T10:15:30.000Z","system":false,"gateways":[{"type":"CIDR","value":"1.2.3.4/24"},{"type":"RANGE","value":"10.0.0.1-10.0.0.9"}],"proxies":[{"type":"CIDR","value":"2.2.3.4/24"}],"_links":{"self":{"href":"{org}/api/v1/zones/{{{{{{id}}}}}}","hints":{"allow":["GET","PUT","DELETE"]}},"deactivate":{"href":"{org}/api/v1/zones/{{{{{{id}}}}}}/lifecycle/deactivate","hints":{"allow":["POST"]}}}}""",
            org.Org);
        (await org.PostAsync($"{Zones}/{id}/lifecycle/deactivate")).Json.GetProperty("_links").EnumerateObject()
            .Select(link => link.Name).ShouldBe(["activate", "self"]);
        (await org.DeleteAsync($"{Zones}/{id}")).Status.ShouldBe(204);
        (await org.GetAsync($"{Zones}/{id}")).ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {id} (NetworkZone)");
    }

    [Fact]
    public async Task Every_org_has_two_with_nothing_in_them()
    {
        var zones = (await org.GetAsync(Zones)).Json.EnumerateArray().Where(zone => zone.GetProperty("system").GetBoolean()).ToList();

        zones.Select(zone => (zone.GetProperty("name").GetString(), zone.GetProperty("usage").GetString()))
            .ShouldBe([("LegacyIpZone", "POLICY"), ("BlockedIpZone", "BLOCKLIST")], ignoreOrder: true);
        (await org.DeleteAsync($"{Zones}/{zones[0].GetProperty("id").GetString()}")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Nobody_signs_in_from_where_it_is_blocked()
    {
        (await org.Http.AuthenticateAsync("ada@example.com")).Status.ShouldBe(200);

        var id = await org.MakeAsync(
            Zones,
            """{"type":"IP","name":"Blocked","usage":"BLOCKLIST","gateways":[{"type":"CIDR","value":"127.0.0.1"},{"type":"CIDR","value":"::1"}]}""");

        (await org.Http.AuthenticateAsync("ada@example.com")).Text("errorCode").ShouldBe("E0000085");
        (await org.DeleteAsync($"{Zones}/{id}")).Status.ShouldBe(204);
        (await org.Http.AuthenticateAsync("ada@example.com")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(
        "gateways", "gateways: The IP: 1.2.3.4.5 in the RANGE: 1.2.3.4.5-1.2.3.6 is invalid. Make sure it is a valid IPV4.",
        """{"type":"IP","name":"x","gateways":[{"type":"RANGE","value":"1.2.3.4.5-1.2.3.6"}]}""")]
    [InlineData("name", "name: The field cannot be left blank", """{"type":"IP"}""")]
    [InlineData("type", "type: The field has an invalid value", """{"type":"X","name":"x"}""")]
    [InlineData("usage", "usage: The field has an invalid value", """{"name":"x","usage":"X"}""")]
    [InlineData("name", "name: An object with this field already exists in the current organization", """{"name":"LegacyIpZone"}""")]
    public async Task What_is_no_zone_is_refused(string member, string cause, string body) =>
        (await org.PostAsync(Zones, body)).ShouldBeOktaError(400, "E0000001", "Api validation failed: " + member, cause);
}
