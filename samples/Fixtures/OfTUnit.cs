using TUnit.Core.Interfaces;

namespace Samples;

public sealed class TUnitOrg : IAsyncInitializer, IAsyncDisposable
{
    public TestOrg Org { get; private set; } = null!;

    public async Task InitializeAsync() => Org = await TestOrg.StartAsync(o => o.User("grace@example.com"));

    public ValueTask DisposeAsync() => Org.DisposeAsync();
}
