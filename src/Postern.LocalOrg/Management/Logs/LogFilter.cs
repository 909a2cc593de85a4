using System.Text.Json.Nodes;
using Postern.LocalOrg.Management.Queries;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Logs;

/// <summary>Which events a caller wants to see: by a filter over their members, and by words (management.md 17).</summary>
static class LogFilter
{
    static readonly string[] Members =
    [
        "actor", "client", "device", "authenticationContext", "displayMessage", "eventType", "outcome", "securityContext", "severity",
        "debugContext", "legacyEventType", "transaction", "uuid", "version", "request", "target",
    ];

    /// <summary>Null where nothing is asked.</summary>
    /// <exception cref="OktaError">It cannot be asked.</exception>
    public static Query? Read(string? text)
    {
        if (text is null)
            return null;

        Query query;
        try
        {
            query = Query.Parse(text);
        }
        catch (QueryError)
        {
            throw new OktaError(400, OktaErrorCodes.InvalidFilter, "Invalid SCIM filter.");
        }

        foreach (var (attribute, how) in query.Asked())
        {
            if (!Members.Contains(attribute.Split('.')[0]))
                throw new OktaError(400, OktaErrorCodes.InvalidFilter, $"field is not valid: {attribute}");
            if (how is QueryOperator.Co && attribute is "debugContext.debugData.url" or "debugContext.debugData.requestUri")
                throw new OktaError(
                    400,
                    OktaErrorCodes.InvalidSearch,
                    $"The supplied combination of operator and field is not currently supported. Operator: co, Field: {attribute}");
        }

        return query;
    }

    /// <summary>Ignoring case, as searches do. UNCONFIRMED of this filter.</summary>
    public static bool IsWanted(this LogQuery query, JsonObject written) =>
        (query.Filter is not { } filter || filter.Matches(Flat(written), StringComparison.OrdinalIgnoreCase))
        && (query.Words.Count == 0 || HasWords(written, query.Words));

    /// <summary>With the members of all its targets, so that one of them may be asked for.</summary>
    static JsonObject Flat(JsonObject written)
    {
        if (written["target"] is not JsonArray targets)
            return written;

        JsonObject flat = (JsonObject)written.DeepClone(), all = [];
        foreach (var name in (string[])["id", "type", "alternateId", "displayName"])
            all[name] = new JsonArray([.. targets.Select(target => target?[name]?.DeepClone()).Where(value => value is not null)]);
        flat["target"] = all;
        return flat;
    }

    static bool HasWords(JsonObject written, IReadOnlyList<string> words)
    {
        HashSet<string> tokens = new(StringComparer.Ordinal);
        Collect(written, tokens);
        return words.All(tokens.Contains);
    }

    static void Collect(JsonNode? node, HashSet<string> tokens)
    {
        if (node is JsonObject map)
            foreach (var (_, value) in map)
                Collect(value, tokens);
        else if (node is JsonArray list)
            foreach (var item in list)
                Collect(item, tokens);
        else if (node is JsonValue value && value.TryGetValue<string>(out var text))
            foreach (var word in text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                tokens.Add(word);
                tokens.UnionWith(word.Split(word.Where(c => !char.IsLetterOrDigit(c)).Distinct().ToArray()));
            }
    }
}
