using System.Globalization;

namespace Postern.LocalOrg.SystemLog;

/// <summary>What the System Log has of requests that come too often: management.md 17.</summary>
static class LimitEvents
{
    /// <param name="where">The endpoints that share the limit.</param>
    /// <param name="threshold">How many there may be.</param>
    /// <param name="unit">Of time: <c>MINUTES</c> or <c>SECONDS</c>.</param>
    public static LogEvent Passed(string where, int threshold, string unit) => Of(EventTypes.LimitViolation, where, threshold, unit);

    /// <summary>The same of a limit whose time is several seconds.</summary>
    public static LogEvent Passed(string where, int threshold, long seconds) =>
        Of(EventTypes.LimitViolation, where, threshold, "SECONDS", seconds);

    /// <inheritdoc cref="Passed(string, int, string)"/>
    public static LogEvent Near(string where, int threshold, string unit) => Of(EventTypes.LimitWarning, where, threshold, unit);

    static LogEvent Of(string type, string where, int threshold, string unit, long span = 1) => new()
    {
        Type = type, Actor = LogParty.System, Targets = [new(where, "URL Pattern", where, where)],
        Debug = new Dictionary<string, string>
        {
            ["threshold"] = threshold.ToString(CultureInfo.InvariantCulture),
            ["timeSpan"] = span.ToString(CultureInfo.InvariantCulture), ["timeUnit"] = unit,
        },
    };
}
