using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.ObjectPool;

namespace Postern.LocalOrg.Record;

/// <summary>
/// The latest requests of one process, in a ring. They are told when some wait, when one has waited for a moment, or when somebody asks.
/// </summary>
sealed class MemoryShelf : IRequestShelf, IThreadPoolWorkItem
{
    const int MostWaiting = 64;

    /// <summary>No secret of a request is kept longer than that, by the machine's time.</summary>
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);

    readonly ObjectPool<HeardRequest> _rooms = HeardRequest.NewPool();
    readonly ITimer _moment;
    readonly Lock _waitingGate = new();
    readonly Lock _gate = new();
    readonly PackedRequests _ring = new(RequestRecord.Most);
    readonly Dictionary<Met, long> _met = [];
    readonly List<Met> _meeting = [];
    List<HeardRequest> _waiting = new(MostWaiting);
    List<HeardRequest> _telling = new(MostWaiting);
    long _last;
    long _cleared;

    public MemoryShelf() =>
        _moment = TimeProvider.System.CreateTimer(_ => TellWaiting(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public HeardRequest Take() => _rooms.Get();

    public void Add(HeardRequest heard)
    {
        int waiting;
        lock (_waitingGate)
        {
            _waiting.Add(heard);
            waiting = _waiting.Count;
        }

        if (waiting == 1)
            _moment.Change(Moment, Timeout.InfiniteTimeSpan);
        else if (waiting == MostWaiting)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else if (waiting > 4 * MostWaiting)
            TellWaiting(); // nobody else comes to it
    }

    void IThreadPoolWorkItem.Execute() => TellWaiting();

    public Task<IReadOnlyList<RecordedRequest>> AfterAsync(long number, CancellationToken ct)
    {
        lock (_gate)
        {
            TellWaiting();
            List<RecordedRequest> found = [];
            for (var next = Math.Max(Math.Max(number, _cleared), _last - RequestRecord.Most) + 1; next <= _last; next++)
                found.Add(_ring.Read(next));
            return Task.FromResult<IReadOnlyList<RecordedRequest>>(found);
        }
    }

    public async Task<RecordedRequest?> FindAsync(string requestId, CancellationToken ct) =>
        (await AfterAsync(0, ct)).LastOrDefault(request => request.Id == requestId);

    public Task ClearAsync(CancellationToken ct)
    {
        lock (_gate)
        {
            TellWaiting();
            _cleared = _last;
            _ring.Clear();
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyDictionary<(string What, string Name), long>> MetAsync(CancellationToken ct)
    {
        lock (_gate)
        {
            TellWaiting();
            return Task.FromResult<IReadOnlyDictionary<(string What, string Name), long>>(
                _met.ToDictionary(met => (met.Key.What, met.Key.Name), met => met.Value));
        }
    }

    public Task ForgetMetAsync(CancellationToken ct)
    {
        lock (_gate)
        {
            TellWaiting();
            _met.Clear();
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _moment.DisposeAsync();

    void TellWaiting()
    {
        lock (_gate)
        {
            lock (_waitingGate)
                (_waiting, _telling) = (_telling, _waiting);
            foreach (var heard in _telling)
            {
                Put(ToldOf(heard));
                _rooms.Return(heard);
            }

            _telling.Clear();
        }
    }

    /// <summary>Nobody waits for it who could be told of a fault of ours: it is on record then without its members.</summary>
    static RecordedRequest ToldOf(HeardRequest heard)
    {
        try
        {
            return Teller.Tell(heard);
        }
        catch (Exception)
        {
            return heard.Request;
        }
    }

    void Put(RecordedRequest request)
    {
        _ring.Put(++_last, request);
        _meeting.Clear();
        Met.By(request, _meeting);
        foreach (var met in _meeting)
            Count(met);
    }

    void Count(Met met)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(_met, met);
        if (!Unsafe.IsNullRef(ref count))
            count++;
        else if (_met.Count < Met.Most)
            _met[met] = 1;
    }
}
