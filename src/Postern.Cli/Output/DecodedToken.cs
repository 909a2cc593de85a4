using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Client;

namespace Postern.Cli;

/// <summary>A JWT taken apart, its signature unchecked.</summary>
sealed record DecodedToken(JsonObject Header, JsonObject Claims, bool IsSigned)
{
    static readonly string[] TimeClaims =
    [
        Protocol.Claims.AuthenticationTime, Protocol.Claims.IssuedAt, Protocol.Claims.NotBefore, Protocol.Claims.ExpiresAt,
    ];

    /// <summary>Whether header and signature are there too.</summary>
    public bool IsWhole { get; private init; } = true;

    // What it is by its claims: Okta writes cid into access tokens only.
    public string Kind =>
        Has(Protocol.Claims.ClientId) ? "access token" : Has(Protocol.Claims.Subject) && Has(Protocol.Claims.Audience) ? "ID token" : "JWT";

    public IEnumerable<(string Claim, DateTimeOffset Time)> Times =>
        TimeClaims.Select(claim => (claim, Time: TimeOf(claim))).Where(pair => pair.Time is not null)
            .Select(pair => (pair.claim, pair.Time!.Value));

    public bool Has(string claim) => Claims[claim] is not null;

    public DateTimeOffset? TimeOf(string claim) =>
        Claims[claim] is JsonValue value && value.TryGetValue(out double seconds) && seconds is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    /// <summary>Claims that were printed without their token: nothing is left to check them by.</summary>
    public static DecodedToken OfClaims(JsonObject claims) => new([], claims, IsSigned: false) { IsWhole = false };

    /// <summary>One of what was printed, or the bare token or the claims that the text is.</summary>
    public static DecodedToken Read(string text, TokenReference input) =>
        PrintedTokens.Members(text) is { } json && PrintedTokens.AreClaims(json)
            ? OfClaims(json)
            : Parse(GivenToken.Read(text, input.Type, input.Preferred, input.Flag).Value);

    // Never quotes the text: a token that is no JWT is still a secret.
    public static DecodedToken Parse(string text)
    {
        return text.Trim().Split('.') switch
        {
            [var header, var claims, var signature] => new(Part(header, "header"), Part(claims, "claims"), signature.Length > 0),
            [_, _, _, _, _] => throw new NotATokenException("It is an encrypted JWT (five parts).", "Only its recipient can read it."),
            [_] => throw new NotATokenException(
                "It is not a JWT: it has one part instead of three.",
                "Refresh tokens, session tokens and codes are opaque; decode an access token or an ID token."),
            var parts =>
                throw new NotATokenException(
                    $"It is not a JWT: it has {parts.Length} parts instead of three.", "Check that it was copied whole."),
        };
    }

    static JsonObject Part(string encoded, string name)
    {
        try
        {
            if (JsonNode.Parse(HalfCharacters.Mended(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded)))) is JsonObject json)
                return json;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // Told below, and not in the parser's words: they would quote the token.
        }

        throw new NotATokenException(
            $"Its {name} are no base64url-encoded JSON object.".Replace("header are", "header is", StringComparison.Ordinal),
            "Check that it was copied whole and unchanged.");
    }
}

/// <summary>What was given to decode is no token that can be read.</summary>
sealed class NotATokenException(string message, string hint) : Exception(message)
{
    public string Hint { get; } = hint;
}
