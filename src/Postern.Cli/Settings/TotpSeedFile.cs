namespace Postern.Cli;

/// <summary>Keeps the seed of a factor that was just enrolled: nobody can be asked for it again.</summary>
static class TotpSeedFile
{
    public static void RequireNew(string path)
    {
        if (File.Exists(path))
            throw new UsageException($"--enroll-totp {path}: that file exists.", "It may hold another user's seed: name a new file.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new UsageException($"--enroll-totp {path}: there is no such folder.", "Make it first, or name another.");
    }

    /// <summary>For its owner's eyes alone. Where the file cannot be written after all, the seed is shown: it would be lost.</summary>
    public static void Write(string path, string seed, Terminal io)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using var file = new StreamWriter(path, options);
            file.WriteLine(seed);
            io.Say($"Enrolled one-time passwords; their seed is in {path}: next time, --totp-secret file:{path}");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            io.Tell($"{path} could not be written ({failed.Message}). The seed, shown this once: {seed}");
        }
    }
}
