namespace Postern.Protocol;

/// <summary>Claims of ID tokens and access tokens: RFC 7519, OpenID Connect Core 1.0, and Okta's own.</summary>
public static class Claims
{
    public const string AccessTokenHash = "at_hash";
    public const string AccessTokenHashOfProof = "ath";
    public const string Audience = "aud";
    public const string AuthenticationContext = "acr";
    public const string AuthenticationMethods = "amr";
    public const string AuthenticationTime = "auth_time";
    public const string AuthorizedParty = "azp";
    public const string ClientId = "cid";
    public const string CodeHash = "c_hash";
    public const string Confirmation = "cnf";
    public const string ExpiresAt = "exp";
    public const string HttpMethod = "htm";
    public const string HttpUri = "htu";
    public const string IssuedAt = "iat";
    public const string Issuer = "iss";
    public const string JwtId = "jti";
    public const string KeyThumbprint = "jkt";
    public const string Nonce = "nonce";
    public const string NotBefore = "nbf";
    public const string OAuthClientId = "client_id";
    public const string PreferredUsername = "preferred_username";
    public const string Scope = "scope";
    public const string Scopes = "scp";
    public const string SessionId = "sid";
    public const string Subject = "sub";
    public const string UserId = "uid";
    public const string Version = "ver";
}
