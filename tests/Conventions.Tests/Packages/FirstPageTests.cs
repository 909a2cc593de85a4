using System.Text.RegularExpressions;

namespace Postern.Conventions.Tests.Packages;

/// <summary>
/// The first page of the documents for testers: what it shows is a whole project, which is built of the packages and run.
/// </summary>
[Trait("Speed", "Slow")]
[Collection(PackedPackages.Collection)]
public partial class FirstPageTests(PackedPackages packed)
{
    const string Page = "docs/testing-apis.md";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_lines_make_a_green_test_of_a_protected_API()
    {
        var project = FirstBlock("xml").Replace("../Orders/", Repository.PathOf("samples/Orders/"), StringComparison.Ordinal);
        var test = FirstBlock("csharp");

        using var fresh = await FreshProject.WriteAsync(packed.Folder, [("Fresh.csproj", project), ("OrdersTests.cs", test)], Ct);
        var ran = await fresh.BuildAndRunAsync(Ct);

        (Lines(project) + Lines(test)).ShouldBeLessThanOrEqualTo(10);
        Uncoloured(ran).ShouldContain("Total: 1, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0");
    }

    static string Uncoloured(string output) => Colour().Replace(output, "");

    static string FirstBlock(string language) => Repository.Read(Page).Split($"```{language}\n")[1].Split("```")[0];

    /// <summary>Those that say something: not what only closes or opens what another line has begun.</summary>
    static int Lines(string code) =>
        code.Split('\n').Count(line => line.Trim() is { Length: > 0 } text && text is not ("{" or "}" or "</Project>"));

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colour();
}
