using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Surfaces;

/// <summary>What the surfaces of one org have in common, and makes each of.</summary>
sealed class SurfaceKit(SharedState shared, RequestLimits limits, ILoggerFactory logs)
{
    /// <summary>The surface of a table of paths, which its log is named after.</summary>
    public Surface Surface<TTable>(IEndpointRouteBuilder routes, TroubleWriter trouble, IPageAccess pages) =>
        new(routes, shared, limits, logs.CreateLogger<TTable>()) { Trouble = trouble, Pages = pages };

    /// <summary>One whose answers no other page may read.</summary>
    public Surface Surface<TTable>(IEndpointRouteBuilder routes, TroubleWriter trouble, Action<HttpContext>? guard = null) =>
        new(routes, shared, limits, logs.CreateLogger<TTable>()) { Trouble = trouble, Guard = guard };
}
