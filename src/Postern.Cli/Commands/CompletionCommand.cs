using System.CommandLine;

namespace Postern.Cli;

/// <summary><c>postern completion</c>: the script by which a shell completes the command.</summary>
static class CompletionCommand
{
    const string Examples = """
        postern completion bash          # in ~/.bashrc:  eval "$(postern completion bash)"
        postern completion zsh           # in ~/.zshrc, behind compinit:  source <(postern completion zsh)
        postern completion fish          # in ~/.config/fish/config.fish:  postern completion fish | source
        postern completion pwsh          # in $PROFILE:  postern completion pwsh | Out-String | Invoke-Expression
        """;

    public static Command Create()
    {
        var shell = new Argument<string?>("SHELL")
        {
            Description = string.Join(", ", CompletionScripts.Shells),
            Arity = ArgumentArity.ZeroOrOne,
        };
        shell.CompletionSources.Add([.. CompletionScripts.Shells]);
        shell.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !CompletionScripts.Shells.Contains(token.Value))
                result.AddError($"SHELL is one of {string.Join(", ", CompletionScripts.Shells)}.");
        });
        var command = new Verb("completion", "Prints the script by which a shell completes commands, flags and their values.")
        {
            Examples = Examples,
        };
        command.Add(shell);
        command.Runs<CompletionOptions>(
            parse => new(parse.GetValue(shell)),
            (options, io, _) =>
            {
                var named = options.Shell ?? throw UsageException.Missing("shell", "one of bash, zsh, fish and pwsh");
                io.Write(CompletionScripts.For(named));
                return Task.FromResult(ExitCodes.Ok);
            });
        return command;
    }
}

/// <summary>What <c>postern completion</c> was asked for.</summary>
sealed record CompletionOptions(string? Shell);
