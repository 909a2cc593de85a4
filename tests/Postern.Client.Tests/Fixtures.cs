namespace Postern.Client.Tests;

/// <summary>Answers recorded from Okta, which lie beside the repository where there are any.</summary>
static class Fixtures
{
    public static string Read(string path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Postern.slnx")))
            root = root.Parent;

        var file = Path.Combine(root?.FullName ?? "", "..", "shared", "fixtures", path);
        Assert.SkipUnless(File.Exists(file), $"No recorded answers here: {path} is not beside the repository.");
        return File.ReadAllText(file);
    }
}
