using System.Globalization;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>Times in words.</summary>
static class Words
{
    public static string Instant(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Relative(DateTimeOffset time, DateTimeOffset now)
    {
        var distance = Duration((time - now).Duration());
        return distance is "" ? "now" : time > now ? $"in {distance}" : $"{distance} ago";
    }

    public static string Duration(TimeSpan span)
    {
        (int Count, string Unit)[] units =
        [
            ((int)span.TotalDays, "day"), (span.Hours, "hour"), (span.Minutes, "minute"), (span.Seconds, "second"),
        ];
        var largest = units.SkipWhile(part => part.Count is 0).Take(2).Where(part => part.Count > 0);
        return string.Join(' ', largest.Select(part => $"{part.Count} {part.Unit}{(part.Count is 1 ? "" : "s")}"));
    }

    /// <summary>A factor, with what Okta shows of where it sends or whose it is.</summary>
    public static string Factor(AuthnFactor factor) => factor.FactorType switch
    {
        FactorTypes.Question => $"security question{Of(Shown(factor, "questionText"))}",
        FactorTypes.Sms => $"code by SMS{To(Shown(factor, "phoneNumber"))}",
        FactorTypes.Call => $"code by a call{To(Shown(factor, "phoneNumber"))}",
        FactorTypes.Email => $"code by e-mail{To(Shown(factor, "email"))}",
        FactorTypes.Push => $"push{To(Shown(factor, "name"))}",
        FactorTypes.Totp => $"code of the authenticator app{Of(factor.Provider)}",
        FactorTypes.Token or FactorTypes.HardwareToken or FactorTypes.HmacToken => $"code of the hardware token{Of(factor.Provider)}",
        var other => $"{other}{Of(factor.Provider)}",
    };

    /// <summary>What is asked for, as a question to whoever has the phone, the mailbox or the token.</summary>
    public static string Code(AuthnFactor factor) =>
        Factor(factor) is [var first, .. var rest] ? $"{char.ToUpperInvariant(first)}{rest}" : "Code";

    public static string Question(AuthnFactor factor) => Shown(factor, "questionText") ?? "Answer to the security question";

    static string Of(string? what) => what is null ? "" : $" ({what})";

    static string To(string? where) => where is null ? "" : $" to {where}";

    static string? Shown(AuthnFactor factor, string member) =>
        factor.Profile is { ValueKind: System.Text.Json.JsonValueKind.Object } profile
            && profile.TryGetProperty(member, out var value)
            && value.ValueKind is System.Text.Json.JsonValueKind.String
            ? value.GetString()
            : null;
}
