namespace Postern.Protocol;

/// <summary>Scopes that OpenID Connect Core 1.0 and Okta define.</summary>
public static class Scopes
{
    public const string Address = "address";
    /// <summary>Of the org authorization server: a web SSO token may be had for the sign-in.</summary>
    public const string AppsSso = "okta.apps.sso";
    public const string DeviceSso = "device_sso";
    public const string Email = "email";
    public const string Groups = "groups";
    /// <summary>An interclient token may be had for the sign-in.</summary>
    public const string InterclientAccess = "interclient_access";
    public const string OfflineAccess = "offline_access";
    public const string OpenId = "openid";
    public const string Phone = "phone";
    public const string Profile = "profile";
}
