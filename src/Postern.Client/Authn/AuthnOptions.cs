namespace Postern.Client;

/// <summary>What primary authentication is asked for besides.</summary>
public sealed record AuthnOptions
{
    /// <summary>Whether a password that expires soon is answered with <see cref="AuthnTransaction.PasswordWarn"/>. Default false.</summary>
    public bool WarnBeforePasswordExpired { get; init; }

    /// <summary>Whether each optional factor is offered for enrolment, one after the other. Default false.</summary>
    public bool MultiOptionalFactorEnroll { get; init; }

    /// <summary>Comes back in every answer of the transaction (Classic Engine).</summary>
    public string? RelayState { get; init; }

    /// <summary>
    /// Names the device, so that it can be remembered: at most 32 characters. Okta heeds it from callers with an
    /// <see cref="OktaClientOptions.ApiToken"/> alone.
    /// </summary>
    public string? DeviceToken { get; init; }

    /// <summary>
    /// Sent as <c>X-Device-Fingerprint</c>: tells new devices from known ones. Okta heeds it from callers with an
    /// <see cref="OktaClientOptions.ApiToken"/> alone.
    /// </summary>
    public string? DeviceFingerprint { get; init; }

    /// <summary>
    /// Sent as <c>X-Forwarded-For</c>: the address that the user comes from, where this program signs in for somebody else. Okta heeds it
    /// from trusted gateways alone.
    /// </summary>
    public string? ClientAddress { get; init; }

    /// <summary>No token and no fingerprint.</summary>
    public override string ToString() => "options of primary authentication";
}
