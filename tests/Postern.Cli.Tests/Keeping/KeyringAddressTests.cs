using Postern.Cli.Tests.Settings;

namespace Postern.Cli.Tests.Keeping;

/// <summary>A session's bus that is none: said in a sentence where its keyring is named, and no matter where it is not.</summary>
public sealed class KeyringAddressTests(KeptOrg org) : IClassFixture<KeptOrg>, IDisposable
{
    readonly Person _person = new();

    [Theory]
    [InlineData("nonsense", "DBUS_SESSION_BUS_ADDRESS is no address that a session's D-Bus can be reached at.")]
    [InlineData("unix:", "DBUS_SESSION_BUS_ADDRESS is no address")]
    [InlineData("unix:path=", "DBUS_SESSION_BUS_ADDRESS is no address")]
    [InlineData("autolaunch:", "DBUS_SESSION_BUS_ADDRESS is no address")]
    [InlineData("disabled:", "DBUS_SESSION_BUS_ADDRESS is no address")]
    [InlineData("tcp:host=localhost,port=many", "--password names keyring:dev-ada, and ")]
    [InlineData("unix:path=/nowhere/at/all/bus", "there is no keyring here")]
    public async Task What_is_no_bus_is_named_and_tokens_are_kept_all_the_same(string address, string because)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no D-Bus here.");
        _person.Profiles(org.Profile());
        var run = _person.Run with
        {
            Time = org.Time,
            Environment = new() { ["PASSWORD"] = TheOrg.Password, ["DBUS_SESSION_BUS_ADDRESS"] = address },
        };

        (await run.PosternAsync("token", "--password", "keyring:dev-ada", "--no-cache")).ShouldFail(2, because);

        var first = (await run.PosternAsync("token")).ShouldSucceed();
        (await run.PosternAsync("token")).ShouldSucceed().Text("access_token").ShouldBe(first.Text("access_token"));
    }

    public void Dispose() => _person.Dispose();
}
