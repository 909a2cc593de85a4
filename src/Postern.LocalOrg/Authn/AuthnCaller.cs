using Microsoft.AspNetCore.Http;
using Postern.Local.Storage;
using Postern.Local.Tokens;

namespace Postern.Local.Authn;

/// <summary>Who calls: with an API token or without, from where, on which device (authn.md 13).</summary>
sealed record AuthnCaller(bool IsTrusted, string? Address, string? Device)
{
    const string DeviceCookie = "DT";
    const int LongestDeviceToken = 32;

    /// <exception cref="OktaError">The API token is none of the org's, or the device token is too long.</exception>
    public static AuthnCaller Read(HttpContext context, AuthnRequest request, Organization org)
    {
        var isTrusted = IsTrustedBy(context.Request.Headers.Authorization, org);
        var deviceToken = request.Context?.DeviceToken;
        if (deviceToken is { Length: > LongestDeviceToken })
            throw OktaError.Invalid("deviceToken", $"The request has a deviceToken with length greater than {LongestDeviceToken}."); // UNCONFIRMED (authn.md 3.1): the body

        var address = context.Connection.RemoteIpAddress?.ToString();
        if (isTrusted && context.Request.Headers["X-Forwarded-For"] is [{ Length: > 0 } forwarded])
            address = forwarded.Split(',')[0].Trim();
        return new(isTrusted, address, isTrusted && deviceToken is not null ? deviceToken : context.Request.Cookies[DeviceCookie]);
    }

    /// <summary>Gives a device without one a name that it brings back.</summary>
    public static void NameDevice(HttpContext context)
    {
        if (!context.Request.Cookies.ContainsKey(DeviceCookie))
            context.Response.Headers.Append("Set-Cookie", $"{DeviceCookie}=DI0{Secrets.New(18)}; path=/; max-age=63072000; httponly");
    }

    static bool IsTrustedBy(string? authorization, Organization org)
    {
        if (authorization is null || !authorization.StartsWith("SSWS ", StringComparison.OrdinalIgnoreCase))
            return false;

        var given = Secrets.Hash(authorization[5..].Trim());
        return org.ApiTokenHashes.Any(hash => Secrets.AreEqual(hash, given)) ? true : throw OktaError.InvalidToken();
    }
}
