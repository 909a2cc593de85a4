namespace Samples;

[TestClass]
public static class MSTestOrg
{
    public static TestOrg Org { get; private set; } = null!;

    [AssemblyInitialize]
    public static async Task StartAsync(TestContext _) => Org = await TestOrg.StartAsync(o => o.User("grace@example.com"));

    [AssemblyCleanup]
    public static async Task StopAsync() => await Org.DisposeAsync();
}

[TestClass]
public sealed class MSTestTests
{
    [TestMethod]
    public async Task Grace_has_a_token() =>
        TokenClaims.Of(await MSTestOrg.Org.TokenAsync("grace@example.com")).MustHave("""{ "sub": "grace@example.com" }""");
}
