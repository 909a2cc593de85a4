using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>Everything by which two sets of tokens may differ: what they are kept under. No secret is in it.</summary>
sealed record TokenKey
{
    public required string Issuer { get; init; }
    public required string ClientId { get; init; }

    /// <summary>Null for the app's own tokens.</summary>
    public string? Username { get; init; }

    /// <summary>How they are got.</summary>
    public required string Way { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Parameters, factors, the key they are bound to, whom we trust: each as it was asked for.</summary>
    public IReadOnlyList<string> Circumstances { get; init; } = [];

    /// <summary>For a file: nothing can be told from it.</summary>
    public string Name => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson().ToText(JsonLayout.OneLine))))[..32];

    /// <summary>Whose tokens, in words.</summary>
    public string Owner => Username ?? $"app {ClientId}";

    public bool Equals(TokenKey? other) => other is not null && other.Name == Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["issuer"] = Issuer, [Parameters.ClientId] = ClientId };
        json.AddPresent("username", Username);
        json["way"] = Way;
        json["scopes"] = Array(Scopes.Order(StringComparer.Ordinal));
        json["circumstances"] = Array(Circumstances);
        return json;
    }

    /// <summary>Null where the JSON is no key's.</summary>
    public static TokenKey? From(JsonNode? node) =>
        node is JsonObject json
            && json.Text("issuer") is { } issuer
            && json.Text(Parameters.ClientId) is { } client
            && json.Text("way") is { } way
            ? new()
            {
                Issuer = issuer, ClientId = client, Username = json.Text("username"), Way = way, Scopes = Texts(json["scopes"]),
                Circumstances = Texts(json["circumstances"]),
            }
            : null;

    static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    static IReadOnlyList<string> Texts(JsonNode? node) => node is JsonArray texts ? [.. texts.Select(text => text.ToPlainText())] : [];
}
