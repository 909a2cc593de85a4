using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Postern.Client;
using Postern.Local;

namespace Postern.Interop.Tests.Matrix;

/// <summary>Both halves where a client proves itself, or a user, by a key, and where two apps share a sign-in: with bearer tokens and with bound ones.</summary>
public sealed class ClientKeysAgainstLocalOrgTests : IAsyncLifetime
{
    const string Second = "0oa1secondNative0005";

    readonly RSA _rsa = RSA.Create(2048);
    readonly HttpClient _http = new(OktaClient.CreateHandler());
    LocalOrg _org = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var seed = OrgSeed.Default;
        var (native, service) = (seed.Apps.Single(app => app.Kind is AppKind.Native), seed.Apps.Single(app => app.Kind is AppKind.Service));
        var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_rsa.ExportParameters(false)));
        _org = await LocalOrg.StartAsync(
            new()
            {
                Seed = seed with
                {
                    Apps =
                    [
                        .. seed.Apps.Where(app => app.Kind is not AppKind.Service),
                        native with { ClientId = Second, Name = "Second" },
                        service with
                        {
                            TokenEndpointAuthMethod = "private_key_jwt",
                            ClientSecret = null,
                            Jwks = $$"""{"keys":[{"kty":"RSA","n":"{{jwk.N}}","e":"{{jwk.E}}"}]}""",
                            GrantTypes = [.. service.GrantTypes, "urn:ietf:params:oauth:grant-type:jwt-bearer"],
                            GrantedOrgScopes = ["okta.users.read"],
                            AssignedUserIds = ["00u1adaActive0000005"],
                        },
                    ],
                    AuthorizationServers = [seed.AuthorizationServers[0] with { Scopes = ["orders:read"] }],
                },
            },
            Ct);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _rsa.Dispose();
        await _org.DisposeAsync();
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData("default", false)]
    [InlineData("default", true)]
    public async Task A_password_becomes_tokens_that_are_refreshed_looked_at_and_revoked(string? server, bool isBound)
    {
        var client = Client(AppKind.Native, server, isBound, "openid", "profile", "offline_access");

        var tokens = await client.ResourceOwnerPasswordFlow.GetTokensAsync(The.Ada, The.Password, ct: Ct);
        var refreshed = await client.RefreshTokenFlow.RefreshAsync(tokens, ct: Ct);
        var user = await client.GetUserInfoAsync(refreshed, Ct);
        var alive = await client.IntrospectAsync(refreshed.AccessToken!, ct: Ct);
        await client.RevokeAsync(refreshed.RefreshToken!, ct: Ct);
        var dead = await client.IntrospectAsync(refreshed.AccessToken!, ct: Ct);

        refreshed.TokenType.ShouldBe(isBound ? "DPoP" : "Bearer");
        user.Subject.ShouldBe("00u1adaActive0000005");
        alive.Active.ShouldBeTrue();
        dead.Active.ShouldBeFalse();
        (await Should.ThrowAsync<OAuthException>(() => client.RefreshTokenFlow.RefreshAsync(refreshed, ct: Ct))).Error.ShouldBe("invalid_grant");
    }

    [Theory]
    [InlineData("default", "orders:read", false)]
    [InlineData("default", "orders:read", true)]
    [InlineData(null, "okta.users.read", false)]
    [InlineData(null, "okta.users.read", true)]
    public async Task A_service_acts_for_itself(string? server, string scope, bool isBound)
    {
        var tokens = await Client(AppKind.Service, server, isBound, scope).ClientCredentialsFlow.GetTokensAsync(ct: Ct);

        tokens.Scopes.ShouldBe([scope]);
        tokens.IdToken.ShouldBeNull();
    }

    [Fact]
    public async Task A_device_signs_in_once_for_all_its_apps()
    {
        var first = await Client(AppKind.Native, "default", isBound: false, "openid", "device_sso", "offline_access").ResourceOwnerPasswordFlow.GetTokensAsync(The.Ada, The.Password, ct: Ct);

        var second = await Client(Second, "default", isBound: false, "openid", "offline_access")
            .TokenExchangeFlow.ExchangeDeviceSecretAsync(first.IdToken!, first.DeviceSecret!, "api://default", ct: Ct);

        second.RefreshToken.ShouldNotBeNull();
        new JsonWebToken(second.IdToken).Subject.ShouldBe("00u1adaActive0000005");
    }

    [Fact]
    public async Task A_client_signs_for_a_user()
    {
        var service = Client(AppKind.Service, "default", isBound: false, "openid");
        var now = TimeProvider.System.GetUtcNow();
        var assertion = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = service.Options.ClientId,
            Audience = service.Issuer,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = now.AddMinutes(5).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = The.Ada, ["jti"] = "j-1" },
            SigningCredentials = new(new RsaSecurityKey(_rsa), SecurityAlgorithms.RsaSha256),
        });

        var tokens = await service.JwtBearerFlow.GetTokensAsync(assertion, ct: Ct);

        new JsonWebToken(tokens.IdToken).Subject.ShouldBe("00u1adaActive0000005");
    }

    OktaClient Client(AppKind kind, string? server, bool isBound, params string[] scopes) => Client(_org.App(kind).ClientId, server, isBound, scopes);

    OktaClient Client(string clientId, string? server, bool isBound, params string[] scopes) => new(
        _http,
        new()
        {
            OrgUrl = _org.Url,
            AuthorizationServerId = server,
            ClientId = clientId,
            ClientAuthentication = clientId == _org.App(AppKind.Service).ClientId ? ClientAuth.PrivateKeyJwt(_rsa.ExportPkcs8PrivateKeyPem()) : ClientAuth.None,
            DPoPKey = isBound ? DPoPKey.Create() : null,
            RedirectUri = The.Callback,
            Scopes = scopes,
        });
}
