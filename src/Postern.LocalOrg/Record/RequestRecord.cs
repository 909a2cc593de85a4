using Postern.LocalOrg.Record;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>
/// What the org was asked and what it answered, while somebody has it recorded: the latest few thousand requests, of all its processes, but
/// not those of <c>/_postern</c>. Off, it costs nothing.
/// </summary>
public sealed class RequestRecord
{
    /// <summary>So many are kept; older ones make room.</summary>
    internal const int Most = 5000;

    /// <summary>How often a waiter looks for what another process has recorded. Of the system's time: a test may hold the org's.</summary>
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    readonly SharedState _shared;
    readonly IRequestShelf _shelf;
    readonly bool _isAlone;
    TaskCompletionSource? _next;

    internal RequestRecord(OrgStore store, SharedState shared)
    {
        (_shared, _isAlone) = (shared, store.IsAlone);
        _shelf = store.IsAlone ? new MemoryShelf() : new DatabaseShelf(store);
    }

    /// <summary>Whether requests are recorded. What another process begins or ends is seen at this one's next request.</summary>
    public bool IsOn => _shared.IsRecording;

    /// <summary>Begins to record, in every process of the org, until it is stopped; a restart goes on with it.</summary>
    public Task StartAsync(CancellationToken ct = default) => _shared.RecordAsync(true, ct);

    /// <summary>Records no more. What was recorded stays.</summary>
    public Task StopAsync(CancellationToken ct = default) => _shared.RecordAsync(false, ct);

    /// <summary>Those that match, the oldest first.</summary>
    public async Task<IReadOnlyList<RecordedRequest>> AllAsync(RequestFilter? filter = null, CancellationToken ct = default)
    {
        var matches = (filter ?? new()).Compiled();
        return [.. (await _shelf.AfterAsync(filter?.After ?? 0, ct)).Where(matches)];
    }

    /// <summary>
    /// The first that matches, waiting for one where there is none yet: "until the app has called token". Recording must be on.
    /// </summary>
    /// <param name="filter">Which.</param>
    /// <param name="ct">Ends the waiting, which otherwise has no end.</param>
    /// <exception cref="InvalidOperationException">Nothing is recorded, so that nothing can come.</exception>
    public async Task<RecordedRequest> WaitForAsync(RequestFilter filter, CancellationToken ct = default)
    {
        var matches = filter.Compiled();
        for (var seen = filter.After; ;)
        {
            var next = Next().Task;
            var newer = await _shelf.AfterAsync(seen, ct);
            if (newer.FirstOrDefault(matches) is { } first)
                return first;
            if (newer is [.., var latest])
                seen = latest.Number;
            if (!IsOn)
                throw new InvalidOperationException("Nothing is recorded: start the record first, with org.Requests.StartAsync().");

            if (_isAlone)
                await next.WaitAsync(ct);
            else
                await await Task.WhenAny(next, Task.Delay(Look, TimeProvider.System, ct));
        }
    }

    /// <summary>How many of those that match came to what, the most frequent first.</summary>
    public async Task<IReadOnlyList<RequestCount>> CountAsync(RequestFilter? filter = null, CancellationToken ct = default) =>
    [
        .. (await AllAsync(filter, ct)).CountBy(request => (request.Endpoint, Outcome: request.Error ?? request.Outcome, request.Status))
            .OrderByDescending(count => count.Value).ThenBy(count => count.Key)
            .Select(count => new RequestCount
            {
                Endpoint = count.Key.Endpoint, Outcome = count.Key.Outcome, Status = count.Key.Status, Count = count.Value,
            }),
    ];

    /// <summary>The one of this id, as an answer has it in <c>X-Okta-Request-Id</c>. Null where there is none on record.</summary>
    public Task<RecordedRequest?> FindAsync(string requestId, CancellationToken ct = default) => _shelf.FindAsync(requestId, ct);

    /// <summary>Forgets what was recorded.</summary>
    public Task ClearAsync(CancellationToken ct = default) => _shelf.ClearAsync(ct);

    internal Task<IReadOnlyDictionary<(string What, string Name), long>> MetAsync(CancellationToken ct) => _shelf.MetAsync(ct);

    internal Task ForgetMetAsync(CancellationToken ct) => _shelf.ForgetMetAsync(ct);

    /// <summary>Room for what will be heard of a request.</summary>
    internal HeardRequest Hear() => _shelf.Take();

    internal void Add(HeardRequest heard)
    {
        _shelf.Add(heard);
        Interlocked.Exchange(ref _next, null)?.TrySetResult();
    }

    internal ValueTask DisposeAsync() => _shelf.DisposeAsync();

    /// <summary>Made by whoever waits: where nobody does, none is.</summary>
    TaskCompletionSource Next()
    {
        TaskCompletionSource made = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return Interlocked.CompareExchange(ref _next, made, null) ?? made;
    }
}
