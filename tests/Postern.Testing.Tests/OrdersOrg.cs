[assembly: AssemblyFixture(typeof(Postern.Testing.Tests.OrdersOrg))]

namespace Postern.Testing.Tests;

/// <summary>One org and one application, for every test that leaves nothing behind that another could see.</summary>
public sealed class OrdersOrg : IAsyncLifetime
{
    public TestOrg Org { get; private set; } = null!;

    public WebApplicationFactory<Program> Factory { get; } = new();

    public WebApplicationFactory<Program> App => Factory.WithOrg(Org);

    public async ValueTask InitializeAsync() => Org = await TestOrg.StartAsync(
        o => o
            .User("grace@example.com", groups: ["Admins"])
            .User("linus@example.com", groups: ["Testers"], profile: new() { ["department"] = "Sales" })
            .MfaUser("max@example.com")
            .WebApp("web", "http://localhost/signin-oidc")
            .SpaApp("spa", "http://localhost:4200/callback")
            .ServiceApp("nightly")
            .Server("default", audience: "api://orders", scopes: ["orders:read"], groupsClaim: true)
            .Server(
                "Shipping",
                audience: "api://shipping",
                scopes: ["ship"],
                claims: new Dictionary<string, string> { ["department"] = "user.department" }),
        The.Ct);

    public async ValueTask DisposeAsync()
    {
        await Factory.DisposeAsync();
        await Org.DisposeAsync();
    }
}
