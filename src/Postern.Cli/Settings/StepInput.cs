using System.CommandLine;

namespace Postern.Cli;

/// <summary>The argument of a step that takes the last one's output, also under the name of what it carries.</summary>
sealed class StepInput(string flag, string description) : IFlags
{
    readonly Argument<string?> _argument = new(TokenInputFlags.ArgumentName)
    {
        Description = $"{description}: - (standard input, the default in a pipe), env:NAME or file:PATH",
        Arity = ArgumentArity.ZeroOrOne,
    };
    readonly Option<string?> _flag = new(flag) { HelpName = SecretReader.HelpName, Description = "The same, as a flag" };

    public void AddTo(Command command)
    {
        command.Add(_argument);
        command.Add(_flag);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_argument) is { Tokens.Count: > 0 } && result.GetResult(_flag) is { Tokens.Count: > 0 })
                result.AddError($"INPUT and {flag} are the same thing: give one of them.");
        });
    }

    public StepReference Read(ParseResult parse) =>
        parse.GetValue(_flag) is { } given
            ? new(given, flag, description)
            : new(parse.GetValue(_argument), flag, description) { IsPositional = true };
}

/// <summary>Where a step's input is to be read from, if anybody said so.</summary>
sealed record StepReference(string? Reference, string Flag, string What)
{
    /// <summary>Whether the reference stood by itself, without the flag.</summary>
    public bool IsPositional { get; init; }

    public Task<string> ReadAsync(Terminal io, SecretReader secrets, CancellationToken ct)
    {
        if (Reference is null && io.InputIsTerminal)
            throw UsageException.Missing(What.ToLowerInvariant(), $"{Flag} {SecretReader.HelpName}, or pipe it in");

        var name = Reference is null ? SecretReader.TheInput : IsPositional ? TokenInputFlags.ArgumentName : Flag;
        return secrets.ReadAsync(Reference ?? "-", name, What, ct);
    }
}
