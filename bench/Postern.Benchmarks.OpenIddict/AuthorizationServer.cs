using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Postern.Benchmarks.OpenIddict;

/// <summary>OpenIddict as bench/run measures it: RS256, access tokens as plain JWTs, all else as cheap as its settings make it.</summary>
static class AuthorizationServer
{
    public const string AuthorizePath = "/connect/authorize";
    public const string TokenPath = "/connect/token";

    const string IntrospectionPath = "/connect/introspect";
    const string KeysPath = "/.well-known/jwks";

    public static void Configure(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris(AuthorizePath).SetTokenEndpointUris(TokenPath).SetIntrospectionEndpointUris(IntrospectionPath)
            .SetJsonWebKeySetEndpointUris(KeysPath);
        server.AllowClientCredentialsFlow().AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().RequireProofKeyForCodeExchange();
        server.RegisterScopes(Scopes.Profile, Scopes.Email, Clients.Scope);
        server.AddSigningKey(new RsaSecurityKey(RSA.Create(2048)))
            .AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
        server.DisableAccessTokenEncryption();
        // Codes and refresh tokens sealed by Data Protection: as JWTs they would cost an RSA signature each.
        server.UseDataProtection().PreferDefaultAccessTokenFormat();
        server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough()
            .DisableTransportSecurityRequirement();
    }

    /// <summary>One line, in the words of <c>Postern.Benchmarks.Target</c>.</summary>
    public static string Describe(string url) => new JsonObject
    {
        ["name"] = $"OpenIddict {typeof(OpenIddictServerBuilder).Assembly.GetName().Version!.ToString(3)}, SQLite",
        ["url"] = url,
        ["authorizePath"] = AuthorizePath,
        ["tokenPath"] = TokenPath,
        ["introspectionPath"] = IntrospectionPath,
        ["keysPath"] = KeysPath,
        ["service"] = new JsonObject { ["clientId"] = Clients.Service, ["secret"] = Clients.Secret, ["form"] = "scope=" + Clients.Scope },
        ["app"] = new JsonObject { ["clientId"] = Clients.App, ["redirectUri"] = Clients.RedirectUri },
        ["flows"] = new JsonObject
        {
            ["clientCredentials"] = Does("client secret, RS256 access token, which it stores"),
            ["code"] = Does(
                "session cookie, prompt=none, PKCE; RS256 access and ID token, which it stores, with the code and an authorization"),
            ["refresh"] = Does("rotation; RS256 access and ID token, which it stores"),
            ["introspection"] = Does("client secret, RS256 signature, look-up of the token"),
            ["keys"] = Does("the public key"),
        },
        ["note"] =
            "EF Core on SQLite with the local org's settings; codes and refresh tokens by Data Protection, secrets compared as SHA-256 " +
            "instead of PBKDF2, one request at a time instead of sixteen that wait for SQLite's lock.",
    }.ToJsonString();

    static JsonObject Does(string what) => new() { ["does"] = what };
}
