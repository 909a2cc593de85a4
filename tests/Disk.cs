using System.Diagnostics;

namespace Postern.Tests;

/// <summary>A small disk in memory, for what only a disk can do: be full, be read-only. Root on Linux alone can have one.</summary>
sealed class Disk : IDisposable
{
    Disk(string path) => Path = path;

    public string Path { get; }

    public static Disk Mount(int kilobytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux can mount a small disk.");
        var path = System.IO.Directory.CreateTempSubdirectory("postern-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path) is not 0)
        {
            System.IO.Directory.Delete(path);
            Assert.Skip("This system lets nobody mount a small disk.");
        }

        return new(path);
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Path).ShouldBe(0);

    /// <summary>Until not a byte more fits.</summary>
    public void Fill()
    {
        using var file = System.IO.File.Create(File("filling"), bufferSize: 0);
        try
        {
            while (true)
                file.Write(new byte[512]);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Dispose()
    {
        Run("umount", Path).ShouldBe(0);
        System.IO.Directory.Delete(Path);
    }

    static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
