using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg;

/// <summary>
/// Reads what the control surface is sent. Whatever changes something is JSON and says so: that takes more than any page could send without
/// asking first.
/// </summary>
static class ControlBody
{
    /// <exception cref="ControlProblem">It does not say that it is JSON.</exception>
    public static void Check(HttpRequest request)
    {
        if (!request.HasJsonContentType())
            throw new ControlProblem(415, "Unsupported Media Type", "Send JSON, with Content-Type: application/json.");
    }

    /// <exception cref="InvalidDataException">It is none.</exception>
    public static Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        Check(context.Request);
        return JsonBody.ReadAsync(context.Request, type, context.RequestAborted);
    }

    /// <summary>One, or several in an array. What has a member that nobody knows is refused by its name, all of them at once.</summary>
    /// <exception cref="ControlProblem">It is not of this kind.</exception>
    public static async Task<IReadOnlyList<T>> ReadSeveralAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        Check(context.Request);
        var given = await ForeignJson.ReadAsync(context.Request.Body, context.RequestAborted);
        List<JsonNode?> all = given is JsonArray array ? [.. array] : [given];
        List<string> wrong = [];
        List<T> read = [];
        foreach (var (index, each) in all.Index())
            try
            {
                wrong.AddRange(Unknown(each, type).Select(name => $"{Place(all, index)}{name}: there is no such member."));
                read.Add(each.Deserialize(type) ?? throw new JsonException());
            }
            catch (JsonException unreadable)
            {
                wrong.Add($"{Place(all, index)}{Member(unreadable)}: it is not what is wanted there.");
            }

        return wrong.Count == 0 ? read : throw ControlProblem.Wrong(string.Join(' ', wrong));
    }

    static IEnumerable<string> Unknown(JsonNode? node, JsonTypeInfo type) => node is JsonObject members
        ? members.Select(member => member.Key).Where(name => !type.Properties.Any(known => known.Name == name))
        : [];

    static string Place(List<JsonNode?> all, int index) => all.Count == 1 ? "" : $"[{index}].";

    // Where something required is missing, the message alone names it.
    static string Member(JsonException unreadable) =>
        unreadable.Path is { Length: > 2 } path ? path[2..]
        : unreadable.Message.Split('\'') is [_, _, _, var missing, ..] ? missing.TrimEnd('.')
        : "the body";
}
