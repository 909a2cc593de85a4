namespace Postern.Protocol;

/// <summary>Paths below the org URL, and below an authorization server's base path.</summary>
public static class Paths
{
    public const string Authn = "/api/v1/authn";
    public const string Activate = "/activate";
    public const string Idx = "/idp/idx"; // Identity Engine's own sign-in API
    public const string AuthorizationServerMetadata = "/.well-known/oauth-authorization-server";
    public const string OAuth = "/oauth2";
    public const string Clients = "/oauth2/v1/clients";
    public const string OktaOrganization = "/.well-known/okta-organization";
    public const string OpenIdConfiguration = "/.well-known/openid-configuration";
    public const string WebFinger = "/.well-known/webfinger";

    /// <summary>Below the base path <c>/oauth2</c> or <c>/oauth2/{authServerId}</c>.</summary>
    public const string Authorize = "/v1/authorize";

    /// <inheritdoc cref="Authorize"/>
    public const string Keys = "/v1/keys";

    /// <inheritdoc cref="Authorize"/>
    public const string Token = "/v1/token";

    /// <inheritdoc cref="Authorize"/>
    public const string UserInfo = "/v1/userinfo";

    /// <inheritdoc cref="Authorize"/>
    public const string BackchannelAuthorize = "/v1/bc/authorize";

    /// <summary>Of Identity Engine's direct authentication. Below the base path, as <see cref="Authorize"/>.</summary>
    public const string Challenge = "/v1/challenge";

    /// <inheritdoc cref="Challenge"/>
    public const string PrimaryAuthenticate = "/v1/primary-authenticate";

    /// <inheritdoc cref="Authorize"/>
    public const string DeviceAuthorize = "/v1/device/authorize";

    /// <summary>Of Identity Engine. Below the base path, as <see cref="Authorize"/>.</summary>
    public const string Interact = "/v1/interact";

    /// <inheritdoc cref="Authorize"/>
    public const string Introspect = "/v1/introspect";

    /// <inheritdoc cref="Authorize"/>
    public const string Logout = "/v1/logout";

    /// <inheritdoc cref="Authorize"/>
    public const string PushedAuthorizationRequest = "/v1/par";

    /// <inheritdoc cref="Authorize"/>
    public const string Revoke = "/v1/revoke";
}
