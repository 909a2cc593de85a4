namespace Postern.Protocol;

/// <summary>Values of <c>grant_type</c>: RFC 6749 and its extensions, and Okta's own <c>interaction_code</c>.</summary>
public static class GrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string Ciba = "urn:openid:params:grant-type:ciba";
    public const string ClientCredentials = "client_credentials";
    public const string DeviceCode = "urn:ietf:params:oauth:grant-type:device_code";
    public const string Implicit = "implicit";
    public const string InteractionCode = "interaction_code";
    public const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    /// <summary>Of Okta's direct authentication, as the three after it.</summary>
    public const string MfaOob = "http://auth0.com/oauth/grant-type/mfa-oob";
    public const string MfaOtp = "http://auth0.com/oauth/grant-type/mfa-otp";
    public const string Oob = "urn:okta:params:oauth:grant-type:oob";
    public const string Otp = "urn:okta:params:oauth:grant-type:otp";
    public const string Password = "password";
    public const string RefreshToken = "refresh_token";
    /// <summary>Of Okta's SDKs, as the one before it: direct authentication with a security key, first and second.</summary>
    public const string WebAuthn = "urn:okta:params:oauth:grant-type:webauthn";
    public const string MfaWebAuthn = "urn:okta:params:oauth:grant-type:mfa-webauthn";
    public const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";
}
