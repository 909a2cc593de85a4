[assembly: AssemblyFixture(typeof(Postern.Interop.Tests.SharedOrg))]

namespace Postern.Interop.Tests;

/// <summary>One org of the default seed, for all who leave nothing behind that another could see.</summary>
public sealed class SharedOrg : IAsyncLifetime
{
    public LocalOrg.LocalOrg Org { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Org = await LocalOrg.LocalOrg.StartAsync();

    public ValueTask DisposeAsync() => Org.DisposeAsync();
}
