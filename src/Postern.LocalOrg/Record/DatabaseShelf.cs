using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.ObjectPool;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Record;

/// <summary>
/// The latest requests of all processes that share a database. They are written together and by the way, never while a request waits;
/// whoever reads here waits until those of this process are there. Of a database that is away none is kept.
/// </summary>
sealed class DatabaseShelf : IRequestShelf
{
    /// <summary>So long a request may be on its way to the database, by the machine's time.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    const int MostAtOnce = 200;

    /// <summary>More than these wait only where the database is slower than the requests: then the latest are not recorded.</summary>
    const int MostWaiting = 20_000;

    readonly ObjectPool<HeardRequest> _rooms = HeardRequest.NewPool();
    readonly OrgStore _store;
    readonly Channel<RecordedRequest> _waiting = Channel.CreateBounded<RecordedRequest>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });
    readonly SemaphoreSlim _writing = new(1, 1);
    readonly CancellationTokenSource _stopping = new();
    readonly Lazy<Task> _writer;

    public DatabaseShelf(OrgStore store)
    {
        _store = store;
        _writer = new(WriteOnAsync);
    }

    public HeardRequest Take() => _rooms.Get();

    public void Add(HeardRequest heard)
    {
        _waiting.Writer.TryWrite(Teller.Tell(heard));
        _rooms.Return(heard);
        _ = _writer.Value;
    }

    public async Task<IReadOnlyList<RecordedRequest>> AfterAsync(long number, CancellationToken ct)
    {
        await WriteAllAsync(ct);
        return await _store.Database.AllAsync(
            "select document, number from recorded_requests where number > @after order by number",
            [("@after", number)],
            row => Read(row.GetString(0)) with { Number = row.GetInt64(1) },
            ct);
    }

    public async Task<RecordedRequest?> FindAsync(string requestId, CancellationToken ct)
    {
        await WriteAllAsync(ct);
        return await _store.Database.FirstAsync(
            "select document, number from recorded_requests where id = @id order by number desc",
            [("@id", requestId)],
            row => Read(row.GetString(0)) with { Number = row.GetInt64(1) },
            ct);
    }

    public async Task ClearAsync(CancellationToken ct)
    {
        await WriteAllAsync(ct);
        await _store.Database.ExecuteAsync("delete from recorded_requests", [], ct);
    }

    public async Task<IReadOnlyDictionary<(string What, string Name), long>> MetAsync(CancellationToken ct)
    {
        await WriteAllAsync(ct);
        return (await _store.Database.AllAsync(
            "select what, name, met from coverage",
            [],
            row => KeyValuePair.Create((row.GetString(0), row.GetString(1)), row.GetInt64(2)),
            ct)).ToDictionary();
    }

    public async Task ForgetMetAsync(CancellationToken ct)
    {
        await WriteAllAsync(ct);
        await _store.Database.ExecuteAsync("delete from coverage", [], ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_writer.IsValueCreated)
            await _writer.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        _writing.Dispose();
    }

    async Task WriteOnAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync(_stopping.Token))
        {
            await Task.Delay(Pause, TimeProvider.System, _stopping.Token);
            try
            {
                await WriteAllAsync(_stopping.Token);
            }
            catch (Exception) when (!_stopping.IsCancellationRequested)
            {
                // Those are lost, and told nowhere: what the requests themselves met of the database the log has.
            }
        }
    }

    async Task WriteAllAsync(CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            while (Batch() is { Count: > 0 } batch)
                await WriteAsync(batch, ct);
        }
        finally
        {
            _writing.Release();
        }
    }

    List<RecordedRequest> Batch()
    {
        List<RecordedRequest> batch = [];
        while (batch.Count < MostAtOnce && _waiting.Reader.TryRead(out var request))
            batch.Add(request);
        return batch;
    }

    /// <summary>
    /// Numbers are given out with the row of them locked until the batch is there: who has seen one misses none that has a lower one.
    /// </summary>
    Task<bool> WriteAsync(List<RecordedRequest> batch, CancellationToken ct) => _store.Database.CommitAsync(
        [
            new(
                """
                insert into record_numbers (name, value) values ('requests', @count)
                on conflict (name) do update set value = record_numbers.value + @count
                """,
                [("@count", (long)batch.Count)]),
            .. batch.Select((request, i) => new Change(
                """
                insert into recorded_requests (number, id, document)
                values ((select value from record_numbers where name = 'requests') - @before, @id, @document)
                """,
                [
                    ("@before", (long)(batch.Count - 1 - i)), ("@id", request.Id),
                    ("@document", JsonSerializer.Serialize(request, RecordJson.Default.RecordedRequest)),
                ])),
            .. MetBy(batch).CountBy(met => (met.What, met.Name)).OrderBy(met => met.Key).Select(met => new Change(
                """
                insert into coverage (what, name, met) values (@what, @name, @met)
                on conflict (what, name) do update set met = coverage.met + @met
                """,
                [("@what", met.Key.What), ("@name", met.Key.Name), ("@met", (long)met.Value)])),
            new(
                "delete from recorded_requests where number <= (select value from record_numbers where name = 'requests') - @most",
                [("@most", (long)RequestRecord.Most)]),
        ],
        ct);

    static List<Met> MetBy(List<RecordedRequest> batch)
    {
        List<Met> met = [];
        foreach (var request in batch)
            Met.By(request, met);
        return met;
    }

    static RecordedRequest Read(string document) => JsonSerializer.Deserialize(document, RecordJson.Default.RecordedRequest)!;
}
