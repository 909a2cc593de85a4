namespace Postern.LocalOrg.Storage;

/// <summary>The rows and documents of one org, whatever they mean: how a request's work is tried, committed whole and answered.</summary>
sealed class OrgStore(Database database, TimeProvider time)
{
    /// <summary>So many may be quicker, one after the other, before it counts as an outage.</summary>
    const int MostAttempts = 60;

    public TimeProvider Time => time;

    public Database Database => database;

    public Memory Memory => database.Memory;

    public Journal Journal { get; } = new(database, time);

    /// <summary>Seconds since the epoch.</summary>
    public long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Whether nobody but this process writes to the database.</summary>
    public bool IsAlone => database.IsAlone;

    /// <exception cref="IOException">The database is a newer version's, or somebody else's.</exception>
    public async Task MigrateAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await Migration.RunAsync(connection, database.Holder, ct);
    }

    /// <summary>How many rows went.</summary>
    public async Task<int> ForgetExpiredAsync(CancellationToken ct)
    {
        var forgotten = 0;
        foreach (var table in Schema.Expiring)
            forgotten += await database.ExecuteAsync($"delete from {table} where expires_at <= @now", [("@now", Now)], ct);
        return forgotten + await Journal.ForgetAsync(ct);
    }

    /// <summary>
    /// Lets a request read, decide and gather what it writes, and commits that. Who comes too late looks again, and is answered as if they
    /// had come later.
    /// A refusal keeps what was spent on it and nothing else; any other failure keeps nothing.
    /// </summary>
    public Task InOneWorkAsync(Func<Work, Task> attempt, CancellationToken ct) => InOneWorkAsync(Origin.Itself, attempt, ct);

    /// <inheritdoc cref="InOneWorkAsync(Func{Work, Task}, CancellationToken)"/>
    public async Task InOneWorkAsync(Origin origin, Func<Work, Task> attempt, CancellationToken ct)
    {
        Work? before = null;
        for (var i = 0; i < MostAttempts; i++)
        {
            Work work = new(origin) { Counted = before?.Counted };
            before = work;
            try
            {
                await attempt(work);
            }
            catch (Refusal)
            {
                if (await TryCommitAsync(WithTold([.. work.Changes.Where(change => change.IsSpending)], work, isRefused: true), ct))
                    throw;
                continue;
            }

            if (await TryCommitAsync(WithTold(work.Changes, work, isRefused: false), ct))
            {
                await work.SayAsync();
                return;
            }
        }

        throw new ContentionException($"Others were quicker {MostAttempts} times.");
    }

    IReadOnlyList<Change> WithTold(IReadOnlyList<Change> changes, Work work, bool isRefused) =>
        Journal.Writing(work.Origin, work.Told(isRefused)) is { } writing ? [.. changes, writing] : changes;

    /// <summary>False: somebody else was quicker, and nothing was written.</summary>
    public async Task<bool> TryCommitAsync(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        try
        {
            if (!await Database.CommitAsync(Telling(changes), ct))
                return false;
        }
        finally
        {
            foreach (var change in changes)
                if (change.Kind is { } kind)
                    Memory.Changed(kind);
        }

        foreach (var change in changes)
            change.Then?.Invoke();
        return true;
    }

    /// <summary>
    /// With word to the other processes of what is stale then: last, since of two works that change one kind the second waits here for the
    /// first.
    /// </summary>
    IReadOnlyList<Change> Telling(IReadOnlyList<Change> changes)
    {
        if (Database.IsAlone || !changes.Any(change => change.Kind is { IsTold: true }))
            return changes;

        var kinds = changes.Select(change => change.Kind).OfType<Kind>().Where(kind => kind.IsTold).Select(kind => kind.Name).Distinct()
            .Order(StringComparer.Ordinal);
        return [.. changes, .. kinds.Select(SharedState.Telling)];
    }
}

/// <summary>Too many wanted the same thing at once: for those who waited, the database is as good as away.</summary>
sealed class ContentionException(string message) : Exception(message);
