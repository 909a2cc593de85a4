using PublicApiGenerator;

namespace Postern.Conventions.Tests;

/// <summary>What a library shows is a decision: the text file beside its project records it.</summary>
public class PublicApiTests
{
    const string Accept = "POSTERN_ACCEPT_API";

    static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    [Theory]
    [InlineData("Postern.Protocol")]
    [InlineData("Postern.Client")]
    [InlineData("Postern.LocalOrg")]
    [InlineData("Postern.LocalOrg.WebAuthn")]
    [InlineData("Postern.Testing")]
    public void A_library_shows_what_its_text_file_says(string library)
    {
        var file = Repository.PathOf($"src/{library}/PublicApi.txt");
        var shown = Repository.Libraries.Single(assembly => assembly.GetName().Name == library).GeneratePublicApi(Options)
            .ReplaceLineEndings("\n").TrimEnd() +
            "\n";

        if (Environment.GetEnvironmentVariable(Accept) is "1")
            File.WriteAllText(file, shown);

        var recorded = File.Exists(file) ? File.ReadAllText(file) : "";
        (shown == recorded).ShouldBeTrue($"""
            The public API of {library} changed:
            {Difference(recorded.Split('\n'), shown.Split('\n'))}
            If that is meant, run {Accept}=1 dotnet run --project tests/Conventions.Tests and commit src/{library}/PublicApi.txt.
            """);
    }

    static string Difference(string[] recorded, string[] shown) =>
        string.Join(
            '\n',
            [.. recorded.Except(shown).Select(line => "- " + line.Trim()), .. shown.Except(recorded).Select(line => "+ " + line.Trim())]);
}
