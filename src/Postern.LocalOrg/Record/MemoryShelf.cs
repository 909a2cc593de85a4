using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Postern.LocalOrg.Record;

/// <summary>The latest requests of one process, in a ring.</summary>
sealed class MemoryShelf : IRequestShelf
{
    readonly Lock _gate = new();
    readonly PackedRequests _ring = new(RequestRecord.Most);
    readonly Dictionary<Met, long> _met = [];
    readonly List<Met> _meeting = [];
    long _last;
    long _cleared;

    public void Add(RecordedRequest request)
    {
        lock (_gate)
        {
            _ring.Put(++_last, request);
            _meeting.Clear();
            Met.By(request, _meeting);
            foreach (var met in _meeting)
                Count(met);
        }
    }

    public Task<IReadOnlyList<RecordedRequest>> AfterAsync(long number, CancellationToken ct)
    {
        lock (_gate)
        {
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
            _cleared = _last;
            _ring.Clear();
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyDictionary<(string What, string Name), long>> MetAsync(CancellationToken ct)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyDictionary<(string What, string Name), long>>(
                _met.ToDictionary(met => (met.Key.What, met.Key.Name), met => met.Value));
    }

    public Task ForgetMetAsync(CancellationToken ct)
    {
        lock (_gate)
            _met.Clear();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => default;

    void Count(Met met)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(_met, met);
        if (!Unsafe.IsNullRef(ref count))
            count++;
        else if (_met.Count < Met.Most)
            _met[met] = 1;
    }
}
