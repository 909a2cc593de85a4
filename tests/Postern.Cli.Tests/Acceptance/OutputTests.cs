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
    [InlineData("postern decode --nonsense 2> /dev/full", 2)]
    [InlineData("postern decode --token env:NOWHERE > /dev/full 2> /dev/full", 2)]
    public async Task Where_not_even_that_can_be_said_the_exit_code_says_it(string script, int exitCode)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using var shell = Command.Shell(script);

        (await shell.EndAsync()).ExitCode.ShouldBe(exitCode);
    }

    [Fact]
    public async Task A_reader_that_has_gone_is_nothing_to_speak_of()
    {
        using var shell = Command.Shell($"(sleep 0.2; {Decode}) | true");

        (await shell.EndAsync()).ShouldSucceed().Error.ShouldBeEmpty();
    }
}
