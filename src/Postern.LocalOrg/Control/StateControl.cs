using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg;

/// <summary>
/// <c>/_postern/reset</c>, <c>snapshots</c> and <c>forks</c>: brings the org back to its seed or to how it stood, and makes others of it.
/// </summary>
sealed class StateControl(Func<CancellationToken, Task> reset, OrgSnapshots snapshots, OrgForks forks) : IControlTheme
{
    const double UsualLifetime = 600;
    const double LongestLifetime = 24 * 3600;

    public void Map(ControlTable table)
    {
        table.Post("/reset", ResetAsync);
        table.Get("/snapshots", SnapshotsAsync);
        table.Map("/snapshots/{name}", ["POST", "DELETE"], SnapshotAsync);
        table.Post("/snapshots/{name}/restore", RestoreAsync);
        table.Map("/forks", ["GET", "POST"], ForksAsync);
        table.Map("/forks/{id}", ["DELETE"], EndForkAsync);
    }

    async Task ResetAsync(HttpContext context)
    {
        ControlBody.Check(context.Request);
        await reset(context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    async Task SnapshotsAsync(HttpContext context) => await context.Response.WriteJsonAsync(
        new() { Snapshots = await snapshots.AllAsync(context.RequestAborted) }, ControlJson.Default.SnapshotsBody);

    async Task SnapshotAsync(HttpContext context)
    {
        var (name, ct) = (Name(context), context.RequestAborted);
        if (HttpMethods.IsDelete(context.Request.Method))
        {
            if (!await snapshots.DeleteAsync(name, ct))
                throw NoSnapshot(name);
        }
        else
        {
            ControlBody.Check(context.Request);
            if (name.Length > 64)
                throw ControlProblem.Wrong("A snapshot has a name of up to 64 characters.");
            await snapshots.TakeAsync(name, ct);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    async Task RestoreAsync(HttpContext context)
    {
        ControlBody.Check(context.Request);
        try
        {
            await snapshots.RestoreAsync(Name(context), context.RequestAborted);
        }
        catch (ArgumentException)
        {
            throw NoSnapshot(Name(context));
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    async Task ForksAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.WriteJsonAsync(new() { Forks = forks.All }, ControlJson.Default.ForksBody);
            return;
        }

        var request = await ControlBody.ReadAsync(context, ControlJson.Default.ForkRequest);
        if (request.LifetimeSeconds is not (null or (> 0 and <= LongestLifetime)))
            throw ControlProblem.Wrong("lifetimeSeconds: above 0, and up to a day (86400).");
        var fork = await forks.AddAsync(TimeSpan.FromSeconds(request.LifetimeSeconds ?? UsualLifetime), context.RequestAborted);
        await context.Response.WriteJsonAsync(fork, ControlJson.Default.ForkBody, StatusCodes.Status201Created);
    }

    async Task EndForkAsync(HttpContext context)
    {
        var id = context.Request.RouteValues["id"] as string ?? "";
        if (!await forks.RemoveAsync(id))
            throw ControlProblem.NotFound(
                forks.IsStranger(id)
                    ? "No fork of this id was made by this process. Where several share the org, each knows its own forks alone: ask the " +
                        "one that made it."
                    : "There is no fork of this id in this process: it was ended, or its time was over.");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    static string Name(HttpContext context) => context.Request.RouteValues["name"] as string ?? "";

    static ControlProblem NoSnapshot(string name) =>
        ControlProblem.NotFound($"There is no snapshot '{name}'; GET /_postern/snapshots tells those there are.");
}

/// <summary>States that were put aside.</summary>
sealed record SnapshotsBody
{
    public required IReadOnlyList<OrgSnapshot> Snapshots { get; init; }
}

/// <summary>How long a fork is to live.</summary>
sealed record ForkRequest
{
    public double? LifetimeSeconds { get; init; }
}

/// <summary>The forks of this process.</summary>
sealed record ForksBody
{
    public required IReadOnlyList<ForkBody> Forks { get; init; }
}
