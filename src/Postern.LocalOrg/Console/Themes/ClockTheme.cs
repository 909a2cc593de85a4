using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>The org's clock: how late it is, and how to move it on.</summary>
sealed class ClockTheme(OrgClock clock) : IConsoleTheme
{
    const string Path = ConsolePaths.Base + "/clock";

    static readonly (string Label, long Seconds)[] Steps =
        [("30 seconds", 30), ("5 minutes", 300), ("1 hour", 3600), ("1 day", 86_400), ("30 days", 2_592_000)];

    public void Map(ConsoleTable table)
    {
        table.Page("/clock", ShowAsync);
        table.Act("/clock/advance", AdvanceAsync);
        table.Act("/clock/set", SetAsync);
    }

    Task<ConsoleView> ShowAsync(HttpContext context)
    {
        var ahead = clock.Ahead == TimeSpan.Zero ? "not at all" : clock.Ahead.ToString("c", CultureInfo.InvariantCulture);
        var inAnHour = clock.GetUtcNow().AddHours(1).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
        var body = Markup.Of(
            $"""
            {ConsoleParts.Facts(
                ("The org's time", ConsoleParts.Text(ConsoleParts.Instant(clock.GetUtcNow()))), ("Ahead", ConsoleParts.Text(ahead)))}
            <h2>Move it on</h2>
            <div class="actions">
            {Markup.Each(Steps, step => Step(step.Label, step.Seconds))}
            </div>
            <form class="row" method="post" action="{Path}/advance">
            <div>{ConsoleParts.Field("seconds", "seconds", "By seconds", "60", "number")}</div>
            <button type="submit">Move on</button>
            </form>
            <form class="row" method="post" action="{Path}/set">
            <div>{ConsoleParts.Field("instant", "instant", "To an instant (UTC)", inAnHour, "datetime-local")}</div>
            <button type="submit">Set</button>
            </form>
            <p class="quiet">Tokens, sessions and codes expire by it. It never goes back, so that what has expired stays so: to begin with
            the machine&#x27;s time again, start the org anew, or work in a <code>postern org fork</code> and throw that away.</p>
            """);
        return Task.FromResult(new ConsoleView("Clock", "Clock", body));
    }

    static Markup Step(string label, long seconds) => ConsoleParts.Action(
        "/clock/advance", $"By {label}", ConsoleParts.Hidden("seconds", seconds.ToString(CultureInfo.InvariantCulture)));

    async Task<string> AdvanceAsync(HttpContext context, IFormCollection form)
    {
        if (!double.TryParse(form["seconds"].ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            || seconds is not (>= 0 and < 200_000_000_000))
            throw ConsoleProblem.Wrong("Give the seconds to move on by, such as 300: the clock never goes back.");
        return await MoveAsync(TimeSpan.FromSeconds(seconds), context.RequestAborted);
    }

    async Task<string> SetAsync(HttpContext context, IFormCollection form)
    {
        if (!DateTimeOffset.TryParse(
                form["instant"].ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            throw ConsoleProblem.Wrong("Give an instant, such as 2026-02-03T10:15.");
        var by = instant - clock.GetUtcNow();
        return by >= TimeSpan.Zero
            ? await MoveAsync(by, context.RequestAborted)
            : throw ConsoleProblem.Wrong("That is past already by the org's clock, which never goes back.");
    }

    async Task<string> MoveAsync(TimeSpan by, CancellationToken ct)
    {
        try
        {
            await clock.AdvanceAsync(by, ct);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw ConsoleProblem.Wrong("That is past the year 9000.");
        }

        return ConsoleDone.With(Path, "clock");
    }
}
