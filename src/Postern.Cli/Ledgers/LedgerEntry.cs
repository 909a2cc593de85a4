using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>
/// Something that was made and can be ended: tokens of one answer, or a session. What it takes to end it is in it, in clear.
/// </summary>
sealed record LedgerEntry(string Id, string What, DateTimeOffset Made, string Issuer)
{
    public const string Tokens = "tokens";
    public const string Session = "session";

    public string? ClientId { get; init; }

    public string? AccessToken { get; init; }

    public string? RefreshToken { get; init; }

    /// <summary>Of a session, name and value.</summary>
    public string? Cookie { get; init; }

    /// <summary>When the access token ends by itself; null where nobody said so.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public bool EndsByItself(DateTimeOffset now) => this is { What: Tokens, RefreshToken: null, ExpiresAt: { } expires } && expires <= now;

    /// <summary>What it is, for people; no secret in it.</summary>
    public string Describe() =>
        $"{(What is Session ? "session at" : $"tokens for {ClientId} of")} {Issuer}, made {Words.Instant(Made)} " +
        $"({Fingerprint.Of(RefreshToken ?? AccessToken ?? Cookie ?? "")})";

    public static LedgerEntry New(string what, DateTimeOffset made, string issuer) =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), what, made, issuer);

    public JsonObject ToJson()
    {
        var json = Shown();
        json.AddPresent(Parameters.AccessToken, AccessToken);
        json.AddPresent(Parameters.RefreshToken, RefreshToken);
        json.AddPresent("cookie", Cookie);
        return json;
    }

    /// <summary>What may be printed of it.</summary>
    public JsonObject Shown()
    {
        var json = new JsonObject { ["id"] = Id, ["what"] = What, ["made"] = Words.Instant(Made), ["issuer"] = Issuer };
        json.AddPresent(Parameters.ClientId, ClientId);
        json.AddPresent("expires_at", ExpiresAt is { } expires ? Words.Instant(expires) : null);
        json["fingerprint"] = Fingerprint.Of(RefreshToken ?? AccessToken ?? Cookie ?? "");
        return json;
    }

    public static LedgerEntry? Read(JsonObject json) =>
        json.Text("id") is { } id && json.Text("what") is { } what && json.Text("issuer") is { } issuer && Moment(json, "made") is { } made
            ? new(id, what, made, issuer)
            {
                ClientId = json.Text(Parameters.ClientId),
                AccessToken = json.Text(Parameters.AccessToken),
                RefreshToken = json.Text(Parameters.RefreshToken),
                Cookie = json.Text("cookie"),
                ExpiresAt = Moment(json, "expires_at"),
            }
            : null;

    static DateTimeOffset? Moment(JsonObject json, string name) =>
        DateTimeOffset.TryParse(json.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : null;

    public override string ToString() => Describe();
}
