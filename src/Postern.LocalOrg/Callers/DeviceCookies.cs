using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Callers;

/// <summary>
/// What a browser keeps of its device: the name by which the org knows it again, and whose pushes it sends without being asked for
/// (authn.md 7.1, 13).
/// </summary>
static class DeviceCookies
{
    const string Device = "DT";
    const string AutoPush = "auto_push_"; // UNCONFIRMED (authn.md 7.1): the name
    const int TwoYears = 63_072_000;

    /// <summary>The name that a browser brings.</summary>
    public static string? NameOf(HttpRequest request) => request.Cookies[Device];

    /// <summary>Gives a device without one a name that it brings back.</summary>
    /// <returns>The name that it has then.</returns>
    public static string Name(HttpContext context, OrgUrls urls)
    {
        if (NameOf(context.Request) is { Length: > 0 } brought)
            return brought;

        var name = $"DI0{Secrets.New(18)}";
        Set(context, $"{Device}={name}", urls);
        return name;
    }

    /// <summary>The users whose pushes the device sends.</summary>
    public static IReadOnlyList<string> AutoPushed(IRequestCookieCollection cookies) => cookies.Count == 0
        ? []
        : [
            .. cookies.Where(cookie => cookie.Key.StartsWith(AutoPush, StringComparison.Ordinal) && cookie.Value is "true")
                .Select(cookie => cookie.Key[AutoPush.Length..]),
        ];

    /// <summary>Keeps on the device whether this user's pushes are sent without being asked for.</summary>
    public static void Keep(HttpContext context, AutoPushChoice choice, OrgUrls urls) =>
        Set(context, $"{AutoPush}{choice.UserId}={(choice.IsOn ? "true" : "false")}", urls);

    // Pages of other sites call with it, which browsers let them over TLS alone.
    static void Set(HttpContext context, string cookie, OrgUrls urls) =>
        context.Response.Headers.Append(
            "Set-Cookie", $"{cookie}; path=/; max-age={TwoYears}; {(urls.AreSecure ? "secure; samesite=none; " : "")}httponly");
}
