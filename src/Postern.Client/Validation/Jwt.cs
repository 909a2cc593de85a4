using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Postern.Client;

/// <summary>
/// A signed token taken apart, its claims believed by nobody before its rules have been applied: see <see cref="TokenRules"/>.
/// </summary>
sealed class Jwt
{
    // Asymmetric algorithms alone: with HS256 anybody who has the public key could sign, with none anybody at all.
    static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    const string Encrypted =
        "This client has no key to read it with: have an admin take the encryption away from the app, and leave the signature.";

    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    readonly string _token;
    readonly string _subject;
    readonly JsonElement _header;
    readonly JsonElement _payload;
    JsonWebKey? _key;

    Jwt(string token, string subject)
    {
        _token = token;
        _subject = subject;
        var parts = token.Split('.');
        if (parts.Length != 3)
            throw parts.Length == 5 ? Failed("format", "is encrypted", Encrypted) : Malformed("has not three parts");

        _header = Parse(parts[0]);
        _payload = Parse(parts[1]);
    }

    public string Algorithm => StringOf(_header, "alg") ?? "";

    public string? Type => StringOf(_header, "typ");

    public JsonElement Header => _header;

    public JsonElement Claims => _payload;

    /// <summary>RFC 9449 section 6.1; null where the token is bound to no key.</summary>
    public string? KeyThumbprint =>
        _payload.TryGetProperty(Protocol.Claims.Confirmation, out var cnf) && cnf.ValueKind == JsonValueKind.Object
            ? StringOf(cnf, Protocol.Claims.KeyThumbprint)
            : null;

    string? KeyId => StringOf(_header, "kid");

    bool HasAcceptedAlgorithm => Algorithms.Contains(Algorithm);

    public static Jwt Read(string token, string subject) => new(token, subject);

    /// <summary>Null where it is no signed token, as an access token need not be.</summary>
    public static Jwt? TryRead(string token, string subject)
    {
        try
        {
            return Read(token, subject);
        }
        catch (TokenValidationException)
        {
            return null;
        }
    }

    public string? String(string claim) => StringOf(_payload, claim);

    public bool Has(string claim) => _payload.TryGetProperty(claim, out _);

    /// <summary>A string, or an array of them.</summary>
    public IReadOnlyList<string> Strings(string claim) => _payload.TryGetProperty(claim, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array =>
                [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
            _ => [],
        }
        : [];

    public DateTimeOffset? Time(string claim) =>
        _payload.TryGetProperty(claim, out var value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var seconds)
            && seconds is >= 0 and < 253402300800
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;

    public Finding CheckAlgorithm()
    {
        if (!HasAcceptedAlgorithm)
            throw Failed(
                "alg",
                $"is signed with '{Algorithm}', which is not accepted",
                "A real authorization server signs with RS256. Whatever made this token is not one, or is configured badly.",
                string.Join(' ', Algorithms),
                Algorithm);

        return Passed($"is signed with {Algorithm}");
    }

    public Finding CheckCritical()
    {
        if (_header.TryGetProperty("crit", out _))
            throw Failed(
                "crit",
                "demands extensions that this client does not know",
                "Use a plain signed token: RFC 7515 section 4.1.11 forbids ignoring them.");

        return Passed("demands no extension");
    }

    public async ValueTask<Finding> FindKeyAsync(KeySet keys, CancellationToken ct)
    {
        if (!HasAcceptedAlgorithm)
            return Skipped("is signed in a way that no key was looked for");

        _key = await keys.FindAsync(KeyId, Algorithm, ct).ConfigureAwait(false)
            ?? throw Failed(
                "kid",
                $"is signed with the key '{KeyId}', which is not among the authorization server's",
                "Compare the token's issuer with the one configured. An access token of the org authorization server can only be checked " +
                "by Okta itself.",
                null,
                KeyId);
        return Passed($"names the key '{KeyId ?? _key.Kid}', which the authorization server publishes");
    }

    public Finding CheckSignature()
    {
        if (_key is null)
            return Skipped("has a signature for which there is no key to try");

        // RFC 7518 section 3.3; one character of base64url says six bits.
        if (_key is { Kty: "RSA", N: { } modulus } && modulus.Length * 6 < 2048)
            throw Failed(
                "signature",
                $"is signed with the RSA key '{KeyId}', whose fewer than 2048 bits prove nothing",
                "Have the authorization server's keys replaced by longer ones.");

        if (!IsSignedWith(_key))
            throw Failed(
                "signature",
                $"has a signature that does not verify with the key '{KeyId}'",
                "The token was altered on its way, or another server signed it: get a new one, and see what stands between here and the " +
                "org.");

        return Passed("has a signature that verifies");
    }

    /// <summary>Left half of the hash of <paramref name="value"/>: OpenID Connect Core 1.0 section 3.1.3.6.</summary>
    public string LeftHalfHash(string value)
    {
        var bytes = Encoding.ASCII.GetBytes(value);
        var hash = Algorithm[^3..] switch
        {
            "384" => SHA384.HashData(bytes),
            "512" => SHA512.HashData(bytes),
            _ => SHA256.HashData(bytes),
        };
        return Base64Url.EncodeToString(hash.AsSpan(0, hash.Length / 2));
    }

    public TokenValidationException Failed(string check, string what, string hint, string? expected = null, string? actual = null) =>
        new(_subject, check, Sentence(what), hint) { Expected = expected, Actual = actual };

    public Finding Passed(string what) => new(Verdict.Passed, Sentence(what));

    public Finding Skipped(string what) => new(Verdict.Skipped, Sentence(what));

    string Sentence(string what) => string.Create(CultureInfo.InvariantCulture, $"The {_subject} {what}.");

    bool IsSignedWith(JsonWebKey key)
    {
        var lastDot = _token.LastIndexOf('.');
        try
        {
            return Signature.Verifies(
                key, Algorithm, Encoding.ASCII.GetBytes(_token[..lastDot]), Base64Url.DecodeFromChars(_token.AsSpan(lastDot + 1)));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    JsonElement Parse(string part)
    {
        try
        {
            var text = HalfCharacters.Mended(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part)));
            using var json = JsonDocument.Parse(text, Strict);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? json.RootElement.Clone()
                : throw Malformed("has a part that is no JSON object");
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw Malformed("has a part that is no base64url of JSON");
        }
    }

    TokenValidationException Malformed(string how) =>
        Failed("format", how, "A JSON Web Token was expected: see what answers in the org's place.");

    static string? StringOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
