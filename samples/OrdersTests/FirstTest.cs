namespace Samples;

/// <summary>The first page of the documents, which shows the whole project.</summary>
public class OrdersTests
{
    [Fact]
    public async Task Grace_reads_her_orders()
    {
        await using var org = await TestOrg.StartAsync(o => o.User("grace@example.com").Server("default", "api://orders", ["orders:read"]));
        await using var orders = new WebApplicationFactory<Program>().WithOrg(org);
        Assert.Contains("grace@example.com", await orders.CreateClientAs("grace@example.com", "orders:read").GetStringAsync("/orders"));
    }
}
