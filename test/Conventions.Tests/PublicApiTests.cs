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
    public void A_library_shows_what_its_text_file_says(string library)
    {
        var recorded = Repository.PathOf($"src/{library}/PublicApi.txt");
        var shown = Repository.Libraries.Single(assembly => assembly.GetName().Name == library).GeneratePublicApi(Options).ReplaceLineEndings("\n").TrimEnd() + "\n";

        if (Environment.GetEnvironmentVariable(Accept) is "1")
            File.WriteAllText(recorded, shown);

        (File.Exists(recorded) ? File.ReadAllText(recorded) : "").ShouldBe(shown,
            $"The public API of {library} changed. If that is meant, run {Accept}=1 dotnet run --project test/Conventions.Tests and commit the text file.");
    }
}
