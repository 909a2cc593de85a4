using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Postern.Client;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Matrix;

/// <summary>
/// The default org with two apps more: a second native one, and a service that proves itself by a key; and a client for each of its apps.
/// </summary>
public sealed class GrantsOrg : IAsyncLifetime
{
    public const string SecondNative = "0oa1secondNative0005";
    public const string KeyService = "0oa1keyService000005";

    readonly RSA _rsa = RSA.Create(2048);
    readonly HttpClient _http = new(OktaClient.CreateHandler());
    LocalOrg.LocalOrg? _org;

    public async ValueTask InitializeAsync()
    {
        var seed = OrgSeed.Default;
        var apps = new[] { SecondNativeApp(seed), KeyServiceApp(seed) };
        _org = await LocalOrg.LocalOrg.StartAsync(
            new() { Seed = seed with { Apps = [.. seed.Apps, .. apps] } }, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _rsa.Dispose();
        await _org!.DisposeAsync();
    }

    public string IdOf(AppKind kind) => _org!.App(kind).ClientId;

    /// <summary>A client of the authorization server <c>default</c>, unless told otherwise; null is the org's own.</summary>
    internal OktaClient Connect(AppKind kind, string? server = "default", Func<OktaClientOptions, OktaClientOptions>? change = null) =>
        Connect(IdOf(kind), server, change);

    internal OktaClient Connect(string clientId, string? server = "default", Func<OktaClientOptions, OktaClientOptions>? change = null) =>
        Connect(_http, clientId, server, change);

    internal LocalOrg.LocalOrg Org => _org!;

    /// <summary>The same, by whatever sends.</summary>
    internal OktaClient Connect(HttpClient http, string clientId, string? server, Func<OktaClientOptions, OktaClientOptions>? change)
    {
        var app = _org!.Seed.Apps.Single(app => app.ClientId == clientId);
        var options = new OktaClientOptions
        {
            OrgUrl = _org.Url,
            AuthorizationServerId = server,
            ClientId = clientId,
            ClientAuthentication = app switch
            {
                { ClientSecret: { } secret } => ClientAuth.SecretBasic(secret),
                { Jwks: not null } => ClientAuth.PrivateKeyJwt(_rsa.ExportPkcs8PrivateKeyPem()),
                _ => ClientAuth.None,
            },
            RedirectUri = The.Callback,
        };
        return new(http, change?.Invoke(options) ?? options);
    }

    /// <summary>An assertion of the key service for a user (RFC 7523 section 3), good once.</summary>
    internal string Assertion(string audience, string login)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = KeyService,
            Audience = audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = now.AddMinutes(5).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = login, ["jti"] = RandomNumberGenerator.GetHexString(16) },
            SigningCredentials = new(new RsaSecurityKey(_rsa), SecurityAlgorithms.RsaSha256),
        });
    }

    static SeedApp SecondNativeApp(OrgSeed seed) =>
        seed.Apps.Single(app => app.Kind is AppKind.Native) with { ClientId = SecondNative, Name = "Second" };

    SeedApp KeyServiceApp(OrgSeed seed)
    {
        var service = seed.Apps.Single(app => app.Kind is AppKind.Service);
        var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_rsa.ExportParameters(false)));
        return service with
        {
            ClientId = KeyService,
            Name = "Key service",
            TokenEndpointAuthMethod = "private_key_jwt",
            ClientSecret = null,
            Jwks = $$"""{"keys":[{"kty":"RSA","n":"{{jwk.N}}","e":"{{jwk.E}}"}]}""",
            GrantTypes = [.. service.GrantTypes, "urn:ietf:params:oauth:grant-type:jwt-bearer"],
            GrantedOrgScopes = ["okta.users.read"],
            AssignedUserIds = ["00u1adaActive0000005"],
        };
    }
}
