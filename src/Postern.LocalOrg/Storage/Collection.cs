using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Postern.LocalOrg.Storage;

/// <summary>
/// Documents of one kind in a table of their own: an id, the few columns that are looked for, a version that every change raises, and the
/// document.
/// </summary>
sealed class Collection<T>(OrgStore store, Table table, JsonTypeInfo<T> type, Func<T, string> idOf, params Column<T>[] columns)
    where T : class
{
    readonly Remembered<T> _byId = store.Memory.Of<T>(table.Kind);
    readonly Remembered<IReadOnlyList<T>> _all = store.Memory.Of<IReadOnlyList<T>>(table.Kind);
    readonly string _find = $"select document from {table.Name} where id = @key";

    /// <summary>Writes what is kept beside the documents, with each change: what there was, and what is to be; null: nothing.</summary>
    public Action<Work, T?, T?>? Beside { get; init; }

    public ValueTask<T?> FindAsync(string id, CancellationToken ct) =>
        _byId.GetAsync(id, key => store.Database.FirstAsync(_find, [("@key", key)], Read, ct));

    /// <summary>With its version, as it stands now and not as it is remembered: for whoever is about to change it.</summary>
    public Task<Kept<T>?> FindToChangeAsync(string id, CancellationToken ct) =>
        store.Database.FirstAsync(
            $"select document, version from {table.Name} where id = @id", [("@id", id)], row =>
                new Kept<T>(Read(row), row.GetInt64(1)), ct);

    /// <summary>All of them with their versions, as they stand at one moment and not as they are remembered.</summary>
    public Task<List<Kept<T>>> AllToChangeAsync(CancellationToken ct) => store.Database.AllAsync(
        $"select document, version from {table.Name} order by id", [], row => new Kept<T>(Read(row), row.GetInt64(1)), ct);

    /// <summary>By one of its columns, whichever comes first by id.</summary>
    public Task<T?> FindByAsync(string column, object value, CancellationToken ct) =>
        store.Database.FirstAsync($"select document from {table.Name} where {column} = @value order by id", [("@value", value)], Read, ct);

    /// <summary>In the order of their ids: for kinds of which there are few.</summary>
    public async ValueTask<IReadOnlyList<T>> AllAsync(CancellationToken ct) =>
        (await _all.GetAsync("", async _ => await ReadAllAsync(ct)))!;

    /// <summary>The next after an id, in the order of ids. An empty one is before the first.</summary>
    public Task<List<T>> PageAsync(string after, int most, CancellationToken ct) =>
        store.Database.AllAsync(
            $"select document from {table.Name} where id > @after order by id limit @most", [("@after", after), ("@most", most)], Read, ct);

    /// <exception cref="DbException">One of its unique columns is another's already.</exception>
    public void Add(Work work, T added)
    {
        work.Write(Adding, AddingOf(added), kind: table.Kind);
        Beside?.Invoke(work, null, added);
    }

    /// <summary>
    /// Where all its unique columns are nobody's: of those who want the same at once one has it, and the others look again.
    /// </summary>
    public void AddIfFree(Work work, T added)
    {
        work.Change(Adding + " on conflict do nothing", AddingOf(added), table.Kind);
        Beside?.Invoke(work, null, added);
    }

    /// <summary>
    /// Where there are no others than those that were seen: of those who want what is nobody's among them one has it, and the others look
    /// again. For kinds of which there are few, whose columns are texts.
    /// </summary>
    public void AddBeside(Work work, T added, IReadOnlyList<Kept<T>> seen)
    {
        // On PostgreSQL whoever else adds one waits here until this work is done. The org's row is always there, also before the first.
        work.Write("update org set version = version", []);
        string[] names = ["id", .. columns.Select(column => column.Name), "version", "document"];
        var ids = seen.Select((other, number) => (Name: $"@seen{number}", Value: (object?)idOf(other.Document))).ToList();
        var others = ids.Count == 0 ? "" : $" where id not in ({string.Join(", ", ids.Select(id => id.Name))})";
        work.Change(
            $"insert into {table.Name} ({string.Join(", ", names)}) select {Values(names)} "
                + $"where not exists (select 1 from {table.Name}{others})",
            [.. AddingOf(added), .. ids],
            table.Kind);
        Beside?.Invoke(work, null, added);
    }

    /// <summary>Where it is still as it was read: of those who change it at once one does, and the others look again.</summary>
    public void Change(Work work, Kept<T> before, T after)
    {
        var assignments = columns.Select(column => $"{column.Name} = @{column.Name}, ");
        work.Change(
            $"update {table.Name} set {string.Concat(assignments)}document = @document, version = version + 1 where id = @id and version " +
            "= @version",
            [.. ColumnsOf(after), ("@document", Document(after)), ("@id", idOf(before.Document)), ("@version", before.Version)],
            kind: table.Kind);
        Beside?.Invoke(work, before.Document, after);
    }

    /// <summary>Where it is still as it was read.</summary>
    public void Delete(Work work, Kept<T> before)
    {
        work.Change(
            $"delete from {table.Name} where id = @id and version = @version",
            [("@id", idOf(before.Document)), ("@version", before.Version)],
            kind: table.Kind);
        Beside?.Invoke(work, before.Document, null);
    }

    string Adding => field ??= AddingInto(["id", .. columns.Select(column => column.Name), "version", "document"]);

    string AddingInto(string[] names) =>
        $"insert into {table.Name} ({string.Join(", ", names)}) values ({Values(names)})";

    static string Values(string[] names) => string.Join(", ", names.Select(name => name is "version" ? "0" : "@" + name));

    (string, object?)[] AddingOf(T added) => [("@id", idOf(added)), .. ColumnsOf(added), ("@document", Document(added))];

    async Task<IReadOnlyList<T>> ReadAllAsync(CancellationToken ct) =>
        await store.Database.AllAsync($"select document from {table.Name} order by id", [], Read, ct);

    IEnumerable<(string, object?)> ColumnsOf(T document) => columns.Select(column => ("@" + column.Name, column.Of(document)));

    T Read(DbDataReader row) => JsonSerializer.Deserialize(row.GetString(0), type)!;

    string Document(T document) => JsonSerializer.Serialize(document, type);
}

/// <summary>A table of documents, and the kind that they are remembered as.</summary>
sealed record Table(string Name, Kind Kind);

/// <summary>A column beside the document, for what is looked for.</summary>
sealed record Column<T>(string Name, Func<T, object?> Of);

/// <summary>A document with the count of its changes.</summary>
sealed record Kept<T>(T Document, long Version);
