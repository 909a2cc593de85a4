using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>A set of tokens as it is kept: what it is kept under, and the private key it is bound to, if it is.</summary>
sealed record KeptToken(TokenKey Key, TokenSet Tokens)
{
    /// <summary>PEM or JWK, as it was made or given.</summary>
    public string? DPoPKey { get; init; }

    /// <summary>When they were got.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Without what cannot be redeemed any more.</summary>
    public KeptToken WithoutRefreshToken => this with { Tokens = Tokens with { RefreshToken = null } };

    public bool Holds(string token) =>
        Tokens.AccessToken == token || Tokens.IdToken == token || Tokens.RefreshToken == token || Tokens.DeviceSecret == token;

    public byte[] ToBytes()
    {
        var json = new JsonObject { ["key"] = Key.ToJson() };
        json.AddPresent(Parameters.AccessToken, Tokens.AccessToken);
        json.AddPresent(Parameters.TokenType, Tokens.TokenType);
        json.AddPresent(Parameters.IdToken, Tokens.IdToken);
        json.AddPresent(Parameters.RefreshToken, Tokens.RefreshToken);
        json.AddPresent(Parameters.DeviceSecret, Tokens.DeviceSecret);
        json[Parameters.Scope] = string.Join(' ', Tokens.Scopes);
        json["expires_at"] = Tokens.ExpiresAt.ToUnixTimeMilliseconds();
        json["at"] = At.ToUnixTimeMilliseconds();
        json.AddPresent(DPoPChoice.Member, DPoPKey);
        return Encoding.UTF8.GetBytes(json.ToText(JsonLayout.OneLine));
    }

    /// <summary>Null where it is none.</summary>
    public static KeptToken? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonNode.Parse(bytes) is JsonObject json && TokenKey.From(json["key"]) is { } key
                && Time(json, "expires_at") is { } until && Time(json, "at") is { } at
                ? new(key, TokensOf(json, until)) { DPoPKey = json.Text(DPoPChoice.Member), At = at }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() => $"tokens of {Key.Owner}";

    static DateTimeOffset? Time(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out long milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    static TokenSet TokensOf(JsonObject json, DateTimeOffset until) => new()
    {
        AccessToken = json.Text(Parameters.AccessToken),
        TokenType = json.Text(Parameters.TokenType),
        IdToken = json.Text(Parameters.IdToken),
        RefreshToken = json.Text(Parameters.RefreshToken),
        DeviceSecret = json.Text(Parameters.DeviceSecret),
        Scopes = json.Text(Parameters.Scope)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
        ExpiresAt = until,
    };
}
