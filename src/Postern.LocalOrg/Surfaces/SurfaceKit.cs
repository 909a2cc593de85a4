using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Surfaces;

/// <summary>What the surfaces of one org have in common, and makes each of.</summary>
sealed class SurfaceKit(SharedState shared, RequestLimits limits, FaultStage faults, ILoggerFactory logs)
{
    volatile bool _isClosed;
    volatile bool _isDraining;

    public SharedState Shared => shared;

    public RequestLimits Limits => limits;

    public RequestIds Ids { get; } = new();

    /// <summary>Method and path of every endpoint that is built, as it was mapped, for whoever wants to know which were met.</summary>
    public SortedSet<string> Endpoints { get; } = new(StringComparer.Ordinal);

    /// <summary>Of whatever any surface answers.</summary>
    public RequestWatchers Watchers { get; } = new();

    /// <summary>Whether the org has been disposed, and whoever still serves it can only say so.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Whether the org is about to stop, and whoever sends it requests should send them elsewhere.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>The surface of a table of paths, which its log is named after.</summary>
    public Surface Surface<TTable>(RouteMap routes, TroubleWriter trouble, IPageAccess pages) =>
        new(routes, this, logs.CreateLogger<TTable>()) { Trouble = trouble, Pages = pages, Faults = faults };

    /// <summary>One whose answers no other page may read.</summary>
    public Surface Surface<TTable>(RouteMap routes, TroubleWriter trouble) =>
        new(routes, this, logs.CreateLogger<TTable>()) { Trouble = trouble, Faults = faults };

    /// <summary>One that not everybody may use, and that no fault script strikes: somebody must be able to end them.</summary>
    public Surface Guarded<TTable>(RouteMap routes, TroubleWriter trouble, Action<HttpContext> guard) =>
        new(routes, this, logs.CreateLogger<TTable>()) { Trouble = trouble, Guard = guard };

    /// <summary>One that answers however the org is, and that nobody watches.</summary>
    public Surface Unminded<TTable>(RouteMap routes, TroubleWriter trouble) =>
        new(routes, this, logs.CreateLogger<TTable>()) { Trouble = trouble, MindsTheOrg = false };

    public void Drain() => _isDraining = true;

    public void Close() => _isClosed = true;
}
