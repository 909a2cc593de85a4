using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace Postern.Cli.Tests.Acceptance;

/// <summary>
/// The command as a process of its own: the one that is shipped, where ./test has just published it, and else the one that was built beside
/// these tests. Whatever starts it runs last, so that it is there; what is compiled already starts in a tenth of the time.
/// </summary>
sealed class Command : IDisposable
{
    readonly Process _process;
    readonly Task<string> _error;
    readonly Channel<string> _complaints = Channel.CreateUnbounded<string>();

    Command(Process process)
    {
        _process = process;
        _error = ReadErrorAsync();
    }

    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("POSTERN_TEST_COMMAND") is { Length: > 0 } published ? published : AppContext.BaseDirectory;

    public static Command Start(params string[] args) => Start(Path.Combine(Folder, "postern"), args);

    /// <summary>With these in its environment, as <c>NAME=value</c>.</summary>
    public static Command StartWith(string[] environment, params string[] args) =>
        Start("env", [.. environment, Path.Combine(Folder, "postern"), .. args]);

    /// <summary>A script for the POSIX shell in which <c>postern</c> is the built command.</summary>
    public static Command Shell(string script) => Start("sh", ["-c", script]);

    public static Command Bash(string script) => Start("bash", ["--norc", "-c", script]);

    /// <summary>The next line that it prints; null where it prints no more.</summary>
    public Task<string?> LineAsync() =>
        _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()
            .InTimeAsync("a line of the command", Complaints);

    /// <summary>The next line that it says on stderr, which is part of what it said in the end all the same.</summary>
    public Task<string> ComplaintAsync() =>
        _complaints.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().InTimeAsync("a line on stderr", Complaints);

    public async Task<Said> EndAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        var output = await _process.StandardOutput.ReadToEndAsync(ct).InTimeAsync("the end of what the command prints", Complaints);
        await _process.WaitForExitAsync(ct).InTimeAsync("the end of the command", Complaints);
        return new(_process.ExitCode, output, await _error.InTimeAsync("the end of what the command says on stderr"));
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    async Task<string> ReadErrorAsync()
    {
        var all = new StringBuilder();
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            all.Append(line).Append('\n');
            _complaints.Writer.TryWrite(line);
        }

        _complaints.Writer.Complete();
        return all.ToString();
    }

    string Complaints() => _error.IsCompletedSuccessfully ? _error.Result : "nothing, for it still runs";

    static Command Start(string program, string[] args)
    {
        // Tests that run in the background (./test &) have inherited that Ctrl+C and Ctrl+\ are ignored: the command must not.
        var start = new ProcessStartInfo("env", ["--default-signal=INT,HUP,QUIT", program, .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{Folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["PASSWORD"] = TheOrg.Password;
        // Whoever runs the tests may have settings of their own at home.
        start.Environment["HOME"] = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "home")).FullName;
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
