[assembly: AssemblyFixture(typeof(Samples.TestedOrders))]

namespace Samples;

/// <summary>One org and one application for all tests, which start once.</summary>
public sealed class TestedOrders : WebApplicationFactory<Program>, IAsyncLifetime
{
    public TestOrg Org { get; private set; } = null!;

    public WebApplicationFactory<Program> App => this.WithOrg(Org);

    public async ValueTask InitializeAsync() => Org = await TestOrg.StartAsync(o => o
        .User("grace@example.com", groups: ["Admins"])          // the id and the password are made; the group too
        .User("max@example.com", change: max => max with { FirstName = "Max", LastName = "Power" })
        .WebApp("web", "http://localhost/signin-oidc")          // assigned to everyone
        .Server("default", audience: "api://orders", scopes: ["orders:read"], groupsClaim: true));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Org.DisposeAsync();
    }
}
