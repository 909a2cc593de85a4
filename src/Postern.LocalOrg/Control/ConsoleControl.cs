using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg;

/// <summary><c>/_postern/console-links</c>: what opens the console in a browser, once.</summary>
sealed class ConsoleControl(Func<CancellationToken, Task<string>> newLink) : IControlTheme
{
    public void Map(ControlTable table) => table.Post("/console-links", LinkAsync);

    async Task LinkAsync(HttpContext context)
    {
        ControlBody.Check(context.Request);
        await context.Response.WriteJsonAsync(
            new() { Url = await newLink(context.RequestAborted) }, ControlJson.Default.ConsoleLinkBody, StatusCodes.Status201Created);
    }
}

/// <summary>Good once, and for an hour.</summary>
sealed record ConsoleLinkBody
{
    public required string Url { get; init; }

    public override string ToString() => "a link";
}
