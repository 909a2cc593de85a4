using System.Data.Common;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>
/// Applies to a running org what changes in its seed file. A file that cannot be used is told, and the org stays as it is.
/// </summary>
sealed class SeedWatch(LocalOrg.LocalOrg org, SeedChoice choice, Terminal io)
{
    /// <summary>Looked at, since not every file system tells of changes.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    public async Task WatchAsync(ChosenSeed seed, CancellationToken ct)
    {
        // As it was before it was read: what was saved while the org started is applied too.
        var seen = seed.Stamp;
        using PeriodicTimer timer = new(Pace, io.Time);
        while (await timer.WaitForNextTickAsync(ct))
        {
            // Not there for a moment: some editors write another file and rename it.
            if (FileStamp.Of(choice.File!) is not { } now || now == seen)
                continue;

            seen = now;
            seed = await ApplyAsync(seed, ct);
        }
    }

    async Task<ChosenSeed> ApplyAsync(ChosenSeed before, CancellationToken ct)
    {
        try
        {
            var after = await choice.ReadAsync(io, new(io), before, ct);
            var changes = await org.ChangeSeedAsync(after.Seed, ct);
            Tell(changes, before, after);
            return after;
        }
        catch (SeedFileException wrong)
        {
            foreach (var fault in wrong.Faults)
                io.Tell($"{fault.ToString()}");
            io.Tell("The seed cannot be used: the org stays as it is.");
        }
        catch (Exception wrong) when (wrong is ArgumentException or UsageException or DbException)
        {
            io.Tell($"The seed cannot be used, and the org stays as it is: {wrong.Message}");
        }

        return before;
    }

    void Tell(SeedChanges changes, ChosenSeed before, ChosenSeed after)
    {
        if (changes.AreNone)
            io.Say("The seed was saved, and says what it said before.");
        foreach (var (how, what) in new[] { ("added", changes.Added), ("changed", changes.Changed), ("removed", changes.Removed) })
            foreach (var each in what)
                io.Say($"{how} {each}");

        var known = before.Secrets.Select(secret => secret.Value).ToHashSet();
        foreach (var made in after.Secrets.Where(secret => secret.Reference is null && !known.Contains(secret.Value)))
            io.Print($"made {made.Path}, told this once: {made.Value}");
    }
}

/// <summary>By which a file is seen to be another than before.</summary>
sealed record FileStamp(DateTime WrittenAt, long Length)
{
    /// <summary>Null where there is no such file.</summary>
    public static FileStamp? Of(string path) =>
        new FileInfo(path) is { Exists: true } file ? new(file.LastWriteTimeUtc, file.Length) : null;
}
