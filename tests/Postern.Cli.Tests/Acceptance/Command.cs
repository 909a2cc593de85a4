using System.Diagnostics;
using System.Globalization;

namespace Postern.Cli.Tests.Acceptance;

/// <summary>The built command as a process of its own.</summary>
sealed class Command : IDisposable
{
    readonly Process _process;
    readonly Task<string> _error;

    Command(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    public static string Folder => AppContext.BaseDirectory;

    public TextReader Out => _process.StandardOutput;

    public static Command Start(params string[] args) => Start(Path.Combine(Folder, "postern"), args);

    /// <summary>A script for the POSIX shell in which <c>postern</c> is the built command.</summary>
    public static Command Shell(string script) => Start("sh", ["-c", script]);

    public async Task<Said> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        return new(_process.ExitCode, output, await _error);
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    static Command Start(string program, string[] args)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{Folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["PASSWORD"] = TheOrg.Password;
        foreach (var name in EnvironmentNames.All)
            start.Environment.Remove(name);

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new(process);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);

        _process.Dispose();
    }
}
