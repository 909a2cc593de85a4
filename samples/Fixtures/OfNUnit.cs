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
