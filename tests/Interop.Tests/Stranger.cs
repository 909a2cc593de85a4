using System.Collections.Concurrent;
using System.Text.Json;

namespace Postern.Interop.Tests;

/// <summary>Somebody else's client: a script of tests/Interop.Tests/node, given a task and asked what came of it.</summary>
static class Stranger
{
    public static readonly string Scripts = Path.Combine(Root(), "tests", "Interop.Tests", "node");

    /// <summary>What loads slowly is loaded once: each script goes on for as long as the tests do.</summary>
    static readonly ConcurrentDictionary<(string Script, string? AuthorityFile), Lazy<StrangerAtWork>> AtWork = [];

    /// <summary>It goes on with a sign-in that another walk has left open at the same org.</summary>
    static readonly string[] KeepsThings = ["okta-auth-js-idx.mjs"];

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

        var key = (script, authorityFile);
        var atWork = AtWork.GetOrAdd(key, made => new(() => StrangerAtWork.Start(made.Script, made.AuthorityFile)));
        try
        {
            return await atWork.Value.AskAsync(task);
        }
        catch
        {
            // Whoever comes next has another one.
            AtWork.TryRemove(KeyValuePair.Create(key, atWork));
            throw;
        }
        finally
        {
            if (KeepsThings.Contains(script) && AtWork.TryRemove(KeyValuePair.Create(key, atWork)))
                atWork.Value.Dispose();
        }
    }

    static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Postern.slnx")))
                return folder;
        throw new DirectoryNotFoundException("These tests run inside the repository.");
    }
}
