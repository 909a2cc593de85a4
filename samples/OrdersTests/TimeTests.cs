using System.Net;

namespace Samples;

/// <summary>Tests that move the time have an org to themselves.</summary>
public class TimeTests
{
    [Fact]
    public async Task An_hour_later_the_token_is_refused_and_a_client_of_the_kit_has_a_new_one()
    {
        await using var org = await TestOrg.StartAsync(o => o.User("grace@example.com").Server("default", "api://orders", ["orders:read"]));
        await using var orders = new WebApplicationFactory<Program>().WithOrg(org);
        using var renewing = orders.CreateClientAs("grace@example.com", "orders:read");
        using var keeping = orders.CreateClient();
        keeping.DefaultRequestHeaders.Authorization = new("Bearer", await org.TokenAsync("grace@example.com", "orders:read"));

        org.Advance(TimeSpan.FromMinutes(66)); // its hour, and the five minutes that ASP.NET Core forgives

        Assert.Equal(HttpStatusCode.Unauthorized, (await keeping.GetAsync("/orders")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await renewing.GetAsync("/orders")).StatusCode);
    }
}
