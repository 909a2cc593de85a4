using System.Diagnostics;

namespace Postern.Cli.Tests.Nodes;

/// <summary>
/// A machine of a test's own, which the script beside this file makes of what this system has installed: systemd is its first process, its
/// network ends in it, and nothing of it is left once it is disposed or this process has ended.
/// </summary>
sealed class Machine : IAsyncDisposable
{
    readonly Process? _script;
    readonly string? _first;

    Machine(string missing) => Missing = missing;

    Machine(Process script, string first) => (_script, _first) = (script, first);

    /// <summary>Why there can be none here; null where it runs.</summary>
    public string? Missing { get; }

    /// <summary>What is in the folder's <c>files</c> lies over this system's files there.</summary>
    public static async Task<Machine> BootAsync(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return new("Only Linux has systemd.");

        var script = Process.Start(new ProcessStartInfo(
            "bash", [Path.GetFullPath("../../tests/Postern.Cli.Tests/Nodes/machine", ThreeNodes.Deploy), folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var complaints = script.StandardError.ReadToEndAsync();
        var said = await script.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask().InTimeAsync("a machine") ?? "";
        if (said.Split(": ", 2) is ["ready", var first])
            return new(script, first);

        await script.WaitForExitAsync(CancellationToken.None);
        script.Dispose();
        said.ShouldStartWith("unavailable: ", customMessage: await complaints);
        return new($"There can be no machine for a test here: {said.Split(": ", 2)[1]}.");
    }

    /// <summary>A script of bash's, as root.</summary>
    public async Task<Said> RunAsync(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("nsenter",
        [
            "--all", "--root", "--wd", "--target", _first!, "--", "env", "-i", "HOME=/root", "LC_ALL=C.UTF-8",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "bash", "-euo", "pipefail", "-c", script,
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None).InTimeAsync($"the end of '{script}'");
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>The same, which must succeed; what it printed, without the end of its last line.</summary>
    public async Task<string> ReadAsync(string script)
    {
        var said = await RunAsync(script);
        said.ExitCode.ShouldBe(0, $"{script}\n{said.Out}{said.Error}");
        return said.Out.TrimEnd('\n');
    }

    public Task UntilReadyAsync(string place) =>
        UntilAsync($"{place} to be ready", $"curl -fsS -o /dev/null http://{place}/health/ready");

    /// <summary>Run again and again until it succeeds.</summary>
    public Task UntilAsync(string what, string script)
    {
        var said = "";
        return Patience.UntilAsync(what, async () =>
        {
            var (exitCode, output, error) = await RunAsync(script);
            said = output + error;
            return exitCode == 0;
        }, () => said);
    }

    public async ValueTask DisposeAsync()
    {
        if (_script is null)
            return;

        _script.StandardInput.Close();
        await _script.WaitForExitAsync(CancellationToken.None).InTimeAsync("the end of a machine");
        _script.Dispose();
    }
}
