using Xunit;

[assembly: AssemblyFixture(typeof(Samples.XunitOrg))]

namespace Samples;

public sealed class XunitOrg : IAsyncLifetime
{
    public TestOrg Org { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Org = await TestOrg.StartAsync(o => o.User("grace@example.com"));

    public ValueTask DisposeAsync() => Org.DisposeAsync();
}
