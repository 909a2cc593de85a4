using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>A client's key and the DPoP proofs that it signs, byte by byte (RFC 9449 section 4.2).</summary>
sealed class DpopKey : IDisposable
{
    readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    int _proofs;

    public string Jwk => $$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}"}""";

    /// <summary>RFC 7638: the members in their order, hashed.</summary>
    public string Thumbprint =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{X}}","y":"{{Y}}"}""")));

    /// <summary>With its private half, which no proof may show.</summary>
    public string PrivateJwk =>
        Jwk.Replace("}", $",\"d\":\"{Base64Url.EncodeToString(_key.ExportParameters(true).D)}\"}}", StringComparison.Ordinal);

    string X => Base64Url.EncodeToString(_key.ExportParameters(false).Q.X);

    string Y => Base64Url.EncodeToString(_key.ExportParameters(false).Q.Y);

    /// <summary>A proof with an id of its own.</summary>
    public string Proof(string url, string? nonce, string? accessToken = null, string method = "POST", DateTimeOffset? at = null) => Sign(
        $$"""{"htm":"{{method}}","htu":"{{url}}","iat":{{(at ?? The.Now).ToUnixTimeSeconds()}},"jti":"p-{{Interlocked.Increment(ref _proofs)}}"{{(nonce is null ? "" : $",\"nonce\":\"{nonce}\"")}}{{(accessToken is null ? "" : $",\"ath\":\"{HashOf(accessToken)}\"")}}}""");

    public string Sign(string payload, string? header = null) =>
        Jwt.Sign(
            header ?? $$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{{Jwk}}}""",
            payload,
            data => _key.SignData(data, HashAlgorithmName.SHA256));

    public static string HashOf(string accessToken) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)));

    public void Dispose() => _key.Dispose();
}
