using System.Globalization;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Directory;

/// <summary>Holds a profile to the schema of its type, whoever fills it in: management.md 5.2.</summary>
sealed class ProfileSchema(OrgStore store, OrgDirectory directory)
{
    /// <summary>What is told of a value that is another's and must be one's own.</summary>
    public const string Taken = "An object with this field already exists in the current organization";

    /// <summary>What the schema does not want so, in its order, and then what is another's.</summary>
    public async Task<IReadOnlyList<Fault>> FaultsAsync(UserType type, JsonObject profile, string userId, CancellationToken ct)
    {
        var faults = ProfileRules.Check(type, profile).ToList();
        if (profile["login"] is JsonValue login && faults.TrueForAll(fault => fault.Where is not "login")
            && await directory.Users.FindByAsync("login", LoginKey.Of(login.GetValue<string>()), ct) is { } other && other.Id != userId)
            faults.Add(new("login", Taken));
        foreach (var attribute in type.Custom.Where(attribute => attribute.IsUnique))
            if (profile[attribute.Name] is JsonValue value && await IsTakenAsync(type, attribute, value, userId, ct))
                faults.Add(new(attribute.Name, Taken));
        return faults;
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

    /// <summary>What a person has typed, as the attribute's type has it; what is none of its values stays text, and is refused.</summary>
    public static JsonNode ValueOf(UserType type, string name, string text) =>
        type.Attributes().FirstOrDefault(attribute => attribute.Name == name)?.Type switch
        {
            ProfileAttribute.Integer when long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole) => whole,
            ProfileAttribute.Number when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            ProfileAttribute.Truth when bool.TryParse(text, out var truth) => truth,
            ProfileAttribute.Array => new JsonArray(
                [
                    .. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                        .Select(item => (JsonNode)item),
                ]),
            _ => text,
        };

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
