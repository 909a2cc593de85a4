using System.CommandLine;
using System.CommandLine.Parsing;

namespace Postern.Cli;

/// <summary>What holds for the value of every flag and argument, whichever command has it.</summary>
static class FlagRules
{
    public static void ApplyTo(Command command)
    {
        foreach (var option in command.Options)
        {
            option.Validators.Add(RefuseEmpty);
            if (option.Name is "--output")
                option.Validators.Add(JsonFlag.RefuseOther);
        }

        foreach (var argument in command.Arguments.Where(argument => argument is not RestArgument))
        {
            argument.Validators.Add(RefuseEmpty);
            argument.Validators.Add(RefuseUnknownFlag);
        }

        foreach (var subcommand in command.Subcommands)
            ApplyTo(subcommand);
    }

    /// <summary>
    /// The switch that was given a value, as in <c>--quiet=soon</c>; the library would take that for an argument of its own.
    /// </summary>
    /// <param name="args">The command line.</param>
    /// <param name="flags">Those that the verb has, asked for only where something has a value joined to it.</param>
    public static string? SwitchWithValue(IEnumerable<string> args, Func<VerbFlags> flags)
    {
        List<string[]> joined = [];
        foreach (var arg in args.TakeWhile(arg => arg is not "--"))
        {
            if (arg.StartsWith('-') && arg.AsSpan().ContainsAny('=', ':'))
                joined.Add(arg.Split(['=', ':'], 2));
        }

        if (joined.Count is 0)
            return null;

        var switches = flags().Switches;
        return joined.Find(parts => switches.Contains(parts[0]) && !bool.TryParse(parts[1], out _))?[0];
    }

    // An empty value is a variable that is not set, mostly: never what is meant, and never the same as no flag.
    static void RefuseEmpty(OptionResult result)
    {
        if (!result.Errors.Any() && result.Tokens.Any(IsBlank))
            result.AddError($"{result.Option.Name} is empty.");
    }

    static void RefuseEmpty(ArgumentResult result)
    {
        if (!result.Errors.Any() && result.Tokens.Any(IsBlank))
            result.AddError($"{result.Argument.Name} is empty.");
    }

    // The library takes a flag that it does not know for what stands by itself; a token begins with no such thing.
    static void RefuseUnknownFlag(ArgumentResult result)
    {
        if (result.Tokens.FirstOrDefault(token => token.Value is ['-', '-', >= 'a' and <= 'z', ..]) is { } flag
            && result.Parent is CommandResult command)
            result.AddError(UsageErrors.UnknownFlag(flag.Value.Split('=')[0], command));
    }

    static bool IsBlank(Token token) => string.IsNullOrWhiteSpace(token.Value);
}
