using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Users;

/// <summary>Makes a profile of what was sent, and holds it to the schema of its type: management.md 5.2, 5.4.</summary>
sealed class SentProfile(OrgStore store, OrgDirectory directory)
{
    readonly ProfileSchema _schema = new(store, directory);

    /// <summary>With nothing but what was sent; null is as good as absent.</summary>
    public static JsonObject Whole(RequestObject sent) => Onto([], sent);

    /// <summary>What was sent, and the rest as it was; null takes an attribute away.</summary>
    public static JsonObject Onto(JsonObject before, RequestObject sent)
    {
        foreach (var attribute in sent.Element.EnumerateObject())
            if (attribute.Value.ValueKind is JsonValueKind.Null)
                before.Remove(attribute.Name);
            else
                before[attribute.Name] = JsonNode.Parse(attribute.Value.GetRawText());
        return before;
    }

    /// <exception cref="OktaError">Attributes were sent that the schema has no name for, be they null.</exception>
    /// <param name="type">Whose schema it is.</param>
    /// <param name="sent">The profile.</param>
    /// <param name="request">What Okta calls the request: <c>newUser</c>.</param>
    public static void CheckNames(UserType type, RequestObject sent, string request)
    {
        var unknown = ProfileRules.Unknown(type, sent.Element.EnumerateObject().Select(attribute => attribute.Name));
        if (unknown.Count > 0)
            throw Invalid(request, [.. unknown.Select(name => $"Property name '{name}' is not defined in profile")]);
    }

    /// <exception cref="OktaError">It is not as the schema wants it, or has what is another's and must be one's own.</exception>
    public async Task CheckAsync(UserType type, JsonObject profile, string userId, CancellationToken ct)
    {
        if (await _schema.FaultsAsync(type, profile, userId, ct) is [var first, ..] faults)
            throw Invalid(first.Where, [.. faults.Select(fault => fault.ToString())]);
    }

    public static OktaError Invalid(string what, params string[] causes) =>
        new(StatusCodes.Status400BadRequest, OktaErrorCodes.ApiValidationFailed, $"Api validation failed: {what}", causes);
}
