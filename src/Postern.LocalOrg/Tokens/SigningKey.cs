using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Postern.LocalOrg.Tokens;

/// <summary>A 2048-bit RSA key and the JWT header that goes with it.</summary>
sealed class SigningKey : IDisposable
{
    readonly RSA _rsa;

    /// <summary>
    /// Its own: the process's cache finds what verifies by the key's thumbprint, and would give an org that has the same key one whose key
    /// was disposed with this org.
    /// </summary>
    readonly InMemoryCryptoProviderCache _verifiers = new();

    readonly SignatureProvider _signer;

    SigningKey(RSA rsa)
    {
        _rsa = rsa;
        Key = new RsaSecurityKey(rsa) { CryptoProviderFactory = new(_verifiers) };
        Key.KeyId = Base64Url.EncodeToString(Key.ComputeJwkThumbprint());
        _signer = Key.CryptoProviderFactory.CreateForSigning(Key, SecurityAlgorithms.RsaSha256);
        Header = Base64Url.EncodeToUtf8(Encoding.UTF8.GetBytes($$"""{"kid":"{{Key.KeyId}}","alg":"RS256"}"""));
    }

    public RsaSecurityKey Key { get; }

    /// <summary>Its public half.</summary>
    public JsonWebKey PublicKey =>
        field ??= JsonWebKeyConverter.ConvertFromRSASecurityKey(
            new(_rsa.ExportParameters(includePrivateParameters: false)) { KeyId = Key.KeyId });

    /// <summary>As Okta writes it: <c>kid</c>, <c>alg</c>, and no <c>typ</c> (oidc.md 10).</summary>
    public byte[] Header { get; }

    public static SigningKey FromPkcs8(string pkcs8)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Convert.FromBase64String(pkcs8), out _);
        return new(rsa);
    }

    public static string NewPkcs8()
    {
        using var rsa = RSA.Create(2048);
        return Convert.ToBase64String(rsa.ExportPkcs8PrivateKey());
    }

    /// <summary>Its public half as files have it: X.509's SubjectPublicKeyInfo.</summary>
    public byte[] PublicKeyInfo() => _rsa.ExportSubjectPublicKeyInfo();

    /// <summary>With its private half.</summary>
    public string ToPkcs8() => Convert.ToBase64String(_rsa.ExportPkcs8PrivateKey());

    /// <summary>
    /// The compact serialisation of RFC 7515 section 7.1. JsonWebTokens signs; only the putting together is here, since its handler always
    /// writes a <c>typ</c>.
    /// </summary>
    public string Sign(ReadOnlySpan<byte> payload) => Sign(Header, payload);

    /// <summary>Under another header, which is encoded already.</summary>
    public string Sign(byte[] header, ReadOnlySpan<byte> payload)
    {
        var length = header.Length + 1 + Base64Url.GetEncodedLength(payload.Length);
        var signed = ArrayPool<byte>.Shared.Rent(length);
        header.CopyTo(signed, 0);
        signed[header.Length] = (byte)'.';
        Base64Url.EncodeToUtf8(payload, signed.AsSpan(header.Length + 1));
        var signature = _signer.Sign(signed, 0, length);
        var jwt =
            string.Create(length + 1 + Base64Url.GetEncodedLength(signature.Length), (signed, length, signature), static (text, parts) =>
        {
            Encoding.ASCII.GetChars(parts.signed.AsSpan(0, parts.length), text);
            text[parts.length] = '.';
            Base64Url.EncodeToChars(parts.signature, text[(parts.length + 1)..]);
        });
        ArrayPool<byte>.Shared.Return(signed);
        return jwt;
    }

    public void Dispose()
    {
        _signer.Dispose();
        _verifiers.Dispose();
        _rsa.Dispose();
    }
}
