namespace Postern.LocalOrg.Failing;

/// <summary>Which fault scripts make sense: all that is wrong with one is told at once.</summary>
static class FaultRules
{
    const double TenYears = 10 * 365 * 24 * 3600.0;
    const double Hour = 3600;

    static IEnumerable<string> Check(FaultScript script) =>
        [.. OfName(script), .. OfSelection(script), .. OfCalls(script), .. OfAmount(script), .. OfStatus(script)];

    /// <summary>Of several, each with its place among them.</summary>
    public static IReadOnlyList<string> CheckAll(IReadOnlyList<FaultScript> scripts) =>
        [.. scripts.SelectMany((script, i) => Check(script).Select(fault => scripts.Count == 1 ? fault : $"[{i}].{fault}"))];

    static IEnumerable<string> OfName(FaultScript script)
    {
        if (script.Id is { } id && (id.Length is 0 or > 64 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')))
            yield return "id: up to 64 letters, digits, hyphens, dots and underscores.";
        if (!Enum.IsDefined(script.Fault))
            yield return $"fault: there is none of the number {(int)script.Fault}.";
    }

    static IEnumerable<string> OfSelection(FaultScript script)
    {
        if (script.Endpoint is "")
            yield return "endpoint: give a path, such as /oauth2/*/v1/token, or the end of one, such as token.";
        if (script.Endpoint?.StartsWith("/_postern", StringComparison.OrdinalIgnoreCase) is true)
            yield return "endpoint: /_postern obeys no fault script, or nobody could take it away.";
        if (script.Method is { } method && (method.Length == 0 || !method.All(char.IsAsciiLetter)))
            yield return "method: give one of HTTP, such as POST.";
        if (script.ClientId is "")
            yield return "clientId: give one, or leave it out for any.";
        if (script.User is "")
            yield return "user: give a login, or leave it out for any.";
    }

    static IEnumerable<string> OfCalls(FaultScript script)
    {
        if (script.FromCall < 1)
            yield return "fromCall: calls are counted from 1.";
        if (script.ToCall < (script.FromCall ?? 1))
            yield return "toCall: it is before the first, so that no call would be struck.";
        if (script.Chance is { } chance && !(chance > 0 && chance <= 1))
            yield return "chance: above 0 and up to 1.";
        if (script is { Seed: not null, Chance: null })
            yield return "seed: it decides nothing without a chance.";
    }

    static IEnumerable<string> OfAmount(FaultScript script)
    {
        if (script is { Fault: FaultKind.Latency, Seconds: not (> 0 and <= Hour) })
            yield return "seconds: how late the answer comes, above 0 and up to an hour (3600).";
        if (script is { Fault: FaultKind.ClockSkew, Seconds: null or 0 or not (>= -TenYears and <= TenYears) })
            yield return "seconds: how far the clock is ahead, or below zero behind; up to ten years.";
        if (script is { Fault: not (FaultKind.Latency or FaultKind.ClockSkew), Seconds: not null })
            yield return "seconds: latency and clockSkew have them, no other fault.";
    }

    static IEnumerable<string> OfStatus(FaultScript script)
    {
        if (script is { Fault: FaultKind.Status, Status: not (>= 200 and <= 599) })
            yield return "status: from 200 to 599.";
        if (script is { Fault: not FaultKind.Status, Status: not null })
            yield return "status: only the fault status has one.";
        if (script is { Fault: not FaultKind.Status, Body: not null })
            yield return "body: only the fault status has one.";
        if (script is { ContentType: not null, Body: null })
            yield return "contentType: it is that of a body, and there is none.";
        if (script.ContentType?.All(c => c is >= ' ' and < '\x7f') is false)
            yield return "contentType: it is a header, and has no other characters than those of ASCII that can be seen.";
    }
}
