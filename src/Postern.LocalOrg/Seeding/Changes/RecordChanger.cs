using System.Text.Json.Serialization.Metadata;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>Changes the directory's records of one kind after the other by what two seeds say of them.</summary>
sealed class RecordChanger(Work work, OrgSeed before, OrgSeed after, List<SeedChange> done)
{
    public async Task ChangeAsync<T>(Collection<T> collection, SeededKind<T> kind, CancellationToken ct)
        where T : class
    {
        var difference = SeedDifference<T>.Of(kind.Of(before), kind.Of(after), kind.Id, kind.Type);
        foreach (var removed in difference.Removed)
            if (await collection.FindToChangeAsync(kind.Id(removed), ct) is { } there)
            {
                collection.Delete(work, there);
                done.Add(new(SeedChange.Removed, kind.Called(removed)));
            }

        foreach (var added in difference.Added)
            await PutAsync(collection, kind, added, SeedChange.Added, ct);
        foreach (var changed in difference.Changed)
            await PutAsync(collection, kind, changed, SeedChange.Changed, ct);
    }

    async Task PutAsync<T>(Collection<T> collection, SeededKind<T> kind, T record, string how, CancellationToken ct)
        where T : class
    {
        if (await collection.FindToChangeAsync(kind.Id(record), ct) is { } there)
            collection.Change(work, there, kind.Keep(there.Document, record));
        else
            collection.Add(work, record);
        done.Add(new(how, kind.Called(record)));
    }
}

/// <summary>What a seed's records of a kind are in the directory.</summary>
sealed record SeededKind<T>(JsonTypeInfo<T> Type, Func<OrgSeed, IEnumerable<T>> Of, Func<T, string> Id, Func<T, string> Called)
{
    /// <summary>What there was, and what is to be, as one.</summary>
    public required Func<T, T, T> Keep { get; init; }
}

/// <summary>One thing that was done.</summary>
sealed record SeedChange(string How, string What)
{
    public const string Added = "added", Changed = "changed", Removed = "removed";
}
