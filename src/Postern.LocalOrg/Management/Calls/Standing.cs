using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Management.Calls;

/// <summary>A kind of which every org has some: those are stored when somebody first changes them.</summary>
/// <param name="stored">What is stored.</param>
/// <param name="always">Those that every org has, as they are until then.</param>
/// <param name="idOf">Of one.</param>
sealed class Standing<T>(Collection<T> stored, Func<IEnumerable<T>> always, Func<T, string> idOf)
    where T : class
{
    /// <summary>Those that every org has first.</summary>
    public async Task<IReadOnlyList<T>> AllAsync(CancellationToken ct)
    {
        var kept = await stored.AllAsync(ct);
        return [.. always().Where(known => !kept.Any(other => idOf(other) == idOf(known))), .. kept];
    }

    public async Task<T?> FindAsync(string id, CancellationToken ct) => await stored.FindAsync(id, ct) ?? Known(id);

    /// <summary>As it stands now, to be changed.</summary>
    public async Task<Taken<T>?> TakeAsync(string id, CancellationToken ct)
    {
        if (await stored.FindToChangeAsync(id, ct) is { } kept)
            return new(kept.Document, kept);
        return Known(id) is { } known ? new(known, Kept: null) : null;
    }

    public void Put(Work work, Taken<T> before, T after)
    {
        if (before.Kept is { } kept)
            stored.Change(work, kept, after);
        else
            stored.AddIfFree(work, after);
    }

    T? Known(string id) => always().FirstOrDefault(known => idOf(known) == id);
}

/// <summary>One as a call found it, which wants to change it.</summary>
/// <param name="Document">As it stands.</param>
/// <param name="Kept">Null: nobody has changed it yet.</param>
sealed record Taken<T>(T Document, Kept<T>? Kept)
    where T : class;
