namespace Postern.Protocol;

/// <summary>
/// Values of <c>error</c>: RFC 6749, RFC 6750, RFC 7591, RFC 8628, RFC 8707, RFC 9101, RFC 9449, OpenID Connect Core 1.0 and CIBA.
/// </summary>
public static class OAuthErrors
{
    public const string AccessDenied = "access_denied";
    public const string AuthorizationPending = "authorization_pending";
    public const string ConsentRequired = "consent_required";
    /// <summary>Okta's SDKs take it for <see cref="AuthorizationPending"/>.</summary>
    public const string DirectAuthPending = "direct_auth_authorization_pending";
    public const string ExpiredToken = "expired_token";
    public const string InsufficientScope = "insufficient_scope";
    public const string InsufficientUserAuthentication = "insufficient_user_authentication";
    public const string InteractionRequired = "interaction_required";
    public const string InvalidBindingMessage = "invalid_binding_message";
    public const string InvalidClient = "invalid_client";
    public const string InvalidClientMetadata = "invalid_client_metadata";
    public const string InvalidDpopProof = "invalid_dpop_proof";
    public const string InvalidGrant = "invalid_grant";
    public const string InvalidRequest = "invalid_request";
    public const string InvalidRequestObject = "invalid_request_object";
    public const string InvalidRequestUri = "invalid_request_uri";
    public const string InvalidScope = "invalid_scope";
    public const string InvalidTarget = "invalid_target";
    public const string InvalidToken = "invalid_token";
    public const string LoginRequired = "login_required";
    public const string MfaRequired = "mfa_required";
    public const string RequestNotSupported = "request_not_supported";
    public const string RequestUriNotSupported = "request_uri_not_supported";
    public const string ServerError = "server_error";
    public const string SlowDown = "slow_down";
    public const string TemporarilyUnavailable = "temporarily_unavailable";
    public const string TooManyUserCodes = "too_many_user_codes";
    public const string UnauthorizedClient = "unauthorized_client";
    public const string UnknownUserId = "unknown_user_id";
    public const string UnsupportedGrantType = "unsupported_grant_type";
    public const string UnsupportedResponseMode = "unsupported_response_mode";
    public const string UnsupportedResponseType = "unsupported_response_type";
    public const string UseDpopNonce = "use_dpop_nonce";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        AccessDenied, AuthorizationPending, ConsentRequired, DirectAuthPending, ExpiredToken, InsufficientScope,
        InsufficientUserAuthentication, InteractionRequired, InvalidBindingMessage, InvalidClient, InvalidClientMetadata,
        InvalidDpopProof, InvalidGrant, InvalidRequest, InvalidRequestObject, InvalidRequestUri, InvalidScope, InvalidTarget,
        InvalidToken, LoginRequired, MfaRequired, RequestNotSupported, RequestUriNotSupported, ServerError, SlowDown,
        TemporarilyUnavailable, TooManyUserCodes, UnauthorizedClient, UnknownUserId, UnsupportedGrantType, UnsupportedResponseMode,
        UnsupportedResponseType, UseDpopNonce,
    ];
}
