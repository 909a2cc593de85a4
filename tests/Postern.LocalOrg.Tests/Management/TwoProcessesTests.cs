using Postern.LocalOrg.Tests.Storage;

namespace Postern.LocalOrg.Tests.Management;

/// <summary>Two processes on one PostgreSQL: what the one's API changes decides the next request at the other.</summary>
public sealed class TwoProcessesTests
{
    const string Server = "/authorizationServers/default";

    [Fact]
    public async Task What_the_one_changes_holds_at_the_others_next_request()
    {
        await using var database = await OneDatabase.CreateAsync();
        await using var one = await PeopleOrg.OnAsync(database);
        await using var other = await PeopleOrg.OnAsync(database);

        await KeyIsRotatedAsync(one, other);
        await SessionEndsAsync(one, other);
        await RefreshTokenIsRevokedAsync(one, other);
        await PolicyDeniesAsync(one, other);
        await SchemaHoldsAsync(one, other);
        await AppIsSwitchedOffAsync(one, other);
    }

    static async Task KeyIsRotatedAsync(PeopleOrg one, PeopleOrg other)
    {
        (await one.PostAsync(Server + "/credentials/lifecycle/keyRotate", """{"use":"sig"}""")).Status.ShouldBe(200);
        var active = (await one.GetAsync(Server + "/credentials/keys")).Json.EnumerateArray()
            .First(key => key.GetProperty("status").GetString() is "ACTIVE").GetProperty("kid").GetString();

        Jwt.Header((await other.Http.TokensAsync()).Text("access_token")).GetProperty("kid").GetString().ShouldBe(active);
    }

    static async Task SessionEndsAsync(PeopleOrg one, PeopleOrg other)
    {
        var session = (await other.PostAsync("/sessions", $$"""{"sessionToken":"{{await other.Http.SessionTokenAsync()}}"}""")).Text("id");
        (await other.GetAsync($"/sessions/{session}")).Status.ShouldBe(200);

        (await one.DeleteAsync("/users/ada@example.com/sessions")).Status.ShouldBe(204);

        (await other.GetAsync($"/sessions/{session}")).Status.ShouldBe(404);
    }

    static async Task RefreshTokenIsRevokedAsync(PeopleOrg one, PeopleOrg other)
    {
        var token = (await other.Http.TokensAsync(scope: "openid%20offline_access")).Text("refresh_token");

        (await one.DeleteAsync($"/users/00u1adaActive0000005/clients/{The.Spa}/tokens")).Status.ShouldBe(204);

        (await other.Http.RefreshAsync(token)).Json.GetProperty("error").GetString().ShouldBe("invalid_grant");
    }

    static async Task PolicyDeniesAsync(PeopleOrg one, PeopleOrg other)
    {
        var policy = (await one.PostAsync("/policies", """{"type":"OKTA_SIGN_ON","name":"Nobody"}""")).Text("id");
        (await one.PostAsync(
            $"/policies/{policy}/rules", """{"type":"SIGN_ON","name":"Never","actions":{"signon":{"access":"DENY"}}}""")).Status.ShouldBe(200);
        (await other.Http.AuthenticateAsync("ada@example.com")).Status.ShouldBe(403);

        (await other.DeleteAsync($"/policies/{policy}")).Status.ShouldBe(204);

        (await one.Http.AuthenticateAsync("ada@example.com")).Status.ShouldBe(200);
    }

    static async Task SchemaHoldsAsync(PeopleOrg one, PeopleOrg other)
    {
        (await one.PostAsync(
            "/meta/schemas/user/default",
            """{"definitions":{"custom":{"id":"#custom","type":"object","properties":{"badge":{"title":"Badge","type":"string","maxLength":3}}}}}"""))
            .Status.ShouldBe(200);

        (await other.PostAsync("/users/ada@example.com", """{"profile":{"badge":"B-1"}}""")).Status.ShouldBe(200);
        (await other.PostAsync("/users/ada@example.com", """{"profile":{"badge":"too long"}}""")).Status.ShouldBe(400);
    }

    static async Task AppIsSwitchedOffAsync(PeopleOrg one, PeopleOrg other)
    {
        (await other.Http.TokensAsync()).Status.ShouldBe(200);

        (await one.PostAsync($"/apps/{The.Spa}/lifecycle/deactivate")).Status.ShouldBe(200);

        (await other.Http.PostFormAsync("/oauth2/default/v1/token", $"grant_type=refresh_token&refresh_token=x&client_id={The.Spa}"))
            .ShouldBeError(401, "invalid_client", "Invalid value for 'client_id' parameter.");
    }
}
