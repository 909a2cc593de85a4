using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>An org with a client of each kind that signs assertions, its clock standing still, and the assertions to send it.</summary>
sealed class ClientAssertion : IAsyncDisposable
{
    public const string SecretClient = "0oa1assertsBySecret5";
    public const string KeyClient = "0oa1assertsByKey0005";
    public const string Secret = "a-secret-that-is-long-enough-for-any-HMAC-even-one-that-wants-64-bytes";

    /// <summary>What somebody is told who has proved themselves and brings a bad code.</summary>
    public const string LetIn = "The authorization code is invalid or has expired.";

    public static readonly RSA Rsa = RSA.Create(2048);
    public static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    readonly LocalOrg _org;

    public LocalOrg Org => _org;

    ClientAssertion(LocalOrg org) => (_org, Http) = (org, new(org));

    public Browserless Http { get; }

    public string TokenUrl => $"{_org.Url}/oauth2/default/v1/token";

    /// <summary>Lets time pass for the org.</summary>
    public void Advance(int seconds) => _org.Clock.Advance(TimeSpan.FromSeconds(seconds));

    public static Task<ClientAssertion> StartAsync(string? jwks = null, string? secret = Secret) =>
        StartAsync(app => app with { Jwks = jwks ?? PublicKeys() }, secret);

    /// <summary>The client that signs with a key as a test wants it.</summary>
    public static async Task<ClientAssertion> StartAsync(
        Func<SeedApp, SeedApp> change, string? secret = Secret, ILoggerFactory? logs = null)
    {
        var web = OrgSeed.Default.Apps[1];
        return new(await LocalOrg.StartAsync(
            new()
            {
                Time = new FakeTimeProvider(The.Now),
                Logs = logs,
                Seed = OrgSeed.Default with
                {
                    Apps =
                    [
                        .. OrgSeed.Default.Apps,
                        web with { ClientId = SecretClient, ClientSecret = secret, TokenEndpointAuthMethod = "client_secret_jwt" },
                        change(web with { ClientId = KeyClient, ClientSecret = null, TokenEndpointAuthMethod = "private_key_jwt" }),
                    ],
                },
            },
            The.Ct));
    }

    /// <summary>The claims of an assertion that is good but for what a test says.</summary>
    public string Payload(
        string clientId = KeyClient, string? subject = null, string? audience = null, int expiresIn = 300, string more = "") =>
        $$"""{"iss":"{{clientId}}","sub":"{{subject ?? clientId}}","aud":"{{audience ?? TokenUrl}}","exp":{{The.Now.ToUnixTimeSeconds() + expiresIn}}{{more}}}""";

    public static string ByRsa(string payload, string header = """{"alg":"RS256","kid":"rsa-1"}""") =>
        Jwt.Sign(header, payload, data => Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public static string ByEc(string payload, string header = """{"alg":"ES256","kid":"ec-1"}""") =>
        Jwt.Sign(header, payload, data => Ec.SignData(data, HashAlgorithmName.SHA256));

    public static string BySecret(string payload, string secret = Secret, string header = """{"alg":"HS256"}""") =>
        Jwt.Sign(header, payload, data => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), data));

    public Task<Answer> SendAsync(string assertion, string more = "", string server = "/oauth2/default") => Http.PostFormAsync(
        $"{server}/v1/token",
        $"grant_type=authorization_code&code=x&redirect_uri={The.EncodedCallback}" +
        "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
            + $"&client_assertion={Uri.EscapeDataString(assertion)}{more}");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _org.DisposeAsync();
    }

    public static string PublicKeys()
    {
        var (rsa, ec) = (Rsa.ExportParameters(false), Ec.ExportParameters(false));
        return $$"""
            {"keys":[
              {"kty":"RSA","kid":"rsa-1","use":"sig","n":"{{Text(rsa.Modulus)}}","e":"{{Text(rsa.Exponent)}}"},
              {"kty":"EC","kid":"ec-1","use":"sig","crv":"P-256","x":"{{Text(ec.Q.X)}}","y":"{{Text(ec.Q.Y)}}"}]}
            """;
    }

    static string Text(byte[]? bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
