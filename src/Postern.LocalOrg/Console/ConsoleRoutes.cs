using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Console;

/// <summary>
/// The console: <c>/_postern</c> for people. Pages of HTML, which <see cref="ConsoleDoor"/> guards; a program that asks there is answered
/// as before.
/// </summary>
sealed class ConsoleRoutes(ConsoleDoor door, ConsoleFrame frame, RequestDelegate forPrograms, IReadOnlyList<IConsoleTheme> themes)
{
    /// <summary>What its own address shows.</summary>
    public required Func<HttpContext, Task<ConsoleView>> Home { get; init; }

    public void Map(RouteMap routes, SurfaceKit kit)
    {
        var surface = kit.Guarded<ConsoleRoutes>(routes, WriteAsync, CheckHost);
        var table = new ConsoleTable(surface, door, frame) { IsDraining = () => kit.IsDraining };
        surface.NothingBut(
            ConsolePaths.Home, request => ConsolePaths.IsForPeople(request) ? context => table.ShowAsync(context, Home) : forPrograms);
        surface.Get(ConsolePaths.Open, OpenAsync);
        surface.Get(ConsolePaths.Sheet, context => ConsoleSheet.WriteAsync(context, "text/css", ConsoleSheet.Text));
        surface.Get(ConsolePaths.Script, context => ConsoleSheet.WriteAsync(context, "text/javascript", ConsoleScript.Text));
        surface.Get(ConsolePaths.Icon, context => ConsoleSheet.WriteAsync(context, "image/svg+xml", ConsoleSheet.Icon));
        foreach (var theme in themes)
            theme.Map(table);
        table.Act("/close", CloseAsync);
        surface.NothingAt(ConsolePaths.Base + "/{**rest}");
    }

    void CheckHost(HttpContext context)
    {
        // Programs are answered, and refused, by their own surface.
        if (context.Request.Path.StartsWithSegments(ConsolePaths.Base) || ConsolePaths.IsForPeople(context.Request))
            door.CheckHost(context);
    }

    /// <summary>On to a page without the link, so that it is in nobody's way back; the cookie is the console's from here on.</summary>
    async Task OpenAsync(HttpContext context)
    {
        await door.RedeemAsync(context, context.Request.Query["key"].ToString());
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = ConsolePaths.Home + "/";
    }

    async Task<string> CloseAsync(HttpContext context, IFormCollection form)
    {
        await door.CloseAsync(context);
        return "/";
    }

    Task WriteAsync(HttpContext context, Trouble trouble)
    {
        var problem = trouble switch
        {
            Trouble.Refused { Refusal: ConsoleProblem refused } => refused,
            Trouble.MethodNotAllowed => new(
                StatusCodes.Status405MethodNotAllowed, "Not this way", "This address takes forms of the console's own, or is a page."),
            Trouble.NothingHere => ConsoleProblem.NotFound("The console has no page at this address."),
            Trouble.Garbage => ConsoleProblem.Wrong("The form could not be read."),
            Trouble.DatabaseAway => new(
                StatusCodes.Status503ServiceUnavailable, "Not now",
                "The org cannot reach its database for the moment. Try again in a few seconds."),
            _ => new ConsoleProblem(
                StatusCodes.Status500InternalServerError, "Something went wrong",
                "Something went wrong in the local org; its log says what."),
        };
        context.NoteError(problem.Title);
        return ConsoleFrame.WriteProblemAsync(context, problem);
    }
}

/// <summary>A part of the console: its pages, and what is done on them.</summary>
interface IConsoleTheme
{
    void Map(ConsoleTable table);
}

/// <summary>The paths of the console: what is looked at, and what changes something.</summary>
sealed class ConsoleTable(Surface surface, ConsoleDoor door, ConsoleFrame frame)
{
    /// <summary>Whether the org is about to stop, and waits for nobody who only looks.</summary>
    public required Func<bool> IsDraining { get; init; }

    public void Page(string path, Func<HttpContext, Task<ConsoleView>> show) =>
        surface.Get(ConsolePaths.Base + path, context => ShowAsync(context, show));

    /// <summary>Anything else that is looked at.</summary>
    public void Look(string path, RequestDelegate handle) => surface.Get(
        path,
        async context =>
        {
            await door.CheckLookingAsync(context);
            await handle(context);
        });

    /// <summary>Changes something, and leads on to the page that shows it.</summary>
    public void Act(string path, Func<HttpContext, IFormCollection, Task<string>> act) => surface.Post(
        ConsolePaths.Base + path,
        async context =>
        {
            await door.CheckChangeAsync(context);
            var to = await act(context, await UrlEncodedForm.ReadAsync(context.Request, context.RequestAborted));
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = to;
        });

    /// <summary>Does something whose outcome is shown once, and kept nowhere.</summary>
    public void Answer(string path, Func<HttpContext, IFormCollection, Task<ConsoleView>> answer) => surface.Post(
        ConsolePaths.Base + path,
        async context =>
        {
            await door.CheckChangeAsync(context);
            await frame.WriteAsync(
                context, await answer(context, await UrlEncodedForm.ReadAsync(context.Request, context.RequestAborted)));
        });

    public async Task ShowAsync(HttpContext context, Func<HttpContext, Task<ConsoleView>> show)
    {
        await door.CheckLookingAsync(context);
        await frame.WriteAsync(context, await show(context));
    }
}
