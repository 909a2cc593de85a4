using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg;

/// <summary><c>/_postern/clock</c>: tells the org's time, and moves it on.</summary>
sealed class ClockControl(OrgClock clock) : IControlTheme
{
    public void Map(ControlTable table) => table.Map("/clock", ["GET", "POST"], ClockAsync);

    async Task ClockAsync(HttpContext context)
    {
        if (HttpMethods.IsPost(context.Request.Method))
            await AdvanceAsync(context);
        await context.Response.WriteJsonAsync(
            new() { Now = clock.GetUtcNow(), AheadSeconds = clock.Ahead.TotalSeconds }, ControlJson.Default.ClockBody);
    }

    async Task AdvanceAsync(HttpContext context)
    {
        var request = await ControlBody.ReadAsync(context, ControlJson.Default.ClockRequest);
        if (request.AdvanceSeconds is not (>= 0 and < 200_000_000_000))
            throw ControlProblem.Wrong("Give the seconds to advance by, as {\"advanceSeconds\": 300}; the clock never goes back.");

        try
        {
            await clock.AdvanceAsync(TimeSpan.FromSeconds(request.AdvanceSeconds.Value), context.RequestAborted);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw ControlProblem.Wrong("That is past the year 9000.");
        }
    }
}
