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
    const string Taken = "An object with this field already exists in the current organization";

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
        var faults = ProfileRules.Check(type, profile).ToList();
        if (profile["login"] is JsonValue login && faults.TrueForAll(fault => fault.Where is not "login")
            && await directory.Users.FindByAsync("login", LoginKey.Of(login.GetValue<string>()), ct) is { } other && other.Id != userId)
            faults.Add(new("login", Taken));
        foreach (var attribute in type.Custom.Where(attribute => attribute.IsUnique))
            if (profile[attribute.Name] is JsonValue value && await IsTakenAsync(type, attribute, value, userId, ct))
                faults.Add(new(attribute.Name, Taken));
        if (faults is [var first, ..])
            throw Invalid(first.Where, [.. faults.Select(fault => fault.ToString())]);
    }

    /// <summary>Takes what must be one's own: of those who want the same at once one has it, and the others look again.</summary>
    public static void Keep(Work work, UserType type, User user)
    {
        if (!type.Custom.Any(attribute => attribute.IsUnique))
            return;

        var profile = UserProfile.Of(user);
        work.Write("delete from unique_attributes where user_id = @id", [("@id", user.Id)]);
        foreach (var attribute in type.Custom.Where(attribute => attribute.IsUnique))
            if (profile[attribute.Name] is JsonValue value)
                work.Change(
                    "insert into unique_attributes (type_id, name, value, user_id) values (@type, @name, @value, @id) " +
                    "on conflict do nothing",
                    [("@type", type.Id), ("@name", attribute.Name), ("@value", UserIndex.KeyOf(value)), ("@id", user.Id)]);
    }

    public static OktaError Invalid(string what, params string[] causes) =>
        new(StatusCodes.Status400BadRequest, OktaErrorCodes.ApiValidationFailed, $"Api validation failed: {what}", causes);

    async Task<bool> IsTakenAsync(UserType type, ProfileAttribute attribute, JsonValue value, string userId, CancellationToken ct)
    {
        var others = await store.Database.AllAsync(
            "select user_id from user_attributes where name = @name and value = @value and user_id <> @id limit 2",
            [("@name", "profile." + attribute.Name), ("@value", UserIndex.KeyOf(value)), ("@id", userId)], row => row.GetString(0), ct);
        foreach (var other in others)
            if (await directory.Users.FindAsync(other, ct) is { } user && (user.TypeId ?? UserType.DefaultId) == type.Id)
                return true;
        return false;
    }
}
