namespace Postern.Cli.Tests.Acceptance;

/// <summary>Another language's application and its own tests, as they lie in <c>samples</c>.</summary>
public sealed class SampleTests : IDisposable
{
    readonly DataFolder _folder = new();

    [Fact]
    public async Task The_tests_of_an_Express_application_pass_with_an_org_of_their_own()
    {
        var modules = Path.Combine(Root(), "tests", "Interop.Tests", "node", "node_modules");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(modules, "express")), "Express is not installed: run npm ci in tests/Interop.Tests/node.");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root(), "samples", "node"), "*.js*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal)))
        {
            var copy = _folder.File(Path.GetRelativePath(Path.Combine(Root(), "samples", "node"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        // What 'npm install' brings there, from where the versions are pinned.
        Directory.CreateSymbolicLink(_folder.File("node_modules"), modules);

        using var tests = Command.Shell($"cd {_folder.Path} && XDG_DATA_HOME={_folder.Path} postern org run --https -- npm test");
        var said = await tests.EndAsync();

        said.ExitCode.ShouldBe(0, said.Out + said.Error);
        said.Out.ShouldContain("# pass 3\n# fail 0\n");
    }

    public void Dispose() => _folder.Dispose();

    static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Postern.slnx")))
                return folder;
        throw new DirectoryNotFoundException("These tests run inside the repository.");
    }
}
