using System.Diagnostics;
using Postern.Client;

namespace Postern.Cli;

/// <summary>Runs the command of <c>--mfa-code cmd:…</c>; the first line it prints is the code.</summary>
static class CodeCommand
{
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static async Task<string> RunAsync(string command, AuthnFactor factor, string login, Terminal io, CancellationToken ct)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", ["/c", command])
            : new ProcessStartInfo("/bin/sh", ["-c", command]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardInput = true;
        start.RedirectStandardError = true;
        start.Environment["POSTERN_FACTOR"] = factor.FactorType;
        start.Environment["POSTERN_FACTOR_ID"] = factor.Id ?? "";
        start.Environment["POSTERN_LOGIN"] = login;

        using var process = Process.Start(start) ?? throw Failed("could not be started");
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
            if (process.ExitCode != 0)
                throw Failed($"ended with {process.ExitCode}");

            return (await output).Split('\n', 2)[0].Trim() is { Length: > 0 } code ? code : throw Failed("printed nothing");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            throw Failed($"took more than {Longest.TotalSeconds:F0} seconds");
        }
    }

    static UsageException Failed(string how) =>
        new(
            $"The command of --mfa-code {how}.",
            "Run it by itself: it must print the code as its first line, and end with 0. It finds the factor in POSTERN_FACTOR and the " +
            "user in POSTERN_LOGIN.");
}
