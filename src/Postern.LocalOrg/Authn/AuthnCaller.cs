using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Authn;

/// <summary>Who calls: with an API token or without, from where, on which device (authn.md 13).</summary>
sealed record AuthnCaller(bool IsTrusted, string? Address, string? Device, IReadOnlyList<string> AutoPushUsers)
{
    const int LongestDeviceToken = 32;

    /// <summary>As the machine wants to know it.</summary>
    public SignInCaller Signing => new() { Address = Address, Device = Device, AutoPushUsers = AutoPushUsers };

    /// <exception cref="OktaError">The API token is none of the org's, or the device token is too long.</exception>
    public static async Task<AuthnCaller> ReadAsync(HttpContext context, AuthnRequest request, ApiCaller callers)
    {
        var isTrusted = await IsTrustedAsync(context, callers);
        var deviceToken = request.Context?.DeviceToken;
        if (deviceToken is { Length: > LongestDeviceToken })
            // UNCONFIRMED (authn.md 3.1): the body
            throw OktaError.Invalid("deviceToken", $"The request has a deviceToken with length greater than {LongestDeviceToken}.");

        var address = Forwarding.CallerOf(context)?.ToString();
        if (isTrusted && context.Request.Headers["X-Forwarded-For"] is [{ Length: > 0 } forwarded])
            address = forwarded.Split(',')[0].Trim();
        return new(
            isTrusted,
            address,
            DeviceOf(context, isTrusted ? deviceToken : null, isTrusted),
            DeviceCookies.AutoPushed(context.Request.Cookies));
    }

    /// <summary>The token that a trusted caller gives, or the fingerprint, or the cookie that the device brings itself.</summary>
    static string? DeviceOf(HttpContext context, string? deviceToken, bool isTrusted) =>
        deviceToken
            ?? (
                isTrusted && context.Request.Headers["X-Device-Fingerprint"] is [{ Length: > 0 } fingerprint]
                    ? fingerprint
                    : DeviceCookies.NameOf(context.Request));

    static async ValueTask<bool> IsTrustedAsync(HttpContext context, ApiCaller callers)
    {
        if (!context.Request.Headers.Authorization.ToString().StartsWith("SSWS ", StringComparison.OrdinalIgnoreCase))
            return false;

        try
        {
            await callers.CheckApiTokenAsync(context);
            return true;
        }
        catch (CallerRefusal)
        {
            throw OktaError.InvalidToken();
        }
    }
}
