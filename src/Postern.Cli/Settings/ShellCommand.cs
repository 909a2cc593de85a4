using System.Diagnostics;

namespace Postern.Cli;

/// <summary>Runs a command of the user's in the shell, for what it prints.</summary>
/// <param name="command">As it would be typed.</param>
/// <param name="failed">The error for what went wrong with it, which is told as the rest of a sentence.</param>
sealed class ShellCommand(string command, Func<string, UsageException> failed)
{
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>What it finds in its environment besides.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public async Task<string> RunAsync(Terminal io, CancellationToken ct)
    {
        using var process = Process.Start(Start()) ?? throw failed("could not be started");
        process.StandardInput.Close();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(Longest);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var error = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            if (await error is { Length: > 0 } said)
                io.Say(said.TrimEnd());
            return process.ExitCode is 0 ? await output : throw failed($"ended with {process.ExitCode}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            throw failed($"took more than {Longest.TotalSeconds:F0} seconds");
        }
    }

    ProcessStartInfo Start()
    {
        var start = OperatingSystem.IsWindows()
            // As it stands: quotes within are the command's, and those around it /s takes away.
            ? new ProcessStartInfo("cmd.exe", $"/s /c \"{command}\"")
            : new ProcessStartInfo("/bin/sh", ["-c", command]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardInput = true;
        start.RedirectStandardError = true;
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        return start;
    }
}

/// <summary>Reads <c>cmd:COMMAND</c>: a password manager's own command, mostly. All that it prints is the secret.</summary>
static class SecretCommand
{
    public static async Task<string> RunAsync(string command, string flag, Terminal io, CancellationToken ct)
    {
        var printed = await new ShellCommand(command, Failed).RunAsync(io, ct);
        return printed.TrimEnd('\r', '\n') is { Length: > 0 } secret ? secret : throw Failed("printed nothing");

        // The command itself is not repeated: it may hold a secret.
        UsageException Failed(string how) =>
            new($"The command of {flag} {how}.", "Run it by itself: it must print the secret, and end with 0.");
    }
}
