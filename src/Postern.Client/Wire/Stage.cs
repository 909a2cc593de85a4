namespace Postern.Client;

/// <summary>The step of the technique at which something failed.</summary>
public enum Stage
{
    /// <summary>Reading the authorization server's metadata.</summary>
    Discovery,

    /// <summary>Primary authentication: <c>POST /api/v1/authn</c>.</summary>
    Authn,

    /// <summary>The authorization request: <c>GET {as}/v1/authorize</c>.</summary>
    Authorize,

    /// <summary>The token request: <c>POST {as}/v1/token</c>.</summary>
    Token,

    /// <summary>Reading the authorization server's signing keys.</summary>
    Keys,

    /// <summary>Checking what was received, after Okta had said yes.</summary>
    Validation,

    /// <summary>Asking what a token is worth: RFC 7662.</summary>
    Introspect,

    /// <summary>Revoking a token: RFC 7009.</summary>
    Revoke,

    /// <summary>Reading the user's claims: OpenID Connect Core 1.0 section 5.3.</summary>
    UserInfo,

    /// <summary>Ending the user's session: OpenID Connect RP-Initiated Logout 1.0.</summary>
    Logout,

    /// <summary>Asking for a device code and a user code: RFC 8628 section 3.1.</summary>
    DeviceAuthorization,

    /// <summary>Asking for a user's consent on another device: OpenID Connect CIBA Core 1.0 section 7.</summary>
    BackchannelAuthentication,

    /// <summary>Depositing an authorization request: RFC 9126.</summary>
    PushedAuthorization,

    /// <summary>Asking a user's factor, beside the token endpoint: Okta's direct authentication.</summary>
    DirectAuthentication,

    /// <summary>Beginning a sign-in on Identity Engine: <c>POST {as}/v1/interact</c>.</summary>
    Interact,

    /// <summary>A step of a sign-in on Identity Engine: <c>POST /idp/idx/…</c>.</summary>
    Idx,
}
