using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Tokens.Hooks;

/// <summary>What a token hook wants otherwise, by its commands: management.md 16. One that is wrong drops them all.</summary>
sealed record HookedTokens
{
    const string Claims = "claims";

    /// <summary>UNCONFIRMED: <c>sub</c>, of which the sheet is not sure.</summary>
    static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "iss", "sub", "aud", "exp", "iat", "jti", "ver", "cid", "uid", "scp", "nonce", "at_hash", "c_hash", "auth_time", "amr", "acr",
        "idp", "active", "client_id", "cnf", "sid", "token_type", "username", "device_id",
    };

    static readonly JsonWriterOptions AsOktaWrites = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    static readonly Dictionary<string, JsonNode?> Nothing = new(StringComparer.Ordinal);

    /// <summary>Of each token: the claims that are otherwise, and by null those that are not there.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Access { get; init; } = Nothing;

    public IReadOnlyDictionary<string, JsonNode?> Identity { get; init; } = Nothing;

    public int? AccessSeconds { get; init; }

    public int? IdentitySeconds { get; init; }

    /// <summary>Null where a command is none that can be carried out.</summary>
    /// <param name="commands">As the hook sent them.</param>
    /// <param name="access">The claims of the access token as it would be.</param>
    /// <param name="identity">Those of the ID token; null where there is none.</param>
    public static HookedTokens? Read(JsonArray commands, JsonObject access, JsonObject? identity)
    {
        var (accessBefore, identityBefore) = ((JsonObject)access.DeepClone(), (JsonObject?)identity?.DeepClone());
        Patched accessToken = new(access), identityToken = new(identity ?? []);
        foreach (var command in commands)
        {
            var token = Text(command, "type") switch
            {
                "com.okta.access.patch" => accessToken,
                "com.okta.identity.patch" when identity is not null => identityToken,
                _ => null,
            };
            if (token is null || command!["value"] is not JsonArray operations || !operations.All(token.TryApply))
                return null;
        }

        return new()
        {
            Access = Changed(accessBefore, access), Identity = identity is null ? Nothing : Changed(identityBefore!, identity),
            AccessSeconds = accessToken.Seconds, IdentitySeconds = identityToken.Seconds,
        };
    }

    /// <summary>The claims of a token with what is otherwise.</summary>
    public static ReadOnlySpan<byte> Applied(ReadOnlySpan<byte> claims, IReadOnlyDictionary<string, JsonNode?> changed)
    {
        if (changed.Count == 0)
            return claims;

        Utf8JsonReader reader = new(claims);
        var whole = JsonNode.Parse(ref reader)!.AsObject();
        foreach (var (name, value) in changed)
            if (value is null)
                whole.Remove(name);
            else
                whole[name] = value.DeepClone();
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, AsOktaWrites))
            whole.WriteTo(json);
        return bytes.ToArray();
    }

    static Dictionary<string, JsonNode?> Changed(JsonObject before, JsonObject after)
    {
        Dictionary<string, JsonNode?> changed = new(StringComparer.Ordinal);
        foreach (var (name, value) in after)
            if (!JsonNode.DeepEquals(before[name], value))
                changed[name] = value;
        foreach (var (name, _) in before)
            if (!after.ContainsKey(name))
                changed[name] = null;
        return changed;
    }

    static string? Text(JsonNode? node, string member) =>
        node is JsonObject map && map[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The claims of one token while operations of RFC 6902 are carried out on them.</summary>
    sealed class Patched(JsonObject claims)
    {
        const int Shortest = 300, Longest = 86_400;

        public int? Seconds { get; private set; }

        public bool TryApply(JsonNode? operation)
        {
            var (how, path) = (Text(operation, "op"), Text(operation, "path"));
            var value = (operation as JsonObject)?["value"];
            return path?.Split('/') switch
            {
                ["", "token", "lifetime", "expiration"] => how is "replace" && TryLive(value),
                ["", Claims, var name] => !Reserved.Contains(name) && TryChange(claims, name, how, value),
                ["", Claims, var name, .. var inner] => !Reserved.Contains(name) && TryChange(claims[name], inner, how, value),
                _ => false,
            };
        }

        bool TryLive(JsonNode? value)
        {
            if (value is not JsonValue number || !number.TryGetValue<int>(out var seconds) || seconds is < Shortest or > Longest)
                return false;

            Seconds = seconds;
            return true;
        }

        static bool TryChange(JsonNode? within, string[] path, string? how, JsonNode? value)
        {
            for (var i = 0; i < path.Length - 1; i++)
                within = within switch
                {
                    JsonObject map => map[path[i]],
                    JsonArray list when int.TryParse(path[i], out var at) && at >= 0 && at < list.Count => list[at],
                    _ => null,
                };
            return within switch
            {
                JsonObject map => TryChange(map, path[^1], how, value),
                JsonArray list => TryChange(list, path[^1], how, value),
                _ => false,
            };
        }

        static bool TryChange(JsonObject map, string name, string? how, JsonNode? value)
        {
            switch (how)
            {
                case "add" when value is not null:
                case "replace" when value is not null && map.ContainsKey(name):
                    map[name] = value.DeepClone();
                    return true;
                case "remove":
                    return map.Remove(name);
                default:
                    return false;
            }
        }

        static bool TryChange(JsonArray list, string name, string? how, JsonNode? value)
        {
            var at = name is "-" ? list.Count : int.TryParse(name, out var number) ? number : -1;
            switch (how)
            {
                case "add" when value is not null && at >= 0 && at <= list.Count:
                    list.Insert(at, value.DeepClone());
                    return true;
                case "replace" when value is not null && at >= 0 && at < list.Count:
                    list[at] = value.DeepClone();
                    return true;
                case "remove" when at >= 0 && at < list.Count:
                    list.RemoveAt(at);
                    return true;
                default:
                    return false;
            }
        }
    }
}
