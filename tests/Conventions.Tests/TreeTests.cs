namespace Postern.Conventions.Tests;

/// <summary>Where files may be and how long they may grow.</summary>
public class TreeTests
{
    static readonly string[] Drawers = ["Helpers", "Utils", "Utilities", "Common", "Models", "Services", "Extensions", "Misc", "Shared"];
    static readonly string[] Surfaces =
    [
        "Authn", "OAuth", "Grants", "Management", "Idx", "WellKnown", "Pages", "Control", "Health", "Commands", "Flows",
    ];

    [Fact]
    public void No_folder_is_a_drawer()
    {
        var drawers = Folders().Where(folder => Drawers.Contains(Path.GetFileName(folder), StringComparer.OrdinalIgnoreCase));

        drawers.ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_is_at_most_two_levels_below_its_project()
    {
        var deep = Folders().Where(folder => folder.Split('/').Length > 4);

        deep.ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_has_three_files_or_the_name_of_a_surface()
    {
        var thin = Folders().Where(folder => folder.Split('/').Length > 2 && !Surfaces.Contains(Path.GetFileName(folder)))
            .Where(folder => Repository.SourceFiles.Count(file => file.StartsWith(folder + "/", StringComparison.Ordinal)) < 3);

        thin.ShouldBeEmpty();
    }

    [Fact]
    public void A_source_file_has_at_most_300_lines()
    {
        var long_ = Repository.SourceFiles.Select(file => (file, lines: File.ReadLines(Repository.PathOf(file)).Count()))
            .Where(entry => entry.lines > 300);

        long_.ShouldBeEmpty();
    }

    static IEnumerable<string> Folders() => Repository.SourceFiles
        .SelectMany(Ancestors)
        .Distinct();

    static IEnumerable<string> Ancestors(string file)
    {
        for (var folder = Path.GetDirectoryName(file); !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            yield return folder;
    }
}
