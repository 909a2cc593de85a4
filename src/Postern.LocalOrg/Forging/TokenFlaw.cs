using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.LocalOrg;

/// <summary>
/// The one thing that is wrong with a token; everything else about it is as it should be. <see cref="TokenFlaws"/> says of each what an API
/// should answer, and how to fix one that takes it.
/// </summary>
[JsonConverter(typeof(FlawWord))]
public enum TokenFlaw
{
    /// <summary><c>exp</c> was an hour ago.</summary>
    Expired,

    /// <summary><c>nbf</c> is in an hour.</summary>
    NotYetValid,

    /// <summary><c>iat</c> is in an hour.</summary>
    IssuedInTheFuture,

    /// <summary>There is no <c>exp</c>.</summary>
    WithoutExpiry,

    /// <summary><c>aud</c> is another API; one of the tokens has an audience that begins like the right one.</summary>
    WrongAudience,

    /// <summary>There is no <c>aud</c>.</summary>
    WithoutAudience,

    /// <summary><c>iss</c> is another server; one of the tokens has an issuer that begins like the right one.</summary>
    WrongIssuer,

    /// <summary>There is no <c>iss</c>.</summary>
    WithoutIssuer,

    /// <summary>Issuer and key are another org's; audience, scopes and user are spelled alike.</summary>
    OtherOrg,

    /// <summary>Signed with a real key of the org's, which another authorization server publishes.</summary>
    OtherServersKey,

    /// <summary>Signed with a key that nobody publishes, and named by its <c>kid</c>.</summary>
    UnknownKey,

    /// <summary>One bit of the signature differs.</summary>
    WrongSignature,

    /// <summary>The signature is left out; <c>alg</c> says that there is one.</summary>
    NoSignature,

    /// <summary><c>alg</c> is <c>none</c>, in several spellings, and the signature is left out.</summary>
    AlgNone,

    /// <summary><c>alg</c> is <c>HS256</c>, and the secret is the server's public key: algorithm confusion.</summary>
    HmacWithPublicKey,

    /// <summary>Signed with a stranger's key, which the header brings along as <c>jwk</c>.</summary>
    EmbeddedKey,

    /// <summary>Signed with a stranger's key, which lies where the header's <c>jku</c> leads.</summary>
    KeyUrl,

    /// <summary>An ID token, meant for the app, in the place of an access token.</summary>
    IdToken,

    /// <summary>None of the scopes that were ordered is in <c>scp</c>.</summary>
    WithoutScope,

    /// <summary>The header names no key.</summary>
    WithoutKid,

    /// <summary>The header names another key than the one that signed.</summary>
    KidOfAnotherKey,

    /// <summary>The header has an extension that must be understood (<c>crit</c>), and that nobody knows.</summary>
    UnknownCritical,

    /// <summary>Four parts instead of three.</summary>
    ExtraPart,

    /// <summary>The payload is empty, or the header, and what is left is signed.</summary>
    EmptyPart,

    /// <summary><c>sub</c> is there twice, first somebody else.</summary>
    DuplicateClaim,
}

/// <summary>As JSON has it: <c>hmacWithPublicKey</c>.</summary>
sealed class FlawWord() : JsonStringEnumConverter<TokenFlaw>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
