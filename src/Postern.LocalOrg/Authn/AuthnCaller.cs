using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Authn;

/// <summary>Who calls: with an API token or without, from where, on which device (authn.md 13).</summary>
sealed record AuthnCaller(bool IsTrusted, string? Address, string? Device, IReadOnlyList<string> AutoPushUsers)
{
    const int LongestDeviceToken = 32;

    /// <summary>As the machine wants to know it.</summary>
    public SignInCaller Signing => new() { Address = Address, Device = Device, AutoPushUsers = AutoPushUsers };

    /// <exception cref="OktaError">The API token is none of the org's, or the device token is too long.</exception>
    public static AuthnCaller Read(HttpContext context, AuthnRequest request, OrgDirectory directory)
    {
        var isTrusted = IsTrustedBy(context.Request.Headers.Authorization, directory);
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

    static bool IsTrustedBy(string? authorization, OrgDirectory directory)
    {
        if (authorization is null || !authorization.StartsWith("SSWS ", StringComparison.OrdinalIgnoreCase))
            return false;

        return directory.Org.FindApiToken(Secrets.Hash(authorization[5..].Trim())) is not null ? true : throw OktaError.InvalidToken();
    }
}
