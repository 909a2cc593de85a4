using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Postern.LocalOrg.Record;

/// <summary>The latest requests of one process, in a ring.</summary>
sealed class MemoryShelf : IRequestShelf
{
    readonly Lock _gate = new();
    readonly RecordedRequest?[] _ring = new RecordedRequest?[RequestRecord.Most];
    long _last;
    long _cleared;
    Dictionary<(string What, string Name), long> _met = [];

    public void Add(RecordedRequest request)
    {
        lock (_gate)
        {
            _ring[++_last % _ring.Length] = request;
            foreach (var met in Met.By(request))
                Count(met);
        }
    }

    public Task<IReadOnlyList<RecordedRequest>> AfterAsync(long number, CancellationToken ct)
    {
        lock (_gate)
        {
            List<RecordedRequest> found = [];
            for (var next = Math.Max(Math.Max(number, _cleared), _last - _ring.Length) + 1; next <= _last; next++)
                found.Add(Numbered(next));
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
            Array.Clear(_ring);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyDictionary<(string What, string Name), long>> MetAsync(CancellationToken ct)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyDictionary<(string What, string Name), long>>(new Dictionary<(string, string), long>(_met));
    }

    public Task ForgetMetAsync(CancellationToken ct)
    {
        lock (_gate)
            _met = [];
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => default;

    void Count((string What, string Name) met)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(_met, met);
        if (!Unsafe.IsNullRef(ref count))
            count++;
        else if (_met.Count < Met.Most)
            _met[met] = 1;
    }

    /// <summary>A request is given its number when it is first read: most never are.</summary>
    RecordedRequest Numbered(long number)
    {
        ref var request = ref _ring[number % _ring.Length];
        if (request!.Number != number)
            request = request with { Number = number };
        return request;
    }
}
