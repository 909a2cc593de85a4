using System.Diagnostics.CodeAnalysis;

namespace Postern.LocalOrg.Storage;

/// <summary>How a request's work is done: tried, committed whole, answered.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "The store is asked in one way for every statement, whether that needs the clock or a memory or neither.")]
sealed partial class OrgStore
{
    /// <summary>So many may be quicker, one after the other, before it counts as an outage.</summary>
    const int MostAttempts = 60;

    /// <summary>
    /// Lets a request read, decide and gather what it writes, and commits that. Who comes too late looks again, and is answered as if they had come later.
    /// A refusal keeps what was spent on it and nothing else; any other failure keeps nothing.
    /// </summary>
    public async Task InOneWorkAsync(Func<Work, Task> attempt, CancellationToken ct)
    {
        for (var i = 0; i < MostAttempts; i++)
        {
            Work work = new();
            try
            {
                await attempt(work);
            }
            catch (Refusal)
            {
                if (await TryCommitAsync([.. work.Changes.Where(change => change.IsSpending)], ct))
                    throw;
                continue;
            }

            if (await TryCommitAsync(work.Changes, ct))
            {
                await work.SayAsync();
                return;
            }
        }

        throw new ContentionException($"Others were quicker {MostAttempts} times.");
    }

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

    /// <summary>With word to the other processes of what is stale then: last, since of two works that change one kind the second waits here for the first.</summary>
    IReadOnlyList<Change> Telling(IReadOnlyList<Change> changes)
    {
        if (Database.IsOurs || !changes.Any(change => change.Kind is { IsTold: true }))
            return changes;

        var kinds = changes.Select(change => change.Kind).OfType<Kind>().Where(kind => kind.IsTold).Select(kind => kind.Name).Distinct().Order(StringComparer.Ordinal);
        return [.. changes, .. kinds.Select(SharedState.Telling)];
    }
}

/// <summary>Too many wanted the same thing at once: for those who waited, the database is as good as away.</summary>
sealed class ContentionException(string message) : Exception(message);
