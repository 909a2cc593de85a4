using System.Collections.Concurrent;

namespace Postern.LocalOrg.Storage;

/// <summary>
/// All that is remembered of the database between requests, by one rule: what was read of a kind is good for as long as nothing of that
/// kind was changed, by
/// this process or another. Each kind has a version in the database, which every change of it raises in the same transaction and every
/// request asks for first
/// (<see cref="SharedState"/>); where nobody but this process can write, its own changes are all there are. docs/adr/0012.
/// </summary>
sealed class Memory(bool isAlone)
{
    /// <summary>Every kind there is: where the state of the org was put in the place of another.</summary>
    public static readonly Kind Everything = new("everything");

    readonly ConcurrentDictionary<string, Stamp> _stamps = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, long> _versions = new(StringComparer.Ordinal);

    public Stamp StampOf(Kind kind) => StampOf(kind.Name);

    public Remembered<T> Of<T>(Kind kind)
        where T : class => new(StampOf(kind), mayRemember: isAlone || kind.IsTold);

    /// <summary>What the database says. Never told out of order: one request at a time asks it.</summary>
    public void Hear(string kind, long version)
    {
        if (_versions.TryGetValue(kind, out var known) && known == version)
            return;

        _versions[kind] = version;
        Change(kind);
    }

    /// <summary>Something of the kind may have been changed by this process: also where nobody can say whether it was.</summary>
    public void Changed(Kind kind)
    {
        Change(kind.Name);
        if (kind.Within is { } within)
            Changed(within);
    }

    void Change(string kind)
    {
        if (kind == Everything.Name)
            foreach (var (_, stamp) in _stamps)
                stamp.Change();
        else
            StampOf(kind).Change();
    }

    Stamp StampOf(string kind) => _stamps.GetOrAdd(kind, _ => new());
}

/// <summary>What is remembered and becomes stale together.</summary>
/// <param name="Name">Of its version in the database.</param>
/// <param name="IsTold">
/// Whether other processes are told of its changes. What changes too often for that is remembered only by a process that has the database
/// for itself.
/// </param>
/// <param name="Within">Another kind whose documents contain those of this one, and become stale with it.</param>
sealed record Kind(string Name, bool IsTold = true, Kind? Within = null);

/// <summary>Differs from what it was as soon as something of its kind has been changed.</summary>
sealed class Stamp
{
    long _now;

    public long Now => Volatile.Read(ref _now);

    public void Change() => Interlocked.Increment(ref _now);
}
