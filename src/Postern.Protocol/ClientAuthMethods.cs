namespace Postern.Protocol;

/// <summary>Values of <c>token_endpoint_auth_method</c>: OpenID Connect Core 1.0 section 9.</summary>
public static class ClientAuthMethods
{
    public const string ClientSecretBasic = "client_secret_basic";
    public const string ClientSecretJwt = "client_secret_jwt";
    public const string ClientSecretPost = "client_secret_post";
    public const string None = "none";
    public const string PrivateKeyJwt = "private_key_jwt";

    /// <summary>The only <c>client_assertion_type</c>: RFC 7523 section 2.2.</summary>
    public const string JwtBearerAssertion = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
}
