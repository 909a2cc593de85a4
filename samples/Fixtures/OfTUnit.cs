using TUnit.Core;
using TUnit.Core.Interfaces;

namespace Samples;

public sealed class TUnitOrg : IAsyncInitializer, IAsyncDisposable
{
    public TestOrg Org { get; private set; } = null!;

    public async Task InitializeAsync() => Org = await TestOrg.StartAsync(o => o.User("grace@example.com"));

    public ValueTask DisposeAsync() => Org.DisposeAsync();
}

[ClassDataSource<TUnitOrg>(Shared = SharedType.PerTestSession)]
public sealed class TUnitTests(TUnitOrg org)
{
    [Test]
    public async Task Grace_has_a_token() =>
        TokenClaims.Of(await org.Org.TokenAsync("grace@example.com")).MustHave("""{ "sub": "grace@example.com" }""");
}
