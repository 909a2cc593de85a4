using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Postern.Client;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Matrix;

/// <summary>One org for the whole matrix, with an app for each way of client authentication.</summary>
public sealed class MatrixOrg : IAsyncLifetime
{
    public const string Secret = "matrix-secret-that-is-no-secret-0123456789";

    readonly HttpClient _http = new(OktaClient.CreateHandler());
    readonly RSA _rsa = RSA.Create(2048);
    readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly Dictionary<(string Server, string App), OktaClient> _clients = [];
    LocalOrg.LocalOrg? _org;

    /// <summary>Kind and way of client authentication; where there is none, the app is a public client.</summary>
    public static readonly string[] Apps =
        [
            "spa none", "native none", "web client_secret_basic", "web client_secret_post", "web client_secret_jwt",
            "web private_key_jwt RSA", "web private_key_jwt EC",
        ];

    public OktaClient ClientOf(string server, string app) => _clients[(server, app)];

    public string Url => _org!.Url;

    /// <summary>Where the endpoints of an authorization server are; the org's are not below its issuer.</summary>
    public string BaseOf(string server) => server is "org" ? Url + "/oauth2" : _org!.IssuerOf(server);

    public static string IdOf(string app) => $"0oa1matrix{Array.IndexOf(Apps, app):D10}";

    /// <summary>A client assertion (RFC 7523) made by hand: HS256 with the app's secret, RS256 or ES256 with its key.</summary>
    public string Assertion(string app, string audience)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims =
            $$"""{"iss":"{{IdOf(app)}}","sub":"{{IdOf(app)}}","aud":"{{audience}}","iat":{{now}},"exp":{{now + 60}},"jti":"{{RandomNumberGenerator.GetHexString(16)}}"}""";
        var header = app switch
        {
            "web client_secret_jwt" => """{"alg":"HS256"}""",
            "web private_key_jwt RSA" => """{"alg":"RS256","kid":"rsa-1"}""",
            _ => """{"alg":"ES256","kid":"ec-1"}""",
        };
        var input = Encode(Encoding.ASCII.GetBytes(header)) + "." + Encode(Encoding.ASCII.GetBytes(claims));
        return input + "." + Encode(Sign(app, Encoding.ASCII.GetBytes(input)));
    }

    public async ValueTask InitializeAsync()
    {
        _org = await LocalOrg.LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { Apps = [.. Apps.Select(App)] } });
        foreach (var app in Apps)
        {
            _clients[("org", app)] = Client(app, _org.Url);
            _clients[("default", app)] = Client(app, _org.IssuerOf("default"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_org is not null)
            await _org.DisposeAsync();
        _http.Dispose();
        _rsa.Dispose();
        _ec.Dispose();
    }

    byte[] Sign(string app, byte[] input) => app switch
    {
        "web client_secret_jwt" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(Secret), input),
        "web private_key_jwt RSA" => _rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        _ => _ec.SignData(input, HashAlgorithmName.SHA256),
    };

    OktaClient Client(string app, string issuer) =>
        new(
            _http,
            new() { Issuer = issuer, ClientId = IdOf(app), ClientAuthentication = AuthenticationOf(app), RedirectUri = The.Callback });

    SeedApp App(string app)
    {
        var words = app.Split(' ');
        return new()
        {
            ClientId = IdOf(app),
            Name = app,
            Kind = words[0] switch { "spa" => AppKind.Spa, "native" => AppKind.Native, _ => AppKind.Web },
            TokenEndpointAuthMethod = words[1],
            ClientSecret = words[1].StartsWith("client_secret", StringComparison.Ordinal) ? Secret : null,
            Jwks = words[1] is "private_key_jwt" ? $$"""{"keys":[{{(words[2] is "RSA" ? RsaKey() : EcKey())}}]}""" : null,
            RedirectUris = [The.Callback],
            ResponseTypes = ["code", "id_token", "token"],
            GrantTypes = ["authorization_code", "implicit"],
            AssignedUserIds = [.. OrgSeed.Default.Users.Select(user => user.Id)],
        };
    }

    ClientAuthentication AuthenticationOf(string app) => app switch
    {
        "web client_secret_basic" => ClientAuth.SecretBasic(Secret),
        "web client_secret_post" => ClientAuth.SecretPost(Secret),
        "web client_secret_jwt" => ClientAuth.SecretJwt(Secret),
        "web private_key_jwt RSA" => ClientAuth.PrivateKeyJwt(_rsa.ExportPkcs8PrivateKeyPem(), "rsa-1"),
        "web private_key_jwt EC" => ClientAuth.PrivateKeyJwt(_ec.ExportPkcs8PrivateKeyPem(), "ec-1"),
        _ => ClientAuth.None,
    };

    static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    string RsaKey()
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"RSA","use":"sig","kid":"rsa-1","n":"{{Encode(key.Modulus)}}","e":"{{Encode(key.Exponent)}}"}""";
    }

    string EcKey()
    {
        var key = _ec.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"EC","crv":"P-256","use":"sig","kid":"ec-1","x":"{{Encode(key.Q.X)}}","y":"{{Encode(key.Q.Y)}}"}""";
    }
}
