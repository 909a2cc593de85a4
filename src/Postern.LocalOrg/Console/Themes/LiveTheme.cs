using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>
/// Tells a page that is looked at when there is something new on record: the little script waits for it, and asks for the page again.
/// </summary>
sealed class LiveTheme(RequestRecord record) : IConsoleTheme
{
    /// <summary>So long nobody in between gives up; then the script asks again.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>An org that stops waits no longer than this for those who look at it.</summary>
    static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);

    public void Map(ConsoleTable table) => table.Look(ConsolePaths.Changes, context => WaitAsync(context, table.IsDraining));

    async Task WaitAsync(HttpContext context, Func<bool> isDraining)
    {
        if (!long.TryParse(context.Request.Query["after"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var after))
            throw ConsoleProblem.Wrong("Say after which request, by its number.");

        var began = TimeProvider.System.GetTimestamp();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        while (TimeProvider.System.GetElapsedTime(began) < Patience && !isDraining())
            if (await IsThereMoreAsync(after, context.RequestAborted))
            {
                context.Response.StatusCode = StatusCodes.Status200OK;
                return;
            }
    }

    /// <summary>Waits for a moment.</summary>
    async Task<bool> IsThereMoreAsync(long after, CancellationToken ct)
    {
        using var slice = new CancellationTokenSource(Slice, TimeProvider.System);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(slice.Token, ct);
        try
        {
            if (!record.IsOn)
            {
                await Task.Delay(Slice, TimeProvider.System, end.Token);
                return false;
            }

            await record.WaitForAsync(new() { After = after }, end.Token);
            return true;
        }
        catch (InvalidOperationException)
        {
            // Somebody has stopped the record meanwhile.
            return false;
        }
        catch (OperationCanceledException) when (slice.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
