using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Postern.Cli;

/// <summary>Another program in the foreground: its streams are ours, signals are passed on to it, and it does not outlive us.</summary>
static class ChildProgram
{
    /// <summary>How long it may take to end where it is asked to.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Where a name leads, as a shell would look for it: a path as it is, a bare name along PATH. .NET would look in its own folder and in
    /// the current one first.
    /// </summary>
    /// <exception cref="ProgramException">Nowhere.</exception>
    public static string Find(string name, Terminal io)
    {
        var folders = name.Contains('/', StringComparison.Ordinal) || name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? [""]
            : (io.Environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var endings = OperatingSystem.IsWindows()
            ? (io.Environment("PATHEXT") ?? ".EXE;.CMD;.BAT").Split(';').Prepend("")
            : [""];
        var found = folders.SelectMany(folder => endings.Select(ending => Path.Combine(folder, name + ending))).Where(File.Exists).ToList();
        return found.FirstOrDefault(IsExecutable) ?? throw (found is [var file, ..]
            ? new ProgramException(ExitCodes.NotExecutable, $"{file} may not be executed.", "chmod +x makes it executable.")
            : new ProgramException(
                ExitCodes.NoSuchProgram,
                $"There is no program {name}.",
                "Check its spelling, and PATH; behind -- stands a program and what it is given."));
    }

    /// <summary>Its exit code; 128 and the signal's number where a signal ended it.</summary>
    /// <exception cref="OperationCanceledException">Its time was up: it was asked to end, and then ended.</exception>
    public static async Task<int> RunAsync(ProcessStartInfo start, Terminal io, CancellationToken ct)
    {
        TaskCompletionSource<Process> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        // Before it runs: somebody may wait for the first that it says to send one.
        using var taken = io.TakeSignals?.Invoke(signal => _ = PassOnAsync(signal, started.Task, io));
        using var process = Start(start);
        started.SetResult(process);
        try
        {
            await WaitAsync(process, ct);
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    static async Task WaitAsync(Process process, CancellationToken ct)
    {
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException) when (!OperatingSystem.IsWindows() && !process.HasExited)
        {
            _ = kill(process.Id, Number(PosixSignal.SIGTERM));
            await Task.WhenAny(process.WaitForExitAsync(CancellationToken.None), Task.Delay(Patience, CancellationToken.None));
            throw;
        }
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failed)
        {
            throw new ProgramException(
                ExitCodes.NotExecutable,
                $"{start.FileName} cannot be executed: {failed.Message}",
                "A script needs a first line such as #!/bin/sh; another machine's program does not run here.");
        }
    }

    static async Task PassOnAsync(PosixSignal signal, Task<Process> started, Terminal io) => PassOn(signal, await started, io);

    // From a terminal, Ctrl-C and Ctrl-\ reach whatever runs in its foreground by themselves: passed on, they would come twice, which many
    // take for "now".
    static void PassOn(PosixSignal signal, Process process, Terminal io)
    {
        var isFromTerminal = signal is PosixSignal.SIGINT or PosixSignal.SIGQUIT
            && (io.InputIsTerminal || io.OutputIsTerminal || io.ErrorIsTerminal);
        if (!isFromTerminal && !OperatingSystem.IsWindows() && !process.HasExited)
            _ = kill(process.Id, Number(signal));
    }

    static int Number(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        PosixSignal.SIGTERM => 15,
        var itself => (int)itself, // which .NET has no name for
    };

    static bool IsExecutable(string file) =>
        OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int kill(int process, int signal);
}
