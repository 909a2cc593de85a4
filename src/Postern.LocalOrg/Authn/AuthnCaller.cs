using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Authn;

/// <summary>Who calls: with an API token or without, from where, on which device (authn.md 13).</summary>
sealed record AuthnCaller(bool IsTrusted, string? Address, string? Device, IReadOnlyList<string> AutoPushUsers)
{
    const string DeviceCookie = "DT";
    const string AutoPushCookie = "auto_push_"; // UNCONFIRMED (authn.md 7.1): the name
    const int LongestDeviceToken = 32;
    const int TwoYears = 63_072_000;

    /// <exception cref="OktaError">The API token is none of the org's, or the device token is too long.</exception>
    public static AuthnCaller Read(HttpContext context, AuthnRequest request, OrgDirectory directory)
    {
        var isTrusted = IsTrustedBy(context.Request.Headers.Authorization, directory);
        var deviceToken = request.Context?.DeviceToken;
        if (deviceToken is { Length: > LongestDeviceToken })
            throw OktaError.Invalid("deviceToken", $"The request has a deviceToken with length greater than {LongestDeviceToken}."); // UNCONFIRMED (authn.md 3.1): the body

        var address = Forwarding.CallerOf(context)?.ToString();
        if (isTrusted && context.Request.Headers["X-Forwarded-For"] is [{ Length: > 0 } forwarded])
            address = forwarded.Split(',')[0].Trim();
        return new(isTrusted, address, DeviceOf(context, isTrusted ? deviceToken : null, isTrusted), AutoPushed(context.Request.Cookies));
    }

    /// <summary>Keeps on the device whether this user's pushes are sent without being asked for.</summary>
    public static void KeepAutoPush(HttpContext context, string userId, bool isOn) =>
        context.Response.Headers.Append("Set-Cookie", $"{AutoPushCookie}{userId}={(isOn ? "true" : "false")}; path=/; max-age={TwoYears}; httponly");

    /// <summary>The name that a browser brings.</summary>
    public static string? DeviceNamed(HttpRequest request) => request.Cookies[DeviceCookie];

    /// <summary>Gives a device without one a name that it brings back.</summary>
    public static void NameDevice(HttpContext context)
    {
        if (!context.Request.Cookies.ContainsKey(DeviceCookie))
            context.Response.Headers.Append("Set-Cookie", $"{DeviceCookie}=DI0{Secrets.New(18)}; path=/; max-age={TwoYears}; httponly");
    }

    /// <summary>The token that a trusted caller gives, or the fingerprint, or the cookie that the device brings itself.</summary>
    static string? DeviceOf(HttpContext context, string? deviceToken, bool isTrusted) =>
        deviceToken ?? (isTrusted && context.Request.Headers["X-Device-Fingerprint"] is [{ Length: > 0 } fingerprint] ? fingerprint : DeviceNamed(context.Request));

    static IReadOnlyList<string> AutoPushed(IRequestCookieCollection cookies) => cookies.Count == 0
        ? []
        : [.. cookies.Where(cookie => cookie.Key.StartsWith(AutoPushCookie, StringComparison.Ordinal) && cookie.Value is "true").Select(cookie => cookie.Key[AutoPushCookie.Length..])];

    static bool IsTrustedBy(string? authorization, OrgDirectory directory)
    {
        if (authorization is null || !authorization.StartsWith("SSWS ", StringComparison.OrdinalIgnoreCase))
            return false;

        return directory.Org.HasApiToken(Secrets.Hash(authorization[5..].Trim())) ? true : throw OktaError.InvalidToken();
    }
}
