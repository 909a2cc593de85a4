using NUnit.Framework;

namespace Samples;

[SetUpFixture]
public sealed class NUnitOrg
{
    public static TestOrg Org { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => Org = await TestOrg.StartAsync(o => o.User("grace@example.com"));

    [OneTimeTearDown]
    public async Task StopAsync() => await Org.DisposeAsync();
}

public sealed class NUnitTests
{
    [Test]
    public async Task Grace_has_a_token() =>
        TokenClaims.Of(await NUnitOrg.Org.TokenAsync("grace@example.com")).MustHave("""{ "sub": "grace@example.com" }""");
}
