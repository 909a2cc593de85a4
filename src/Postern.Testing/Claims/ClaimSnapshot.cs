using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Postern.Testing;

/// <summary>The claims that a test has accepted, in a file beside it.</summary>
sealed partial class ClaimSnapshot(string testFile, string test, string? name)
{
    const string Accept = "POSTERN_ACCEPT_SNAPSHOTS";

    readonly string _path = Path.Combine(
        FolderOf(testFile),
        $"{Path.GetFileNameWithoutExtension(testFile)}.{test}{(name is null ? "" : "." + name)}.claims.json");

    public void Check(JsonObject claims)
    {
        if (!Directory.Exists(Path.GetDirectoryName(_path)))
            throw new ClaimsDifferException(
                $"The snapshot {_path} would lie beside the test's source, which is not there. Run the test where its sources are, or " +
                "write what is expected into it: MustBe, MustHave.");
        if (Environment.GetEnvironmentVariable(Accept) is "1")
            File.WriteAllText(_path, ClaimDifference.Write(claims) + "\n");
        if (!File.Exists(_path))
            throw new ClaimsDifferException(
                $"There is no snapshot {_path} yet. These would be in it; run the test with {Accept}=1 to accept them:\n" +
                ClaimDifference.Write(claims));

        ClaimsDifferException.ThrowIfDifferent(
            Read(), claims, $"The token's claims are not those of {_path}; run the test with {Accept}=1 to accept them");
    }

    /// <summary>
    /// A deterministic build, as CI makes it, names sources from the repository's root on, and calls that <c>/_/</c>: it is above the
    /// folder that the tests run in.
    /// </summary>
    static string FolderOf(string testFile)
    {
        var folder = Path.GetDirectoryName(testFile) ?? "";
        if (Directory.Exists(folder))
            return folder;

        var below = Root().Replace(testFile, "");
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
            if (File.Exists(Path.Combine(above.FullName, below)))
                return Path.GetDirectoryName(Path.Combine(above.FullName, below))!;
        return folder;
    }

    [GeneratedRegex("^/_[0-9]*/", RegexOptions.CultureInvariant)]
    private static partial Regex Root();

    JsonObject Read()
    {
        try
        {
            return (JsonObject)JsonNode.Parse(File.ReadAllText(_path))!;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidCastException)
        {
            throw new ClaimsDifferException($"The snapshot {_path} is no JSON object. Run the test with {Accept}=1 to write it anew.");
        }
    }
}
