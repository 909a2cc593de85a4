namespace Postern.Protocol;

/// <summary>Values of <c>error</c>: RFC 6749, OpenID Connect Core 1.0, RFC 6750.</summary>
public static class OAuthErrors
{
    public const string AccessDenied = "access_denied";
    public const string ConsentRequired = "consent_required";
    public const string InsufficientScope = "insufficient_scope";
    public const string InteractionRequired = "interaction_required";
    public const string InvalidClient = "invalid_client";
    public const string InvalidGrant = "invalid_grant";
    public const string InvalidRequest = "invalid_request";
    public const string InvalidScope = "invalid_scope";
    public const string InvalidToken = "invalid_token";
    public const string LoginRequired = "login_required";
    public const string ServerError = "server_error";
    public const string UnauthorizedClient = "unauthorized_client";
    public const string UnsupportedGrantType = "unsupported_grant_type";
    public const string UnsupportedResponseMode = "unsupported_response_mode";
    public const string UnsupportedResponseType = "unsupported_response_type";
}
