using System.Diagnostics;
using System.Text.Json;

namespace Postern.Interop.Tests;

/// <summary>Somebody else's client: a script of tests/Interop.Tests/node, given a task and asked what came of it.</summary>
static class Stranger
{
    public static readonly string Scripts = Path.Combine(Root(), "tests", "Interop.Tests", "node");

    /// <summary>What the script returned; a failure of the script fails the test with the script's own words.</summary>
    public static Task<JsonElement> AskAsync(string script, Dictionary<string, string?> task) => AskAsync(script, task, null);

    /// <summary>The same, over HTTPS: it trusts this authority besides those that it trusts by itself.</summary>
    public static async Task<JsonElement> AskAsync(string script, Dictionary<string, string?> task, string? authorityFile)
    {
        var said = await TryAsync(script, task, authorityFile);
        said.TryGetProperty("error", out var error).ShouldBeFalse(error.ToString());
        return said.GetProperty("result");
    }

    /// <summary>The whole answer: <c>result</c> or <c>error</c>.</summary>
    public static async Task<JsonElement> TryAsync(string script, Dictionary<string, string?> task, string? authorityFile = null)
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Scripts, "node_modules")),
            "The strangers are not installed: run npm ci in tests/Interop.Tests/node.");

        var start = new ProcessStartInfo("node", ["--no-warnings", script])
        {
            WorkingDirectory = Scripts,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (authorityFile is not null)
            start.Environment["NODE_EXTRA_CA_CERTS"] = authorityFile;
        using var node = Process.Start(start)!;
        var ct = TestContext.Current.CancellationToken;
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(task).AsMemory(), ct);
        node.StandardInput.Close();
        var errors = node.StandardError.ReadToEndAsync(ct);
        var output = await node.StandardOutput.ReadToEndAsync(ct).InTimeAsync($"the answer of {script}");
        await node.WaitForExitAsync(ct).InTimeAsync($"the end of {script}");
        return output is []
            ? throw new InvalidOperationException($"{script} said nothing: {await errors}")
            : JsonDocument.Parse(output).RootElement;
    }

    static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Postern.slnx")))
                return folder;
        throw new DirectoryNotFoundException("These tests run inside the repository.");
    }
}
