namespace Postern.Protocol;

/// <summary>
/// Request and response parameters: RFC 6749, RFC 7009, RFC 7521, RFC 7636, RFC 7662, RFC 8628, RFC 8693, RFC 8707, RFC 9126, RFC 9449,
/// OpenID Connect Core 1.0, RP-Initiated Logout and CIBA, and Okta's own <c>idp</c>, <c>interclient_token</c> and <c>sessionToken</c>.
/// </summary>
public static class Parameters
{
    public const string AccessToken = "access_token";
    public const string AcrValues = "acr_values";
    public const string Active = "active";
    public const string ActorToken = "actor_token";
    public const string ActorTokenType = "actor_token_type";
    public const string Assertion = "assertion";
    public const string Audience = "audience";
    public const string AuthenticatorData = "authenticatorData";
    public const string AuthReqId = "auth_req_id";
    public const string BindingMessage = "binding_message";
    public const string BindingCode = "binding_code";
    public const string ChallengeHint = "challenge_hint";
    public const string ChallengeTypesSupported = "challenge_types_supported";
    public const string ChannelHint = "channel_hint";
    public const string ClientAssertion = "client_assertion";
    public const string ClientAssertionType = "client_assertion_type";
    public const string ClientDataJson = "clientDataJSON";
    public const string ClientId = "client_id";
    public const string ClientSecret = "client_secret";
    public const string Code = "code";
    public const string CodeChallenge = "code_challenge";
    public const string CodeChallengeMethod = "code_challenge_method";
    public const string CodeVerifier = "code_verifier";
    public const string DeviceCode = "device_code";
    public const string DeviceSecret = "device_secret";
    public const string DpopJkt = "dpop_jkt";
    public const string EnrollAmrValues = "enroll_amr_values";
    public const string Error = "error";
    public const string ErrorDescription = "error_description";
    public const string ExpiresIn = "expires_in";
    public const string GrantType = "grant_type";
    public const string GrantTypesSupported = "grant_types_supported";
    public const string Idp = "idp";
    public const string IdToken = "id_token";
    public const string IdTokenHint = "id_token_hint";
    public const string InteractionCode = "interaction_code";
    /// <summary>Of an authorize request: a one-time token that another app's sign-in was exchanged for.</summary>
    public const string InterclientToken = "interclient_token";
    public const string Interval = "interval";
    public const string IssuedTokenType = "issued_token_type";
    public const string LoginHint = "login_hint";
    public const string LoginHintToken = "login_hint_token";
    public const string LogoutHint = "logout_hint";
    public const string MaxAge = "max_age";
    public const string MfaToken = "mfa_token";
    public const string Nonce = "nonce";
    public const string OobCode = "oob_code";
    public const string Otp = "otp";
    public const string Password = "password";
    public const string PostLogoutRedirectUri = "post_logout_redirect_uri";
    public const string Prompt = "prompt";
    public const string RedirectUri = "redirect_uri";
    public const string RefreshToken = "refresh_token";
    public const string Request = "request";
    public const string RequestUri = "request_uri";
    public const string RequestedExpiry = "requested_expiry";
    public const string RequestedTokenType = "requested_token_type";
    public const string Resource = "resource";
    public const string ResponseMode = "response_mode";
    public const string ResponseType = "response_type";
    public const string Scope = "scope";
    public const string SessionToken = "sessionToken";
    public const string Signature = "signature";
    public const string State = "state";
    public const string SubjectToken = "subject_token";
    public const string SubjectTokenType = "subject_token_type";
    public const string Token = "token";
    public const string TokenType = "token_type";
    public const string TokenTypeHint = "token_type_hint";
    public const string UserCode = "user_code";
    public const string Username = "username";
    public const string VerificationUri = "verification_uri";
    public const string VerificationUriComplete = "verification_uri_complete";
}
