namespace Postern.Protocol;

/// <summary>Request and response parameters: RFC 6749, RFC 7636, RFC 7521, OpenID Connect Core 1.0, and Okta's own <c>sessionToken</c>.</summary>
public static class Parameters
{
    public const string AccessToken = "access_token";
    public const string AcrValues = "acr_values";
    public const string ClientAssertion = "client_assertion";
    public const string ClientAssertionType = "client_assertion_type";
    public const string ClientId = "client_id";
    public const string ClientSecret = "client_secret";
    public const string Code = "code";
    public const string CodeChallenge = "code_challenge";
    public const string CodeChallengeMethod = "code_challenge_method";
    public const string CodeVerifier = "code_verifier";
    public const string Error = "error";
    public const string ErrorDescription = "error_description";
    public const string ExpiresIn = "expires_in";
    public const string GrantType = "grant_type";
    public const string IdToken = "id_token";
    public const string LoginHint = "login_hint";
    public const string MaxAge = "max_age";
    public const string Nonce = "nonce";
    public const string Password = "password";
    public const string Prompt = "prompt";
    public const string RedirectUri = "redirect_uri";
    public const string RefreshToken = "refresh_token";
    public const string Request = "request";
    public const string RequestUri = "request_uri";
    public const string ResponseMode = "response_mode";
    public const string ResponseType = "response_type";
    public const string Scope = "scope";
    public const string SessionToken = "sessionToken";
    public const string State = "state";
    public const string TokenType = "token_type";
}
