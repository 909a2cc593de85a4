using System.CommandLine;

namespace Postern.Cli;

/// <summary>The argument of a step that takes the last one's output, also under the name of what it carries.</summary>
sealed class StepInput(string flag, string description) : IFlags
{
    readonly Argument<string?> _argument = new("INPUT") { Description = $"{description}: - (standard input, the default in a pipe), env:NAME or file:PATH", Arity = ArgumentArity.ZeroOrOne };
    readonly Option<string?> _flag = new(flag) { HelpName = SecretReader.HelpName, Description = "The same, as a flag" };

    public void AddTo(Command command)
    {
        command.Add(_argument);
        command.Add(_flag);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_argument) is not null && result.GetValue(_flag) is not null)
                result.AddError($"INPUT and {flag} are the same thing: give one of them.");
        });
    }

    public StepReference Read(ParseResult parse) => new(parse.GetValue(_flag) ?? parse.GetValue(_argument), flag, description);
}

/// <summary>Where a step's input is to be read from, if anybody said so.</summary>
sealed record StepReference(string? Reference, string Flag, string What)
{
    public Task<string> ReadAsync(Terminal io, SecretReader secrets, CancellationToken ct)
    {
        if (Reference is null && io.InputIsTerminal)
            throw UsageException.Missing(What.ToLowerInvariant(), $"{Flag} {SecretReader.HelpName}, or pipe it in");

        return secrets.ReadAsync(Reference ?? "-", Flag, What, ct);
    }
}
