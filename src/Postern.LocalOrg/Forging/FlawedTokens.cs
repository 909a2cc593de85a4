using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Forging;

/// <summary>Makes each flaw of the same material, one way or several; where there is none, the good token.</summary>
static class FlawedTokens
{
    const long Hour = 3600;
    const string OtherOrg = "https://other-org.example/oauth2/default";
    const string OtherAudience = "api://another-api";
    const string NobodysScope = "postern.unheard.of";
    const string NobodysExtension = "urn:example:nobody-knows";

    /// <summary>The first is the plainest; an API must refuse all of them.</summary>
    public static IReadOnlyList<string> Make(TokenFlaw? flaw, Material good) => flaw switch
    {
        TokenFlaw.Expired => [good.At(good.Now - Hour - LifetimeOf(good), good.Now - Hour).Signed()],
        TokenFlaw.NotYetValid =>
            [good.At(good.Now, good.Now + Hour + LifetimeOf(good)).With(claims => claims["nbf"] = good.Now + Hour).Signed()],
        TokenFlaw.IssuedInTheFuture => [good.At(good.Now + Hour, good.Now + Hour + LifetimeOf(good)).Signed()],
        TokenFlaw.WithoutExpiry => [good.Without(Claims.ExpiresAt).Signed()],
        TokenFlaw.WrongAudience =>
            [good.With(Claims.Audience, OtherAudience).Signed(), good.With(Claims.Audience, Of(good, Claims.Audience) + "-other").Signed()],
        TokenFlaw.WithoutAudience => [good.Without(Claims.Audience).Signed()],
        TokenFlaw.WrongIssuer =>
            [good.With(Claims.Issuer, OtherOrg).Signed(), good.With(Claims.Issuer, Of(good, Claims.Issuer) + "-other").Signed()],
        TokenFlaw.WithoutIssuer => [good.Without(Claims.Issuer).Signed()],
        TokenFlaw.OtherOrg => [good.With(Claims.Issuer, OtherOrg).Signed(good.StrangersKey)],
        TokenFlaw.OtherServersKey => [good.Signed(good.OtherServersKey)],
        TokenFlaw.UnknownKey => [good.Signed(good.StrangersKey)],
        TokenFlaw.WrongSignature => [WithOneBitWrong(good.Signed())],
        TokenFlaw.NoSignature => [good.Unsigned(good.Header())],
        TokenFlaw.AlgNone => [.. ((string[])["none", "None", "NONE", "nOnE"]).Select(none => good.Unsigned(good.Header(none)))],
        TokenFlaw.HmacWithPublicKey => [.. SpellingsOf(good.Key).Select(good.WithHmac)],
        TokenFlaw.EmbeddedKey => [good.Signed(Strangers("jwk", JwkOf(good.StrangersKey), good), good.StrangersKey)],
        TokenFlaw.KeyUrl => [good.Signed(Strangers("jku", good.StrangersKeysUrl, good), good.StrangersKey)],
        TokenFlaw.WithoutScope => [good.With(claims => claims[Claims.Scopes] = new JsonArray(NobodysScope)).Signed()],
        TokenFlaw.WithoutKid => [good.Signed(new JsonObject { ["alg"] = "RS256" })],
        TokenFlaw.KidOfAnotherKey => [good.Signed(new JsonObject { ["kid"] = good.OtherServersKey.Key.KeyId, ["alg"] = "RS256" })],
        TokenFlaw.UnknownCritical => [good.Signed(WithUnknownExtension(good.Header()))],
        TokenFlaw.ExtraPart => [$"{good.Signed()}.{good.Signed().Split('.')[^1]}"],
        TokenFlaw.EmptyPart =>
            [good.SignedText(good.Header().ToJsonString(), null), good.SignedText(null, good.ClaimsText)],
        TokenFlaw.DuplicateClaim =>
            [good.SignedText(good.Header().ToJsonString(), $$"""{"sub":"somebody-else@example.com",{{good.ClaimsText[1..]}}""")],
        _ => [good.Signed()], // None; and an ID token, whose material is another.
    };

    /// <summary>Without its private half.</summary>
    public static JsonObject JwkOf(SigningKey key)
    {
        var jwk = key.PublicKey;
        return new() { ["kty"] = "RSA", ["alg"] = "RS256", ["kid"] = jwk.Kid, ["use"] = "sig", ["e"] = jwk.E, ["n"] = jwk.N };
    }

    /// <summary>An hour, where whoever ordered it has taken the times away.</summary>
    static long LifetimeOf(Material good) =>
        good.NumberOf(Claims.ExpiresAt) - good.NumberOf(Claims.IssuedAt) is > 0 and var lifetime ? lifetime : Hour;

    static string Of(Material good, string claim) =>
        good.Claims[claim] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    static string WithOneBitWrong(string token)
    {
        var dot = token.LastIndexOf('.');
        var signature = Base64Url.DecodeFromChars(token.AsSpan(dot + 1));
        signature[signature.Length / 2] ^= 1;
        return $"{token[..dot]}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>
    /// As programs have a public key that they mistake for a secret: a file with its last newline, or without, or what is in it.
    /// </summary>
    static byte[][] SpellingsOf(SigningKey key)
    {
        var der = key.PublicKeyInfo();
        var pem = PemEncoding.WriteString("PUBLIC KEY", der);
        return [Encoding.ASCII.GetBytes(pem + "\n"), Encoding.ASCII.GetBytes(pem), der];
    }

    static JsonObject Strangers(string parameter, JsonNode value, Material good) =>
        new() { ["kid"] = good.StrangersKey.Key.KeyId, ["alg"] = "RS256", [parameter] = value };

    static JsonObject WithUnknownExtension(JsonObject header)
    {
        header["crit"] = new JsonArray(NobodysExtension);
        header[NobodysExtension] = true;
        return header;
    }
}
