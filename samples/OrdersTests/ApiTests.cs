using System.Net;

namespace Samples;

/// <summary>What docs/testing-apis.md shows.</summary>
public class ApiTests(TestedOrders orders)
{
    [Fact]
    public async Task Admins_may_delete_orders_and_others_may_not()
    {
        var asGrace = orders.App.CreateClientAs("grace@example.com");
        var asMax = orders.App.CreateClientAs("max@example.com");

        Assert.Equal(HttpStatusCode.NoContent, (await asGrace.DeleteAsync("/orders")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await asMax.DeleteAsync("/orders")).StatusCode);
    }

    [Fact]
    public async Task Each_token_is_one_call()
    {
        var org = orders.Org;

        var token = await org.TokenAsync("grace@example.com", "openid orders:read");
        var service = await org.ServiceTokenAsync("orders:read");
        var all = await org.TokensAsync(new() { User = "grace@example.com", Scopes = "openid profile", App = "web" });

        Assert.Equal(3, new[] { token, service, all.IdToken }.Distinct().Count());
    }

    [Fact]
    public async Task What_is_in_a_token_is_as_it_was_accepted()
    {
        var claims = TokenClaims.Of(await orders.Org.TokenAsync("grace@example.com", "orders:read"));

        claims.MustHave("""{ "aud": "api://orders", "groups": ["Everyone", "Admins"] }""");
        claims.MustMatchSnapshot();
    }

    [Fact]
    public async Task A_user_of_ones_own_meets_nobody_elses_test()
    {
        var user = await orders.Org.NewUserAsync(groups: ["Admins"]);

        using var api = orders.App.CreateClientAs(user.Login);

        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync("/orders")).StatusCode);
    }
}
