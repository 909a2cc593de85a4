namespace Postern.LocalOrg.Tests.Management.AuthorizationServers;

/// <summary>Claims of authorization servers, their own and those that every one has: management.md 11.</summary>
public sealed class ClaimTests(ManagedOrg org) : IClassFixture<ManagedOrg>
{
    const string Servers = "/authorizationServers", Default = Servers + "/default";

    [Fact]
    public async Task A_claim_is_in_the_next_token_until_it_is_switched_off()
    {
        var made = await org.PostAsync(
            Default + "/claims",
            """{"name":"drives","claimType":"RESOURCE","valueType":"EXPRESSION","value":"\"fast\"","conditions":{}}""");
        var path = $"{Default}/claims/{made.Text("id")}";
        var with = await org.Http.TokensAsync();
        var put = await org.PutAsync(
            path, """{"name":"drives","status":"INACTIVE","claimType":"RESOURCE","valueType":"EXPRESSION","value":"\"fast\""}""");
        var without = await org.Http.TokensAsync();

        made.Status.ShouldBe(201, made.Body);
        made.Body.ShouldBe(
            $$$$$"""{"id":"{{{{{made.Text("id")}}}}}","name":"drives","status":"ACTIVE","claimType":"RESOURCE","valueType":"EXPRESSION","value":"\"fast\"","conditions":{"scopes":[]},"system":false,"alwaysIncludeInToken":true,"apiResourceId":null,"_links":{"self":{"href":"{{{{{org.Org.Url}}}}}/api/v1{{{{{path}}}}}","hints":{"allow":["GET","PUT","DELETE"]}}}}""");
        Jwt.Text(with.Text("access_token"), "drives").ShouldBe("fast");
        put.Text("status").ShouldBe("INACTIVE");
        Jwt.ClaimNames(without.Text("access_token")).ShouldNotContain("drives");
        (await org.DeleteAsync(path)).Status.ShouldBe(204);
        (await org.GetAsync(path)).ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {made.Text("id")} (OAuth2Claim)");
    }

    [Fact]
    public async Task Every_server_has_nineteen_claims_that_can_be_changed_and_not_deleted()
    {
        const string path = $"{Servers}/aus1posternOrders005/claims";
        var claims = (await org.GetAsync(path)).Json.EnumerateArray().Where(claim => claim.GetProperty("system").GetBoolean()).ToList();
        string IdOf(string name) => claims.Single(claim => claim.GetProperty("name").GetString() == name).GetProperty("id").GetString()!;

        claims.Select(claim => claim.GetProperty("name").GetString()).ShouldBe(
            [
                "middle_name", "zoneinfo", "website", "updated_at", "profile", "preferred_username", "picture", "phone_number", "nickname",
                "name", "sub", "locale", "given_name", "gender", "family_name", "email_verified", "email", "birthdate", "address",
            ]);
        claims[0].TryGetProperty("value", out _).ShouldBeFalse();
        claims[10].GetProperty("value").GetString().ShouldBe("(appuser != null) ? appuser.userName : app.clientId");
        (await org.PutAsync(
            $"{path}/{IdOf("email")}",
            """{"name":"email","status":"INACTIVE","claimType":"IDENTITY","valueType":"SYSTEM","alwaysIncludeInToken":true,"conditions":{"scopes":["email"]}}""")).Status.ShouldBe(200);
        (await org.PutAsync(
            $"{path}/{IdOf("zoneinfo")}",
            """{"name":"zoneinfo","status":"ACTIVE","claimType":"IDENTITY","valueType":"SYSTEM","alwaysIncludeInToken":true,"conditions":{"scopes":["profile"]}}""")).Status.ShouldBe(200);
        (await org.PutAsync(
            $"{path}/{IdOf("sub")}",
            """{"name":"sub","claimType":"RESOURCE","valueType":"EXPRESSION","value":"user.email","conditions":{}}""")).Text("value").ShouldBe(
                "user.email");
        var tokens = await org.Http.TokensAsync("/oauth2/aus1posternOrders005", "openid%20profile%20email%20orders%3Aread");
        Jwt.ClaimNames(tokens.Text("id_token")).ShouldNotContain("email");
        Jwt.Text(tokens.Text("id_token"), "zoneinfo").ShouldBe("America/Los_Angeles");
        Jwt.Text(tokens.Text("access_token"), "sub").ShouldBe("ada@example.com");
        (await org.DeleteAsync($"{path}/{IdOf("sub")}"))
            .ShouldBeOktaError(403, "E0000006", "You do not have permission to perform the requested action");
    }

    [Theory]
    [InlineData("""{"name":"x","claimType":"RESOURCE","valueType":"EXPRESSION","value":"((("}""", "value")]
    [InlineData("""{"name":"iss","claimType":"RESOURCE","valueType":"EXPRESSION","value":"1"}""", "name")]
    [InlineData("""{"name":"sub","claimType":"RESOURCE","valueType":"EXPRESSION","value":"1"}""", "name")]
    [
        InlineData(
            """{"name":"x","claimType":"RESOURCE","valueType":"EXPRESSION","value":"1","conditions":{"scopes":["none"]}}""",
            "conditions.scopes"),
    ]
    [InlineData("""{"name":"x","claimType":"RESOURCE","valueType":"GROUPS","value":"("}""", "group_filter_type")]
    [InlineData("""{"claimType":"RESOURCE","valueType":"EXPRESSION","value":"1"}""", "name")]
    public async Task A_claim_that_cannot_be_is_refused(string body, string what)
    {
        var answer = await org.PostAsync(Default + "/claims", body);

        (answer.Status, answer.Text("errorSummary")).ShouldBe((400, "Api validation failed: " + what));
    }
}
