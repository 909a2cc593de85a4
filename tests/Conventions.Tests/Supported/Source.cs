using System.Text.RegularExpressions;

namespace Postern.Conventions.Tests.Supported;

/// <summary>The local org's source, as far as it says which parameters are read.</summary>
static partial class Source
{
    static readonly string Server = string.Join(
        '\n',
        Repository.SourceFiles.Where(file => file.StartsWith("src/Postern.LocalOrg/", StringComparison.Ordinal)).Select(Repository.Read));

    /// <summary>Texts in one piece that the source breaks for its width, with quotes as they are said.</summary>
    static readonly string Plain = Break().Replace(Server, "").Replace("\\\"", "\"", StringComparison.Ordinal);

    /// <summary>Sentences with a hole in them: what each may become.</summary>
    static readonly List<Regex> Interpolated =
    [
        .. Interpolation().Matches(Plain).Select(match => match.Groups[1].Value)
            .Where(text => Hole().Replace(text, "").Count(c => c is ' ') > 2).Select(Becoming),
    ];

    static readonly Dictionary<string, string> Constants = Repository.SourceFiles.Where(
        file => file.StartsWith("src/Postern.Protocol/", StringComparison.Ordinal))
        .SelectMany(file =>
            Constant().Matches(Repository.Read(file))
                .Select(match => (Value: match.Groups[2].Value, Name: $"{Path.GetFileNameWithoutExtension(file)}.{match.Groups[1].Value}")))
        .DistinctBy(constant => constant.Value).ToDictionary(constant => constant.Value, constant => constant.Name);

    /// <summary>
    /// Whether the server's source names it: as a literal, as a constant of the wire, or as the property that its JSON becomes.
    /// </summary>
    public static bool Reads(string parameter)
    {
        var last = parameter.Split('.')[^1];
        return Server.Contains($"\"{last}\"", StringComparison.Ordinal)
            || (Constants.TryGetValue(last, out var constant) && Server.Contains(constant, StringComparison.Ordinal))
            || Regex.IsMatch(Server, $@"\b{Pascal(last)} {{ get; ");
    }

    /// <summary>Whether the server's source has the text, values left aside: those that stand in the text itself too.</summary>
    public static bool Says(string text) =>
        Value().Split(text).Select(part => part.Trim(' ', '.', '[', ']', '\'')).Where(part => part.Length > 6)
            .All(part => Plain.Contains(part, StringComparison.Ordinal))
        || Interpolated.Any(said => said.IsMatch(text));

    static Regex Becoming(string interpolated) => new($"^{string.Join(".+", Hole().Split(interpolated).Select(Regex.Escape))}$");

    static string Pascal(string name) => string.Concat(name.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    [GeneratedRegex(@"'?\{\d\}'?")]
    private static partial Regex Value();

    [GeneratedRegex("""
        "\s*\+\s*\$?"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Break();

    [GeneratedRegex("""
        \$"((?:[^"{]|\{(?:[^{}"]|"[^"]*")*\})+)"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Interpolation();

    [GeneratedRegex("""\{(?:[^{}"]|"[^"]*")*\}""")]
    private static partial Regex Hole();

    [GeneratedRegex("""public const string (\w+) = "([^"]+)";""")]
    private static partial Regex Constant();
}
