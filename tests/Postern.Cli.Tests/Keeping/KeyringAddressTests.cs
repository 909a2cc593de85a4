using System.Runtime.InteropServices;
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

    [Theory]
    [InlineData(
        "OSX", "--password names keyring:dev-ada, and postern does not read macOS's Keychain itself.",
        "cmd:security find-generic-password -w -s postern -a dev-ada")]
    [InlineData(
        "WINDOWS", "--password names keyring:dev-ada, and postern does not read Windows' Credential Manager itself.",
        "cmd:powershell -NoProfile -Command \"Get-Secret dev-ada -AsPlainText\"")]
    [InlineData("LINUX", "--password names keyring:dev-ada, and there is no keyring here.", "DBUS_SESSION_BUS_ADDRESS")]
    [InlineData("FREEBSD", "--password names keyring:dev-ada, and there is no keyring here.", "cmd:, env: or file:")]
    public void Where_there_is_none_it_is_said_with_what_does_the_same_there(string platform, string because, string instead)
    {
        var refused = Keyring.NoneOn(OSPlatform.Create(platform), "--password", "dev-ada");

        refused.Message.ShouldBe(because);
        refused.Hint.ShouldContain(instead);
    }

    [Fact]
    public void A_name_that_a_shell_would_run_is_one_word_of_what_is_to_be_pasted() =>
        Keyring.NoneOn(OSPlatform.OSX, "--password", "it's $(me)").Hint.ShouldContain(@"-a 'it'\''s $(me)' ");

    public void Dispose() => _person.Dispose();
}
