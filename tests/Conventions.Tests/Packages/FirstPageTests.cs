namespace Postern.Conventions.Tests.Packages;

/// <summary>
/// The first page of the documents for testers: what it shows is a whole project, which is built of the packages and run.
/// </summary>
[Trait("Speed", "Slow")]
[Collection(PackedPackages.Collection)]
public class FirstPageTests(PackedPackages packed)
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
        ran.ShouldContain("Test run summary: Passed!");
        ran.ShouldContain("succeeded: 1");
    }

    static string FirstBlock(string language) => Repository.Read(Page).Split($"```{language}\n")[1].Split("```")[0];

    /// <summary>Those that say something: not what only closes or opens what another line has begun.</summary>
    static int Lines(string code) =>
        code.Split('\n').Count(line => line.Trim() is { Length: > 0 } text && text is not ("{" or "}" or "</Project>"));
}
