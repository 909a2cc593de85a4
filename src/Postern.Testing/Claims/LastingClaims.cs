using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Postern.Testing;

/// <summary>Takes out of claims what differs from run to run.</summary>
static partial class LastingClaims
{
    static readonly string[] Passing = ["iat", "nbf", "auth_time", "jti", "nonce", "at_hash", "c_hash", "ds_hash", "sid"];

    public static JsonObject Of(JsonObject claims)
    {
        var lasting = new JsonObject();
        foreach (
            var (name, value) in claims.Where(claim => !Passing.Contains(claim.Key)).OrderBy(claim => claim.Key, StringComparer.Ordinal))
            lasting[name] = name switch
            {
                "exp" => Lifetime(value, claims["iat"]),
                "iss" => AtOrg(Text(value)),
                _ => Lasting(value),
            };
        return lasting;
    }

    static JsonNode? Lasting(JsonNode? value) => value switch
    {
        JsonArray array => new JsonArray([.. array.Select(Lasting)]),
        JsonObject thing => new JsonObject(thing.Select(member => KeyValuePair.Create(member.Key, Lasting(member.Value)))),
        _ when Text(value) is { } text => OktaId().Replace(text, "{$1}"),
        _ => value?.DeepClone(),
    };

    static string Lifetime(JsonNode? until, JsonNode? from) => (until, from) is (JsonValue end, JsonValue start)
        && end.TryGetValue<long>(out var last) && start.TryGetValue<long>(out var first)
        ? string.Create(CultureInfo.InvariantCulture, $"{{iat + {last - first}}}")
        : "{exp}";

    /// <summary>Of an issuer, what comes after the org.</summary>
    static string AtOrg(string? issuer) =>
        Uri.TryCreate(issuer, UriKind.Absolute, out var url) ? "{org}" + url.AbsolutePath.TrimEnd('/') : issuer ?? "";

    static string? Text(JsonNode? value) => value?.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>20 characters, the first three of which say of what: user, app, org, group, authorization server.</summary>
    [GeneratedRegex("^(00u|0oa|00o|00g|aus)[0-9A-Za-z]{17}$", RegexOptions.CultureInvariant)]
    private static partial Regex OktaId();
}
