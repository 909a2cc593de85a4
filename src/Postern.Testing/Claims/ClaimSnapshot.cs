using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Testing;

/// <summary>The claims that a test has accepted, in a file beside it.</summary>
sealed class ClaimSnapshot(string testFile, string test, string? name)
{
    const string Accept = "POSTERN_ACCEPT_SNAPSHOTS";

    readonly string _path = Path.Combine(
        Path.GetDirectoryName(testFile) ?? "",
        $"{Path.GetFileNameWithoutExtension(testFile)}.{test}{(name is null ? "" : "." + name)}.claims.json");

    public void Check(JsonObject claims)
    {
        if (Environment.GetEnvironmentVariable(Accept) is "1")
            File.WriteAllText(_path, ClaimDifference.Write(claims) + "\n");
        if (!File.Exists(_path))
            throw new ClaimsDifferException(
                $"There is no snapshot {_path} yet. These would be in it; run the test with {Accept}=1 to accept them:\n" +
                ClaimDifference.Write(claims));

        ClaimsDifferException.ThrowIfDifferent(
            Read(), claims, $"The token's claims are not those of {_path}; run the test with {Accept}=1 to accept them");
    }

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
