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
}
