namespace Postern.Protocol;

/// <summary>Values of <c>factorType</c> in Okta's Authentication API.</summary>
public static class FactorTypes
{
    public const string Call = "call";
    public const string Email = "email";
    public const string HardwareToken = "token:hardware";
    public const string HmacToken = "token:hotp";
    public const string Push = "push";
    public const string Question = "question";
    public const string Sms = "sms";
    public const string Token = "token";
    public const string Totp = "token:software:totp";
    public const string WebAuthn = "webauthn";
}
