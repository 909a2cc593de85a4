using System.Buffers.Text;
using System.Security.Cryptography;
using Postern.Client;
using Postern.Local;

namespace Postern.Interop.Tests.Matrix;

/// <summary>One org for the whole matrix, with an app for each way of client authentication.</summary>
public sealed class MatrixOrg : IAsyncLifetime
{
    const string Secret = "matrix-secret-that-is-no-secret-0123456789";

    readonly HttpClient _http = new(OktaClient.CreateHandler());
    readonly RSA _rsa = RSA.Create(2048);
    readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly Dictionary<(string Server, string App), OktaClient> _clients = [];
    LocalOrg? _org;

    /// <summary>Kind and way of client authentication; where there is none, the app is a public client.</summary>
    public static readonly string[] Apps =
        ["spa none", "native none", "web client_secret_basic", "web client_secret_post", "web client_secret_jwt", "web private_key_jwt RSA", "web private_key_jwt EC"];

    public OktaClient ClientOf(string server, string app) => _clients[(server, app)];

    public async ValueTask InitializeAsync()
    {
        _org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { Apps = [.. Apps.Select(App)] } });
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

    OktaClient Client(string app, string issuer) =>
        new(_http, new() { Issuer = issuer, ClientId = IdOf(app), ClientAuthentication = AuthenticationOf(app), RedirectUri = The.Callback });

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

    static string IdOf(string app) => $"0oa1matrix{Array.IndexOf(Apps, app):D10}";

    string RsaKey()
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"RSA","use":"sig","kid":"rsa-1","n":"{{Base64Url.EncodeToString(key.Modulus)}}","e":"{{Base64Url.EncodeToString(key.Exponent)}}"}""";
    }

    string EcKey()
    {
        var key = _ec.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"EC","crv":"P-256","use":"sig","kid":"ec-1","x":"{{Base64Url.EncodeToString(key.Q.X)}}","y":"{{Base64Url.EncodeToString(key.Q.Y)}}"}""";
    }
}
