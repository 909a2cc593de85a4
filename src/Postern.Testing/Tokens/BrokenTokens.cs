using System.Text.Json.Nodes;
using Postern.LocalOrg;

namespace Postern.Testing;

/// <summary>
/// Tokens for tests of an API, made without a sign-in: good ones, and each of the broken ones in one call. Where no user is named it is the
/// org's first; scopes are separated by spaces.
/// </summary>
public static class BrokenTokens
{
    /// <summary>A good one.</summary>
    public static Task<string> GoodAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.MakeAsync(Order(user, scopes), ct);

    /// <summary>A good one with claims added or replaced; a null takes one away.</summary>
    public static Task<string> WithAsync(
        this TokenForge tokens, JsonObject claims, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.MakeAsync(Order(user, scopes) with { Claims = claims }, ct);

    /// <summary>One with this flaw: for theories.</summary>
    public static Task<string> BrokenAsync(
        this TokenForge tokens, TokenFlaw flaw, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.MakeAsync(Order(user, scopes) with { Flaw = flaw }, ct);

    /// <summary><c>exp</c> was an hour ago.</summary>
    public static Task<string> ExpiredAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.Expired, user, scopes, ct);

    /// <summary><c>nbf</c> is in an hour.</summary>
    public static Task<string> NotYetValidAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.NotYetValid, user, scopes, ct);

    /// <summary><c>iat</c> is in an hour.</summary>
    public static Task<string> IssuedInTheFutureAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.IssuedInTheFuture, user, scopes, ct);

    /// <summary>There is no <c>exp</c>.</summary>
    public static Task<string> WithoutExpiryAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.WithoutExpiry, user, scopes, ct);

    /// <summary><c>aud</c> is another API; one of the tokens has an audience that begins like the right one.</summary>
    public static Task<string> WrongAudienceAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.WrongAudience, user, scopes, ct);

    /// <summary>There is no <c>aud</c>.</summary>
    public static Task<string> WithoutAudienceAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.WithoutAudience, user, scopes, ct);

    /// <summary><c>iss</c> is another server; one of the tokens has an issuer that begins like the right one.</summary>
    public static Task<string> WrongIssuerAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.WrongIssuer, user, scopes, ct);

    /// <summary>There is no <c>iss</c>.</summary>
    public static Task<string> WithoutIssuerAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.WithoutIssuer, user, scopes, ct);

    /// <summary>Issuer and key are another org's; audience, scopes and user are spelled alike.</summary>
    public static Task<string> OtherOrgAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.OtherOrg, user, scopes, ct);

    /// <summary>Signed with a real key of the org's, which another authorization server publishes.</summary>
    public static Task<string> OtherServersKeyAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.OtherServersKey, user, scopes, ct);

    /// <summary>Signed with a key that nobody publishes, and named by its <c>kid</c>.</summary>
    public static Task<string> UnknownKeyAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.UnknownKey, user, scopes, ct);

    /// <summary>One bit of the signature differs.</summary>
    public static Task<string> WrongSignatureAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.WrongSignature, user, scopes, ct);

    /// <summary>The signature is left out; <c>alg</c> says that there is one.</summary>
    public static Task<string> NoSignatureAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.NoSignature, user, scopes, ct);

    /// <summary><c>alg</c> is <c>none</c>, in several spellings, and the signature is left out.</summary>
    public static Task<string> AlgNoneAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.AlgNone, user, scopes, ct);

    /// <summary><c>alg</c> is <c>HS256</c>, and the secret is the server's public key: algorithm confusion.</summary>
    public static Task<string> HmacWithPublicKeyAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.HmacWithPublicKey, user, scopes, ct);

    /// <summary>Signed with a stranger's key, which the header brings along as <c>jwk</c>.</summary>
    public static Task<string> EmbeddedKeyAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.EmbeddedKey, user, scopes, ct);

    /// <summary>Signed with a stranger's key, which lies where the header's <c>jku</c> leads.</summary>
    public static Task<string> KeyUrlAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.KeyUrl, user, scopes, ct);

    /// <summary>An ID token, meant for the app, in the place of an access token.</summary>
    public static Task<string> IdTokenAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.IdToken, user, scopes, ct);

    /// <summary>None of the scopes that were ordered is in <c>scp</c>.</summary>
    public static Task<string> WithoutScopeAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.WithoutScope, user, scopes, ct);

    /// <summary>The header names no key.</summary>
    public static Task<string> WithoutKidAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.WithoutKid, user, scopes, ct);

    /// <summary>The header names another key than the one that signed.</summary>
    public static Task<string> KidOfAnotherKeyAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.KidOfAnotherKey, user, scopes, ct);

    /// <summary>The header has an extension that must be understood (<c>crit</c>), and that nobody knows.</summary>
    public static Task<string> UnknownCriticalAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.UnknownCritical, user, scopes, ct);

    /// <summary>Four parts instead of three.</summary>
    public static Task<string> ExtraPartAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.ExtraPart, user, scopes, ct);

    /// <summary>The payload is empty, or the header, and what is left is signed.</summary>
    public static Task<string> EmptyPartAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.EmptyPart, user, scopes, ct);

    /// <summary><c>sub</c> is there twice, first somebody else.</summary>
    public static Task<string> DuplicateClaimAsync(
        this TokenForge tokens, string? user = null, string? scopes = null, CancellationToken ct = default) =>
        tokens.BrokenAsync(TokenFlaw.DuplicateClaim, user, scopes, ct);

    static async Task<string> MakeAsync(this TokenForge tokens, TokenOrder order, CancellationToken ct) =>
        (await tokens.ForgeAsync(order, ct).ConfigureAwait(false)).Token;

    static TokenOrder Order(string? user, string? scopes) =>
        new() { User = user, Scopes = scopes?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [] };
}
