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
            if (!await database.CommitAsync(changes, ct))
                return false;
        }
        finally
        {
            foreach (var change in changes)
                change.Forget?.Invoke();
        }

        foreach (var change in changes)
            change.Then?.Invoke();
        return true;
    }
}

/// <summary>Too many wanted the same thing at once: for those who waited, the database is as good as away.</summary>
sealed class ContentionException(string message) : Exception(message);
