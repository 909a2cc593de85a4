using System.CommandLine;
using System.Reflection;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>The manual pages of the command and of all below it.</summary>
static class ManualPages
{
    public static string Version { get; } =
        typeof(ManualPages).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public static IEnumerable<ManualPage> All() => Below([PosternCommand.Create([], new())]).Select(path => new ManualPage(path));

    /// <summary>That of one command, by the words that call it.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static ManualPage Of(IReadOnlyList<string> words)
    {
        List<Command> path = [PosternCommand.Create([], new())];
        foreach (var word in words)
            path.Add(path[^1].Subcommands.FirstOrDefault(sub => sub.Name == word) ?? throw None(word, path[^1]));
        return new(path);
    }

    static UsageException None(string word, Command above) => new(
        $"There is no command {word}.{(Spelling.Closest(word, above.Subcommands.Select(sub => sub.Name)) is { } near
            ? $" Did you mean {near}?"
            : "")}",
        "postern --help lists them.");

    static IEnumerable<IReadOnlyList<Command>> Below(IReadOnlyList<Command> path) =>
        path[^1].Subcommands.Where(sub => !sub.Hidden).SelectMany(sub => Below([.. path, sub])).Prepend(path);
}
