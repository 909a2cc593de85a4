using Postern.Cli.Tests.Settings;

namespace Postern.Cli.Tests.Acceptance;

/// <summary>Where what is printed goes nowhere.</summary>
[Trait("Runs", "Last")]
public class OutputTests
{
    static readonly string Decode = $"postern decode --token {Some.Jwt("""{"iss":"https://o.example"}""")} -q";

    [Theory]
    [InlineData("", "error: The output could not be written: No space left on device")]
    [InlineData(" --output json", "\"code\":\"output_lost\"")]
    public async Task A_full_disk_is_named_and_is_no_fault_of_the_command(string flags, string because)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using var shell = Command.Shell($"{Decode}{flags} > /dev/full");

        var said = await shell.EndAsync();

        said.ShouldFail(10, because);
        said.Error.ShouldNotContain("report");
    }

    [Theory]
    [InlineData("postern --help > /dev/full", 10)]
    [InlineData("postern --help >&-", 10)]
    [InlineData("postern decode --nonsense 2> /dev/full", 2)]
    [InlineData("postern decode --token env:NOWHERE > /dev/full 2> /dev/full", 2)]
    public async Task Where_not_even_that_can_be_said_the_exit_code_says_it(string script, int exitCode)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using var shell = Command.Shell(script);

        (await shell.EndAsync()).ExitCode.ShouldBe(exitCode);
    }

    // Of a container's arbitrary user, mostly: nothing can be kept anywhere, and a token is a token.
    [Theory]
    [InlineData("HOME=/proc/nowhere", "XDG_DATA_HOME=")]
    [InlineData("HOME=/proc/nowhere", "XDG_DATA_HOME=/proc/nowhere/else")]
    public async Task A_home_that_nobody_can_write_to_is_no_fault_of_the_command(string home, string data)
    {
        using var postern = Command.StartWith([home, data], "token", "-q", "--output", "raw");

        var said = (await postern.EndAsync()).ShouldSucceed();

        said.Out.ShouldStartWith("eyJ");
        said.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_a_profile_counts_it_is_told_that_nothing_is_kept()
    {
        using Person person = new();
        await using var org = await LocalOrg.LocalOrg.StartAsync(ct: TestContext.Current.CancellationToken);
        var app = org.Seed.Apps.First(app => app.Kind is LocalOrg.AppKind.Native);
        person.Profiles($"""
            default: dev
            profiles:
              dev:
                org: {org.Url}
                client-id: {app.ClientId}
                redirect-uri: {app.RedirectUris[0]}
                username: ada@example.com
                password: env:PASSWORD
            """);
        using var postern = Command.StartWith([$"HOME={person.Home}", "XDG_DATA_HOME=/proc/nowhere"], "token", "--output", "raw");

        var said = (await postern.EndAsync()).ShouldSucceed();

        said.Out.ShouldStartWith("eyJ");
        said.Error.ShouldMatch("^warning: Tokens are not kept: .*/proc/nowhere");
    }

    [Fact]
    public async Task A_reader_that_has_gone_is_nothing_to_speak_of()
    {
        using var shell = Command.Shell($"(sleep 0.2; {Decode}) | true");

        (await shell.EndAsync()).ShouldSucceed().Error.ShouldBeEmpty();
    }
}
