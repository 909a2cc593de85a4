namespace Postern.Cli.Tests.Acceptance;

/// <summary>The shells themselves, with the script that the command gives them.</summary>
[Trait("Runs", "Last")]
public class CompletionTests
{
    [Fact]
    public async Task Bash_completes_commands_and_takes_what_stands_before_a_colon_for_said()
    {
        // As bash calls the function: with the line and the cursor in variables, and the command's name.
        using var bash = Command.Bash("""
            COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
            eval "$(postern completion bash)"
            complete -p postern
            ask() { COMP_LINE=$1 COMP_POINT=${#1}; _postern postern; printf '%s\n' "[${COMPREPLY[*]}]"; }
            ask 'postern tok'
            ask 'postern token --output '
            ask 'postern token --password env:PASSW'
            ask 'postern token --client-secret=f'
            """);

        var said = (await bash.EndAsync()).ShouldSucceed();

        said.Out.ShouldBe(
            "complete -o default -F _postern postern\n[token]\n[claims env header json kubernetes raw]\n[PASSWORD]\n[file:]\n");
        said.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Fish_completes_with_what_each_thing_is()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/fish"), "There is no fish here.");
        using var fish = Command.Shell("fish --no-config -c \"postern completion fish | source; complete --do-complete 'postern tok'\"");

        (await fish.EndAsync()).ShouldSucceed().Out.ShouldBe("token\tGets a user's tokens without a browser\n");
    }

    [Fact]
    public async Task Zsh_understands_its_script()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/zsh"), "There is no zsh here.");
        using var zsh = Command.Shell(
            "zsh -f -c 'autoload -Uz compinit && compinit -D -u && source <(postern completion zsh) && print $_comps[postern]'");

        (await zsh.EndAsync()).ShouldSucceed().Out.ShouldBe("_postern\n");
    }

    [Fact]
    public async Task PowerShell_completes_by_its_script()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "pwsh"))),
            "There is no pwsh here.");
        using var pwsh = Command.Shell("""
            export POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
            pwsh -NoProfile -NonInteractive -Command '
              postern completion pwsh | Out-String | Invoke-Expression
              function ask($line) { (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText -join " " }
              ask "postern tok"
              ask "postern token --output "
              ask "postern token --password env:PASSW"
              ask "postern token --client-secret=f"'
            """);

        var said = (await pwsh.EndAsync()).ShouldSucceed();

        said.Out.ShouldBe("token\nclaims env header json kubernetes raw\nenv:PASSWORD\n--client-secret=file:\n");
        said.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Manual_pages_are_written_without_a_complaint_of_roffs()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/groff"), "There is no groff here.");
        using var folder = new DataFolder();
        (await Run.Postern("man", "--to", folder.Path)).ShouldSucceed();

        using var groff = Command.Shell($"cd '{folder.Path}' && groff -man -Tutf8 -ww -rLL=120n -P-c *.1 | grep -c '^POSTERN'");

        var said = await groff.EndAsync();
        said.Error.ShouldBeEmpty();
        Directory.GetFiles(folder.Path).Select(Path.GetFileName).ShouldContain("postern-org-start.1");
    }
}
