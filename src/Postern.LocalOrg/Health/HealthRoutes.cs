using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Health;

/// <summary>
/// <c>/health/live</c> and <c>/health/ready</c>: for whoever starts this process again, and for whoever sends it requests. They tell
/// anybody, and nothing else.
/// </summary>
sealed class HealthRoutes(SharedState shared)
{
    /// <summary>A balancer asks every few seconds: a database that takes longer is as good as away.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Less specific than a path of the application's that the org is mounted in, which has a health of its own.
    const string Path = "/health/{probe}";

    public void Map(RouteMap routes, SurfaceKit kit)
    {
        var surface = kit.Unminded<HealthRoutes>(routes, WriteAsync);
        surface.Map(Path, ["GET", "HEAD"], context => AnswerAsync(context, kit));
    }

    async Task AnswerAsync(HttpContext context, SurfaceKit kit)
    {
        switch (context.Request.RouteValues["probe"])
        {
            case "live":
                await WriteAsync(context, StatusCodes.Status200OK, "live");
                break;
            case "ready" when await WhyNotAsync(kit, context.RequestAborted) is { } reason:
                context.Response.Headers.RetryAfter = $"{Outage.RetryAfterSeconds}";
                await WriteAsync(context, StatusCodes.Status503ServiceUnavailable, reason);
                break;
            case "ready":
                await WriteAsync(context, StatusCodes.Status200OK, "ready");
                break;
            default:
                await WriteAsync(context, new Trouble.NothingHere());
                break;
        }
    }

    async Task<string?> WhyNotAsync(SurfaceKit kit, CancellationToken ct)
    {
        if (kit.IsClosed)
            return "stopped";
        if (kit.IsDraining)
            return "draining";

        try
        {
            // By the system's time: a test may hold the org's still.
            await shared.AskAsync().WaitAsync(Patience, TimeProvider.System, ct);
            return null;
        }
        catch (SupersededException)
        {
            return "superseded";
        }
        catch (Exception away) when (away is TimeoutException || Outage.Is(away))
        {
            return "database_away";
        }
    }

    static Task WriteAsync(HttpContext context, Trouble trouble) => trouble switch
    {
        Trouble.MethodNotAllowed => WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "method_not_allowed"),
        Trouble.NothingHere => WriteAsync(context, StatusCodes.Status404NotFound, "nothing_here"),
        _ => WriteAsync(context, StatusCodes.Status500InternalServerError, "failed"),
    };

    static Task WriteAsync(HttpContext context, int status, string word) =>
        context.Response.WriteJsonAsync(new() { Status = word }, HealthJson.Default.HealthBody, status);
}
