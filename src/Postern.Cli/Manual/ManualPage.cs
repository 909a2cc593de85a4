using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.Globalization;

namespace Postern.Cli;

/// <summary>The manual page of one command, made of what its help is made of.</summary>
sealed class ManualPage(IReadOnlyList<Command> path)
{
    static readonly (string Name, string Meaning)[] Variables =
    [
        (SettingsFiles.ProfileVariable, "The profile that counts where --profile names none."),
        (CacheChoice.Variable, "1: no tokens are kept, as by --no-cache."),
        (Ledger.Variable, "The file that what is made is written down in, as by --ledger."),
        ("HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY", "Proxies, for every org but one on this machine."),
        ("XDG_DATA_HOME, XDG_RUNTIME_DIR", "Where tokens are kept, and where the socket of postern serve is."),
        ("NO_COLOR", "No colours."),
    ];

    Command Command => path[^1];

    /// <summary>As man looks for it: <c>postern-org-start</c>.</summary>
    public string Name => string.Join('-', Words);

    string Spoken => string.Join(' ', Words);

    IEnumerable<string> Words => path.Skip(1).Select(command => command.Name).Prepend("postern");

    public string Write(string version)
    {
        var page = new Roff(Name.ToUpperInvariant(), $"postern {version}");
        page.Section("NAME");
        // Man's index splits a page's name from what it is by this one, and nothing else.
        page.Text($"{Name} - {Command.Description?.TrimEnd('.')}");
        page.Section("SYNOPSIS");
        page.Usage(Spoken, Synopsis());
        WriteCommands(page);
        WriteArguments(page);
        WriteOptions(page);
        if (Command is Verb verb)
        {
            page.Section("EXAMPLES");
            page.Verbatim(verb.Examples);
        }

        WriteRest(page);
        return page.ToString();
    }

    string Synopsis() => string.Join(
        ' ',
        Command.Arguments.Select(argument =>
            argument.Arity.MinimumNumberOfValues > 0 ? ShownName(argument) : $"[{ShownName(argument)}]")
            .Append(Command.Subcommands.Count > 0 ? "COMMAND" : "[FLAGS]"));

    void WriteCommands(Roff page)
    {
        if (Command.Subcommands.Count is 0)
            return;

        page.Section("COMMANDS");
        foreach (var sub in Command.Subcommands.Where(sub => !sub.Hidden))
            page.Term(sub.Name, "", $"{sub.Description} See {Name}-{sub.Name}(1).");
    }

    void WriteArguments(Roff page)
    {
        if (Command.Arguments.Count is 0)
            return;

        page.Section("ARGUMENTS");
        foreach (var argument in Command.Arguments)
            page.Term(ShownName(argument), "", argument.Description ?? "");
    }

    void WriteOptions(Roff page)
    {
        var options = Command.Options.Where(option => !option.Hidden).OrderBy(option => option.Name, StringComparer.Ordinal).ToList();
        if (options.Count > 0)
            page.Section("OPTIONS");
        foreach (var option in options)
            page.Term(Spelt(option), Value(option), $"{option.Description}{Default(option)}");
    }

    void WriteRest(Roff page)
    {
        if (path.Count is 1)
        {
            page.Section("EXIT STATUS");
            foreach (var code in ExitCodes.All)
                page.Term(code.ToString(CultureInfo.InvariantCulture), "", ExitCodes.WordFor(code).Replace('_', ' '));
            page.Section("ENVIRONMENT");
            foreach (var name in EnvironmentNames.All)
                page.Term(name, "", "Stands in for the flag of that meaning.");
            foreach (var (name, meaning) in Variables)
                page.Term(name, "", meaning);
            return;
        }

        page.Section("SEE ALSO");
        page.Text($"{string.Join('-', Words.SkipLast(1))}(1). Flags of every command and exit codes are described in postern(1).");
    }

    static string ShownName(Argument argument) => argument.HelpName ?? argument.Name;

    // Slashes are for Windows' prompt, where nobody reads manual pages.
    static string Spelt(Option option) =>
        string.Join(", ", option.Aliases.Append(option.Name).Where(name => name is ['-', ..] and not "-?").Distinct());

    static string Value(Option option)
    {
        if (option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues is 0)
            return "";

        var words = string.Join('|', option.GetCompletions(CompletionContext.Empty).Select(found => found.Label));
        return option.HelpName ?? (words.Length > 0 ? words : "VALUE");
    }

    static string Default(Option option) =>
        option.HasDefaultValue && option is not (HelpOption or VersionOption) && option.ValueType != typeof(bool)
            && option.GetDefaultValue() is IFormattable or string
            ? $" [default: {Convert.ToString(option.GetDefaultValue(), CultureInfo.InvariantCulture)}]"
            : "";
}
