using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Postern.Interop.Tests;

/// <summary>A script of tests/Interop.Tests/node that runs, and is given one task after the other; it ends with these tests.</summary>
sealed class StrangerAtWork : IDisposable
{
    readonly string _script;
    readonly Process _node;
    readonly StringBuilder _errors = new();
    readonly SemaphoreSlim _turn = new(1);

    StrangerAtWork(string script, Process node)
    {
        (_script, _node) = (script, node);
        node.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        node.BeginErrorReadLine();
    }

    /// <summary>Over HTTPS it trusts this authority besides those that it trusts by itself.</summary>
    public static StrangerAtWork Start(string script, string? authorityFile)
    {
        var start = new ProcessStartInfo("node", ["--no-warnings", script])
        {
            WorkingDirectory = Stranger.Scripts,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (authorityFile is not null)
            start.Environment["NODE_EXTRA_CA_CERTS"] = authorityFile;
        return new(script, Process.Start(start)!);
    }

    /// <summary>One line out, one line in. Whatever goes wrong ends the script.</summary>
    public async Task<JsonElement> AskAsync(Dictionary<string, string?> task)
    {
        var ct = TestContext.Current.CancellationToken;
        await _turn.WaitAsync(ct);
        try
        {
            await _node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(task).AsMemory(), ct);
            await _node.StandardInput.FlushAsync(ct);
            var output = await _node.StandardOutput.ReadLineAsync(ct).AsTask().InTimeAsync($"the answer of {_script}", Errors)
                ?? throw new InvalidOperationException($"{_script} said nothing: {Errors()}");
            return JsonElement.Parse(output);
        }
        catch
        {
            _node.Kill();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>There is no more to do: it ends by itself.</summary>
    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.Dispose();
        _turn.Dispose();
    }

    string Errors()
    {
        lock (_errors)
            return _errors.ToString();
    }
}
