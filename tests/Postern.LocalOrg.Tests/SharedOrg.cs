[assembly: AssemblyFixture(typeof(Postern.LocalOrg.Tests.SharedOrg))]

namespace Postern.LocalOrg.Tests;

/// <summary>
/// One org with the default seed, for every test that leaves nothing behind that another could see: its RSA keys are made once.
/// </summary>
public sealed class SharedOrg : IAsyncLifetime
{
    public LocalOrg Org { get; private set; } = null!;

    public string Url => Org.Url;

    public Browserless Http { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Http = new(Org = await LocalOrg.StartAsync());

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Org.DisposeAsync();
    }
}
