using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Testing;

/// <summary>
/// The claims of a token, and what a test says of them. It is read, not verified: whether an API takes it is the API's to say.
/// </summary>
public sealed class TokenClaims
{
    TokenClaims(JsonObject all) => (All, Lasting) = (all, LastingClaims.Of(all));

    /// <summary>As they stand in the token.</summary>
    public JsonObject All { get; }

    /// <summary>
    /// Without what differs from run to run: <c>iat</c>, <c>auth_time</c>, <c>jti</c>, nonce and hashes are left out, <c>exp</c> is the
    /// lifetime (<c>{iat + 3600}</c>), Okta's ids are what they are of (<c>{00u}</c>), the org's URL is <c>{org}</c>.
    /// </summary>
    public JsonObject Lasting { get; }

    /// <summary>Of an access or ID token.</summary>
    /// <exception cref="ArgumentException">It is no JWT.</exception>
    public static TokenClaims Of(string token)
    {
        try
        {
            var payload = Base64Url.DecodeFromChars(token.Split('.') is [_, var middle, _] ? middle : "");
            if (JsonNode.Parse(payload) is JsonObject claims)
                return new(claims);
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException)
        {
            // Said below, without the token.
        }

        throw new ArgumentException(
            "This is no JWT: three parts with dots between them, the second of them JSON in base64url.", nameof(token));
    }

    /// <summary>Holds <see cref="Lasting"/> against JSON, all of it.</summary>
    /// <exception cref="ClaimsDifferException">Says which claims differ, and how.</exception>
    public void MustBe(string json) =>
        ClaimsDifferException.ThrowIfDifferent(Expected(json), Lasting, "The token's claims are not those that were expected");

    /// <summary>Holds some claims against JSON, as they stand in the token; there may be others.</summary>
    /// <inheritdoc cref="MustBe" path="/exception"/>
    public void MustHave(string json)
    {
        var expected = Expected(json);
        var found = new JsonObject(All.Where(claim => expected.ContainsKey(claim.Key))
            .Select(claim => KeyValuePair.Create(claim.Key, claim.Value?.DeepClone())));
        ClaimsDifferException.ThrowIfDifferent(expected, found, "The token has not the claims that were expected");
    }

    /// <summary>
    /// Holds <see cref="Lasting"/> against a file beside the test, <c>OrderTests.Grace_reads.claims.json</c>, which a run with
    /// <c>POSTERN_ACCEPT_SNAPSHOTS=1</c> writes.
    /// </summary>
    /// <param name="name">Tells several of one test from each other. Default: none.</param>
    /// <param name="testFile">The caller's, by the compiler.</param>
    /// <param name="test">The caller's, by the compiler.</param>
    /// <exception cref="ClaimsDifferException">They differ, or there is no file yet.</exception>
    public void MustMatchSnapshot(string? name = null, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "") =>
        new ClaimSnapshot(testFile, test, name).Check(Lasting);

    /// <summary>As indented JSON, <see cref="Lasting"/> alone.</summary>
    public override string ToString() => ClaimDifference.Write(Lasting);

    static JsonObject Expected(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject
                ?? throw new ArgumentException("The expected claims are no JSON object.", nameof(json));
        }
        catch (JsonException unreadable)
        {
            throw new ArgumentException($"The expected claims are no JSON: {unreadable.Message}", nameof(json), unreadable);
        }
    }
}
