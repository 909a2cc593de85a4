namespace Postern.Protocol;

/// <summary>
/// Values of <c>token_type</c>, of <c>token_type_hint</c>, and of the URNs of RFC 8693 section 3, OpenID Connect Native SSO and Okta's
/// Native to Web SSO.
/// </summary>
public static class TokenTypes
{
    public const string AccessTokenHint = "access_token";
    public const string AccessTokenUrn = "urn:ietf:params:oauth:token-type:access_token";
    public const string Bearer = "Bearer";
    public const string DeviceSecretHint = "device_secret";
    public const string DeviceSecretUrn = "urn:x-oath:params:oauth:token-type:device-secret";
    public const string Dpop = "DPoP";
    public const string IdTokenHint = "id_token";
    public const string IdTokenUrn = "urn:ietf:params:oauth:token-type:id_token";
    /// <summary>Signs its user in to one app, once, by the parameter <see cref="Parameters.InterclientToken"/>.</summary>
    public const string InterclientTokenUrn = "urn:okta:params:oauth:token-type:interclient_token";
    public const string JwtUrn = "urn:ietf:params:oauth:token-type:jwt";
    public const string NotApplicable = "N_A";
    public const string RefreshTokenHint = "refresh_token";
    public const string RefreshTokenUrn = "urn:ietf:params:oauth:token-type:refresh_token";
    /// <summary>Signs its user in to one app, once, at <c>/login/token/sso</c>.</summary>
    public const string WebSsoTokenUrn = "urn:okta:oauth:token-type:web_sso_token";
}
