using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Postern.Conventions.Tests.Packages;

/// <summary>One package as it would be handed out: its files and what it says of itself.</summary>
sealed class Package
{
    /// <summary>As the format of portable symbols calls it.</summary>
    static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    readonly Dictionary<string, byte[]> _files;

    Package(Dictionary<string, byte[]> files)
    {
        _files = files;
        var said = XDocument.Parse(Text(Files.Single(file => file.EndsWith(".nuspec", StringComparison.Ordinal)))).Root!;
        Says =
        [
            .. said.Descendants().Where(element => !element.HasElements).Select(element =>
                (element.Name.LocalName, element.Value is { Length: > 0 } value ? value : element.Attribute("name")?.Value ?? "")),
        ];
        Dependencies =
        [
            .. said.Descendants().Where(element => element.Name.LocalName is "dependency").Select(element => element.Attribute("id")!.Value)
                .Order(),
        ];
    }

    /// <summary>Without what the format itself adds.</summary>
    public IEnumerable<string> Files =>
        _files.Keys.Where(file =>
            !file.StartsWith("_rels/", StringComparison.Ordinal)
                && !file.StartsWith("package/", StringComparison.Ordinal)
                && file != "[Content_Types].xml").Order(StringComparer.Ordinal);

    public IReadOnlyList<(string Name, string Value)> Says { get; }

    public IReadOnlyList<string> Dependencies { get; }

    public static Package Read(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return new(zip.Entries.ToDictionary(entry => entry.FullName, Bytes));
    }

    public string Text(string file)
    {
        using var reader = new StreamReader(new MemoryStream(_files[file]));
        return reader.ReadToEnd();
    }

    /// <summary>Whether the compiler vouches that the same sources make the same bytes, wherever they lie.</summary>
    public bool IsReproducible(string assembly)
    {
        using var reader = new PEReader(new MemoryStream(_files[assembly]));
        var entries = reader.ReadDebugDirectory();
        return entries.Any(entry => entry.Type is DebugDirectoryEntryType.Reproducible)
            && entries.Where(entry => entry.Type is DebugDirectoryEntryType.CodeView)
                .All(entry => reader.ReadCodeViewDebugDirectoryData(entry).Path.StartsWith("/_/", StringComparison.Ordinal));
    }

    /// <summary>What a debugger would have to fetch from somewhere: sources that do not lie in the symbols themselves.</summary>
    public IReadOnlyList<string> SourcesWithoutText(string symbols)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(_files[symbols]));
        var reader = provider.GetMetadataReader();
        return
        [
            .. reader.Documents.Where(document => !reader.GetCustomDebugInformation(document).Any(about =>
                    reader.GetGuid(reader.GetCustomDebugInformation(about).Kind) == EmbeddedSource))
                .Select(document => reader.GetString(reader.GetDocument(document).Name)),
        ];
    }

    static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }
}
