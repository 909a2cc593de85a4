using System.Text.RegularExpressions;

namespace Postern.Conventions.Tests;

/// <summary>
/// Which room of the local org needs which other, read from its sources: by the namespaces that a file uses (the compiler refuses those
/// that it does not need), and by the names of types that need no <c>using</c>.
/// </summary>
static partial class Arrows
{
    /// <summary>The files beside the rooms.</summary>
    public const string Root = "LocalOrg";

    const string Folder = "src/Postern.LocalOrg/";
    const string Namespace = "Postern.LocalOrg";

    static readonly Source[] Sources =
        [
            .. Repository.SourceFiles.Where(file => file.StartsWith(Folder, StringComparison.Ordinal))
                .Select(file => Source.Of(file[Folder.Length..], Repository.Read(file))),
        ];

    /// <summary>Public types live in the one namespace, wherever their files are.</summary>
    static readonly Dictionary<string, string> RoomOfPublicType = Sources.Where(source => source.Namespace == Namespace)
        .SelectMany(source => source.Declared.Select(type => (type, source.Room))).DistinctBy(pair => pair.type).ToDictionary();

    static readonly ILookup<string, string> TypesByNamespace =
        Sources.SelectMany(source => source.Declared.Select(type => (source.Namespace, type)))
            .ToLookup(pair => pair.Namespace, pair => pair.type);

    public static IEnumerable<Arrow> Read() => Sources.Where(source => source.Room != Root).SelectMany(Of);

    public static IEnumerable<string> Rooms() => Sources.Select(source => source.Room).Where(room => room != Root).Distinct();

    public static IEnumerable<Arrow> Of(string file, string text) => Of(Source.Of(file, text));

    static IEnumerable<Arrow> Of(Source source) =>
        ByNamespace(source).Concat(ByName(source)).Where(arrow => arrow.To != source.Room).Distinct();

    static IEnumerable<Arrow> ByNamespace(Source source) =>
        OurNamespace().Matches(source.Code).Select(
            used => Arrow.Between(source, used.Groups["room"].Value, TypeOf(used.Groups["type"], used.Groups["space"].Value, source)));

    static string TypeOf(Group named, string space, Source source) =>
        named.Success ? named.Value : TypesByNamespace[space].FirstOrDefault(source.Words.Contains) ?? "an extension of its";

    static IEnumerable<Arrow> ByName(Source source) =>
        source.Words.Where(RoomOfPublicType.ContainsKey).Where(word => word is not Root)
            .Select(word => Arrow.Between(source, RoomOfPublicType[word], word));

    [GeneratedRegex(@"(?<space>Postern\.LocalOrg\.(?<room>[A-Z]\w*)(?:\.[A-Z]\w*)*?)(?:;|\.(?<type>[A-Z]\w*)(?=[\s(<>,?){\[]))")]
    private static partial Regex OurNamespace();
}

/// <summary>A room needs another, in this file, for this type.</summary>
sealed record Arrow(string Name, string File, string Type)
{
    public string From => Name.Split(" → ")[0];

    public string To => Name.Split(" → ")[1];

    public static Arrow Between(Source source, string room, string type) => new($"{source.Room} → {room}", source.File, type);
}

/// <summary>A file of the local org's as the arrows are read from it: without comments and texts.</summary>
sealed partial record Source(string File, string Namespace, string Code, HashSet<string> Declared)
{
    /// <summary>Names that stand for themselves, not for a member of something.</summary>
    public HashSet<string> Words { get; } = [.. Word().Matches(Code).Select(word => word.Value).Except(Declared)];

    public string Room => File.Contains('/', StringComparison.Ordinal) ? File[..File.IndexOf('/', StringComparison.Ordinal)] : Arrows.Root;

    public static Source Of(string file, string text)
    {
        var code = Text().Replace(Comment().Replace(text, ""), "\"\"");
        var space = Space().Match(code);
        // What it declares its namespace to be is no use of it.
        return new(
            file,
            space.Groups[1].Value,
            code.Remove(space.Index, space.Length),
            [.. Declaration().Matches(code).Select(type => type.Groups[1].Value)]);
    }

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("\"(?:\\\\.|[^\"\\\\\\n])*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Space();

    [GeneratedRegex(
        @"^(?:public |static |sealed |abstract |partial |readonly )*(?:class|record struct|record|struct|enum|interface|delegate \S+)\s+" +
        @"(\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*")]
    private static partial Regex Word();
}
