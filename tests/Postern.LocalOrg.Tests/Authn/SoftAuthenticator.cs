using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;

namespace Postern.LocalOrg.Tests.Authn;

/// <summary>An authenticator in software (WebAuthn section 6) with one ES256 credential, and what a test may have it do wrong.</summary>
sealed class SoftAuthenticator(string rpId, string origin) : IDisposable
{
    readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly byte[] _id = RandomNumberGenerator.GetBytes(32);

    public string Id => Base64Url.EncodeToString(_id);

    public string PublicKey => Base64Url.EncodeToString(CoseKey());

    public uint Count { get; set; }

    /// <summary>The members of an activation: <c>attestation</c> and <c>clientData</c>.</summary>
    public string Create(string challenge, string format = "packed", Mistake mistake = Mistake.None)
    {
        var clientData = ClientData("webauthn.create", challenge, mistake);
        var data = Data(mistake, [.. new byte[16], .. Length(_id), .. _id, .. CoseKey(mistake is Mistake.Algorithm ? -8 : -7)]);
        var statement = new CborWriter();
        if (format is "none")
            WriteMap(statement);
        else
            WriteMap(
                statement,
                ("alg", writer => writer.WriteInt32(-7)),
                ("sig", writer => writer.WriteByteString(Signature(data, clientData, mistake))));
        var attestation = new CborWriter();
        WriteMap(
            attestation,
            ("fmt", writer => writer.WriteTextString(format)),
            ("attStmt", writer => writer.WriteEncodedValue(statement.Encode())),
            ("authData", writer => writer.WriteByteString(data)));
        var encoded = Convert.ToBase64String(attestation.Encode());
        return $"\"attestation\":\"{encoded}\",\"clientData\":\"{Convert.ToBase64String(clientData)}\"";
    }

    /// <summary>The members of an answer: <c>clientData</c>, <c>authenticatorData</c> and <c>signatureData</c>.</summary>
    public string Sign(string challenge, Mistake mistake = Mistake.None)
    {
        Count++;
        var clientData = ClientData(mistake is Mistake.Type ? "webauthn.create" : "webauthn.get", challenge, mistake);
        var data = Data(mistake, []);
        return $"\"clientData\":\"{Base64Url.EncodeToString(clientData)}\",\"authenticatorData\":\"{Base64Url.EncodeToString(data)}\"" +
            $",\"signatureData\":\"{Base64Url.EncodeToString(Signature(data, clientData, mistake))}\"";
    }

    public void Dispose() => _key.Dispose();

    byte[] ClientData(string type, string challenge, Mistake mistake) => Encoding.UTF8.GetBytes(
        $$"""{"type":"{{type}}","challenge":"{{(mistake is Mistake.Challenge ? Base64Url.EncodeToString(new byte[32]) : challenge)}}","origin":"{{(mistake is Mistake.Origin ? "https://evil.example" : origin)}}","crossOrigin":false}""");

    byte[] Data(Mistake mistake, byte[] credential)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        var flags = (byte)((mistake is Mistake.Presence ? 0 : 0x01) | 0x04 | (credential.Length > 0 ? 0x40 : 0));
        return [
            .. SHA256.HashData(Encoding.UTF8.GetBytes(mistake is Mistake.RelyingParty ? "evil.example" : rpId)), flags, .. count,
            .. credential,
        ];
    }

    byte[] Signature(byte[] data, byte[] clientData, Mistake mistake)
    {
        var signature = _key.SignData(
            [.. data, .. SHA256.HashData(clientData)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        if (mistake is Mistake.Signature)
            signature[^1] ^= 1;
        return signature;
    }

    byte[] CoseKey(int algorithm = -7)
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var writer = new CborWriter();
        writer.WriteStartMap(5);
        foreach (var (label, value) in ((int, int)[])[(1, 2), (3, algorithm), (-1, 1)])
        {
            writer.WriteInt32(label);
            writer.WriteInt32(value);
        }

        writer.WriteInt32(-2);
        writer.WriteByteString(point.X!);
        writer.WriteInt32(-3);
        writer.WriteByteString(point.Y!);
        writer.WriteEndMap();
        return writer.Encode();
    }

    static byte[] Length(byte[] id) => [(byte)(id.Length >> 8), (byte)id.Length];

    static void WriteMap(CborWriter writer, params (string Key, Action<CborWriter> Write)[] members)
    {
        writer.WriteStartMap(members.Length);
        foreach (var (key, write) in members)
        {
            writer.WriteTextString(key);
            write(writer);
        }

        writer.WriteEndMap();
    }
}

/// <summary>What an authenticator, or somebody in its place, gets wrong.</summary>
public enum Mistake
{
    None,
    Challenge,
    Origin,
    RelyingParty,
    Presence,
    Signature,
    Type,
    Algorithm,
}
