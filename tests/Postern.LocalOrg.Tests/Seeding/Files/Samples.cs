namespace Postern.LocalOrg.Tests.Seeding;

/// <summary>The seed files that the repository shows.</summary>
static class Samples
{
    static readonly string Root = Find(new(AppContext.BaseDirectory));

    public static IReadOnlyList<string> Seeds => [.. System.IO.Directory.GetFiles(PathOf("samples/seeds"), "*.yaml").Order()];

    public static string PathOf(string file) => Path.Combine(Root, file);

    static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Postern.slnx")) ? folder.FullName : Find(folder.Parent!);
}
