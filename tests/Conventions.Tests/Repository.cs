using System.Collections.Concurrent;
using System.Reflection;

namespace Postern.Conventions.Tests;

/// <summary>The repository these tests were built from: its root, its files, its product assemblies.</summary>
static class Repository
{
    static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    public static string Root { get; } = FindRoot();

    /// <summary>Every file git tracks or would track, relative to the root.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. ListFiles().Where(file => File.Exists(PathOf(file)))];

    public static IEnumerable<string> SourceFiles =>
        Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal));

    public static Assembly[] Libraries { get; } =
        [
            Assembly.Load("Postern.Protocol"), Assembly.Load("Postern.Client"), Assembly.Load("Postern.LocalOrg"),
            Assembly.Load("Postern.LocalOrg.WebAuthn"), Assembly.Load("Postern.Testing"),
        ];

    public static string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>Once, whoever looks at it.</summary>
    public static string Read(string file) => Texts.GetOrAdd(file, each => File.ReadAllText(PathOf(each)));

    static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Postern.slnx")))
                return folder;
        throw new DirectoryNotFoundException("These tests run inside the repository: no Postern.slnx above " + AppContext.BaseDirectory);
    }

    static string[] ListFiles()
    {
        var listing = CommandLine.RunAsync(
            "git",
            ["-C", FindRoot(), "ls-files", "--cached", "--others", "--exclude-standard"],
            CancellationToken.None).GetAwaiter().GetResult();
        return listing.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
