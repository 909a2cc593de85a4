using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg;

/// <summary>
/// <c>/_postern</c>: what a test does to the org from outside. Errors are RFC 9457 problem details; <see cref="ControlCallers"/> says who
/// may call.
/// </summary>
sealed class ControlRoutes(ControlCallers callers, params IControlTheme[] themes)
{
    public const string Base = "/_postern";

    readonly SortedSet<string> _paths = new(StringComparer.Ordinal);

    public void Map(RouteMap routes, SurfaceKit kit)
    {
        var surface = kit.Guarded<ControlRoutes>(routes, WriteAsync, callers.Check);
        var table = new ControlTable(surface, _paths);
        foreach (var theme in themes)
            theme.Map(table);
        surface.NothingAt(Base + "/{**rest}");
    }

    /// <summary>For whoever asks at its own address, where people see something else.</summary>
    public Task TellPathsAsync(HttpContext context)
    {
        try
        {
            callers.Check(context);
            return WriteAsync(context, new Trouble.NothingHere());
        }
        catch (ControlProblem problem)
        {
            return problem.WriteAsync(context);
        }
    }

    Task WriteAsync(HttpContext context, Trouble trouble) => (trouble switch
    {
        Trouble.Refused { Refusal: ControlProblem problem } => problem,
        Trouble.MethodNotAllowed(var allowed) =>
            new(405, "Method Not Allowed", $"Use {allowed.Replace(", ", " or ", StringComparison.Ordinal)}."),
        Trouble.NothingHere => new(404, "Not Found", $"There are {string.Join(", ", _paths)}."),
        Trouble.Garbage => new(400, "Bad Request", "The body is not the JSON that is wanted here."),
        Trouble.DatabaseAway =>
            new(503, "Service Unavailable", "The org cannot reach its database for the moment. Try again in a few seconds."),
        _ => new ControlProblem(500, "Internal Server Error", "Something went wrong in the local org; its log says what."),
    }).WriteAsync(context);
}

/// <summary>Something that a test does to the org from outside.</summary>
interface IControlTheme
{
    void Map(ControlTable table);
}

/// <summary>The paths below <c>/_postern</c>, noted as they are mapped, so that whoever is lost is told all of them.</summary>
sealed class ControlTable(Surface surface, ISet<string> paths)
{
    public void Map(string path, string[] methods, RequestDelegate handle)
    {
        paths.Add(ControlRoutes.Base + path);
        surface.Map(ControlRoutes.Base + path, methods, handle);
    }

    public void Get(string path, RequestDelegate handle) => Map(path, ["GET"], handle);

    public void Post(string path, RequestDelegate handle) => Map(path, ["POST"], handle);
}
