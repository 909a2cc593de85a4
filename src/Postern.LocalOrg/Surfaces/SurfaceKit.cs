using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Surfaces;

/// <summary>What the surfaces of one org have in common, and makes each of.</summary>
sealed class SurfaceKit(SharedState shared, RequestLimits limits, ILoggerFactory logs)
{
    volatile bool _isClosed;

    public SharedState Shared => shared;

    public RequestLimits Limits => limits;

    public RequestIds Ids { get; } = new();

    /// <summary>Of whatever any surface answers.</summary>
    public RequestWatchers Watchers { get; } = new();

    /// <summary>Whether the org has been disposed, and whoever still serves it can only say so.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>The surface of a table of paths, which its log is named after.</summary>
    public Surface Surface<TTable>(IEndpointRouteBuilder routes, TroubleWriter trouble, IPageAccess pages) =>
        new(routes, this, logs.CreateLogger<TTable>()) { Trouble = trouble, Pages = pages };

    /// <summary>One whose answers no other page may read.</summary>
    public Surface Surface<TTable>(IEndpointRouteBuilder routes, TroubleWriter trouble, Action<HttpContext>? guard = null) =>
        new(routes, this, logs.CreateLogger<TTable>()) { Trouble = trouble, Guard = guard };

    public void Close() => _isClosed = true;
}
