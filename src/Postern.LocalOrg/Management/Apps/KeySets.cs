using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>An app's keys one by one, and as the set that signatures are verified with.</summary>
static class KeySets
{
    extension(App app)
    {
        /// <summary>Switched off or not. Those of a set that came as a whole are found in it.</summary>
        public IReadOnlyList<ClientKey> AllKeys() => app.ClientKeys ?? (app.Jwks is { } set ? InSet(app, set) : []);

        /// <summary>Null: it has none.</summary>
        public App WithKeys(IReadOnlyList<ClientKey>? keys) =>
            keys is null or { Count: 0 } ? app with { ClientKeys = null, Jwks = null } : app with { ClientKeys = keys, Jwks = SetOf(keys) };
    }

    static List<ClientKey> InSet(App app, string set)
    {
        using var document = JsonDocument.Parse(set);
        return !document.RootElement.TryGetProperty("keys", out var keys) || keys.ValueKind is not JsonValueKind.Array
            ? []
            : [
                .. keys.EnumerateArray().Where(key => key.ValueKind is JsonValueKind.Object).Select(key => new ClientKey
                {
                    Id = OktaIds.Of(OktaIds.ClientKey, app.ClientId, key.GetRawText()),
                    Jwk = JsonSerializer.SerializeToElement(PublicKeys.Of(key), DirectoryJson.Default.JsonObject),
                    CreatedAt = app.CreatedAt,
                    LastUpdatedAt = app.CreatedAt,
                }),
            ];
    }

    /// <summary>What is switched off verifies nothing.</summary>
    static string SetOf(IReadOnlyList<ClientKey> keys) => new JsonObject
    {
        ["keys"] = new JsonArray(
            [.. keys.Where(key => key.Status is Lifecycle.Active).Select(key => (JsonNode?)JsonObject.Create(key.Jwk))]),
    }.ToJsonString();
}
