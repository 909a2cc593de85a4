using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Surfaces;

/// <summary>Who watches the requests of one org: its log, its telemetry, its record. Some may join while it runs.</summary>
sealed class RequestWatchers
{
    volatile IRequestWatcher[] _all = [];

    /// <summary>Whether a request need be noted at all.</summary>
    public bool AnyoneWatches
    {
        get
        {
            foreach (var watcher in _all)
                if (watcher.IsWatching)
                    return true;
            return false;
        }
    }

    public void Add(IRequestWatcher watcher)
    {
        IRequestWatcher[] before;
        do
            before = _all;
        while (Interlocked.CompareExchange(ref _all, [.. before, watcher], before) != before);
    }

    public SeenRequest Begin(HttpContext context, string id, string endpoint)
    {
        SeenRequest request = new(context, id, endpoint);
        context.Features.Set(request);
        foreach (var watcher in _all)
            watcher.Begin(request);
        return request;
    }

    public void End(SeenRequest request)
    {
        request.Took = TimeProvider.System.GetElapsedTime(request.Began);
        foreach (var watcher in _all)
            watcher.End(request);
    }
}
