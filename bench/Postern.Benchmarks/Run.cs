using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Postern.Benchmarks;

/// <summary>Runs other programs, and says what they cost.</summary>
static partial class Run
{
    public readonly record struct Cost(TimeSpan Wall, TimeSpan Cpu);

    public static async Task<string> OutputAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} failed ({process.ExitCode}): {await errors}");
    }

    /// <summary>Wall and CPU time of a program with everything it starts; it must succeed.</summary>
    public static async Task<Cost> MeasureAsync(string program, IEnumerable<string> arguments)
    {
        var cpu = ChildrenCpu();
        var from = TimeProvider.System.GetTimestamp();
        _ = await OutputAsync(program, arguments);
        return new(TimeProvider.System.GetElapsedTime(from), ChildrenCpu() - cpu);
    }

    static TimeSpan ChildrenCpu()
    {
        const int Children = -1; // RUSAGE_CHILDREN: those that ended and were waited for, and theirs
        if (GetResourceUsage(Children, out var usage) != 0)
            throw new InvalidOperationException("getrusage failed.");
        return TimeSpan.FromSeconds(usage.UserSeconds + usage.SystemSeconds) +
            TimeSpan.FromMicroseconds(usage.UserMicroseconds + usage.SystemMicroseconds);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, out Usage usage);

    [StructLayout(LayoutKind.Sequential, Size = 144)]
    struct Usage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
    }
}
