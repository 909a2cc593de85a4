using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Forging;

/// <summary>What tokens are made of: the claims, the key that is right, and two that are wrong.</summary>
sealed record Material
{
    static readonly JsonWriterOptions AsOktaWrites = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required JsonObject Claims { get; init; }

    /// <summary>The one that the server signs with.</summary>
    public required SigningKey Key { get; init; }

    /// <summary>One of the org's that another server signs with.</summary>
    public required SigningKey OtherServersKey { get; init; }

    /// <summary>One that no server publishes.</summary>
    public required SigningKey StrangersKey { get; init; }

    /// <summary>Where the stranger's key lies.</summary>
    public required string StrangersKeysUrl { get; init; }

    /// <summary>Of the org's clock, in seconds since the epoch.</summary>
    public required long Now { get; init; }

    public string Signed() => Signed(Key);

    public string Signed(SigningKey by) => by.Sign(Bytes(Claims));

    /// <summary>By the right key, with a header that says so or something else.</summary>
    public string Signed(JsonObject header) => Signed(header, Key);

    public string Signed(JsonObject header, SigningKey by) => by.Sign(Encoded(Bytes(header)), Bytes(Claims));

    /// <summary>By the right key, whatever the parts are.</summary>
    public string SignedText(string? header, string? payload) => Key.Sign(
        header is null ? [] : Encoded(Encoding.UTF8.GetBytes(header)), payload is null ? [] : Encoding.UTF8.GetBytes(payload));

    /// <summary>The first two parts, and a dot.</summary>
    public string Unsigned(JsonObject header) => $"{Text(header)}.{Text(Claims)}.";

    public string WithHmac(byte[] secret)
    {
        var signed = $"{Text(Header("HS256"))}.{Text(Claims)}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>As Okta writes it (oidc.md 10).</summary>
    public JsonObject Header(string algorithm = "RS256") => new() { ["kid"] = Key.Key.KeyId, ["alg"] = algorithm };

    /// <summary>With the claims changed.</summary>
    public Material With(Action<JsonObject> change)
    {
        var claims = (JsonObject)Claims.DeepClone();
        change(claims);
        return this with { Claims = claims };
    }

    public Material With(string claim, string value) => With(claims => claims[claim] = value);

    public Material Without(string claim) => With(claims => claims.Remove(claim));

    /// <summary>Whoever signed in did so before that.</summary>
    public Material At(long issuedAt, long expiresAt) => With(claims =>
    {
        claims[Protocol.Claims.IssuedAt] = issuedAt;
        claims[Protocol.Claims.ExpiresAt] = expiresAt;
        if (claims.ContainsKey(Protocol.Claims.AuthenticationTime))
            claims[Protocol.Claims.AuthenticationTime] = issuedAt;
    });

    /// <summary>Null where there is none, or it is no number.</summary>
    public long? NumberOf(string claim) =>
        long.TryParse(Claims[claim]?.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public string ClaimsText => Encoding.UTF8.GetString(Bytes(Claims));

    public override string ToString() => "what tokens are made of";

    static byte[] Encoded(byte[] bytes) => Base64Url.EncodeToUtf8(bytes);

    static string Text(JsonObject json) => Base64Url.EncodeToString(Bytes(json));

    static byte[] Bytes(JsonObject json)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, AsOktaWrites))
            json.WriteTo(writer);
        return stream.ToArray();
    }
}
