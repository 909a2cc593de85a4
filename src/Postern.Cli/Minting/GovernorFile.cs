namespace Postern.Cli;

/// <summary>Where the processes of this user tell each other what they take of an org's limits.</summary>
static class GovernorFile
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Null where there is nowhere to: the limits are this process's alone then, which is told.</summary>
    public static string? For(ServerAddress address, Terminal io)
    {
        if (io.DataFolder() is not { Length: > 0 } data)
            return null;

        var folder = Path.Combine(data, "postern", "limits");
        try
        {
            OwnFile.MakeFolder(folder);
            Forget(folder, io.Time);
            var file = Path.Combine(folder, new Uri(address.OrgUrl).Authority.Replace(':', '_'));
            using (FileLock.TryTake(file))
                return file;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            io.Warn($"{folder} cannot be written: other runs of this machine and this one do not know what they take of the org's limits.");
            return null;
        }
    }

    // Limits of a minute are of no use a day later, and orgs of this machine have another port each time.
    static void Forget(string folder, TimeProvider time)
    {
        var old = time.GetUtcNow().UtcDateTime - Day;
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => File.GetLastWriteTimeUtc(file) < old).ToList())
            File.Delete(file);
    }
}
