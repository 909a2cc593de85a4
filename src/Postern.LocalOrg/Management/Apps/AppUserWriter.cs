using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Users;
using Postern.LocalOrg.SignIn;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>Writes what an app knows of a user who is assigned to it: management.md 10.3.</summary>
static class AppUserWriter
{
    /// <summary>Of an OpenID Connect app's profile, in Okta's order, which is that of a hash map: management.md 1.2.</summary>
    static readonly string[] Attributes =
    [
        "street_address", "country", "website", "zoneinfo", "birthdate", "gender", "formatted", "profile", "locality", "given_name",
        "middle_name", "locale", "picture", "name", "nickname", "phone_number", "region", "postal_code", "family_name", "email",
    ];

    /// <param name="call">Whose org it is.</param>
    /// <param name="app">The app.</param>
    /// <param name="user">The user.</param>
    /// <param name="group">By which alone they are assigned; null: they are by themselves.</param>
    public static JsonObject Write(ManagementCall call, App app, User user, Group? group)
    {
        var assignment = app.AssignmentOf(user.Id);
        var created = Wire.Instant(assignment?.CreatedAt ?? Math.Max(app.CreatedAt, user.CreatedAt));
        JsonObject links = new()
        {
            ["app"] = Wire.Link(AppLinks.Url(call, app)),
            ["user"] = Wire.Link(call.Url($"/users/{user.Id}")),
        };
        if (group is not null)
            links["group"] = new JsonObject { ["name"] = group.Name, ["href"] = call.Url($"/groups/{group.Id}") };
        return new()
        {
            ["id"] = user.Id,
            ["externalId"] = null,
            ["created"] = created,
            ["lastUpdated"] = Wire.Instant(assignment?.LastUpdatedAt ?? 0) ?? created?.DeepClone(),
            ["scope"] = group is null ? "USER" : "GROUP",
            ["status"] = "ACTIVE",
            ["statusChanged"] = created?.DeepClone(),
            ["passwordChanged"] = null,
            ["syncState"] = "DISABLED",
            ["credentials"] = new JsonObject { ["userName"] = app.UserNameOf(user) },
            ["profile"] = Profile(app, user, assignment),
            ["_links"] = links,
        };
    }

    /// <summary>
    /// With the user as lists have them, where that is asked for. UNCONFIRMED: the place, which is that of other resources.
    /// </summary>
    public static async Task<JsonObject> ExpandAsync(ManagementCall call, JsonObject written, UserRecords records) =>
        Embed(call, written, await ExpandedAsync(call, [(string)written["id"]!], records));

    /// <summary>Of a list's users all at once; null: they are not asked for.</summary>
    public static async Task<Dictionary<string, UserRecord>?> ExpandedAsync(
        ManagementCall call, IReadOnlyList<string> ids, UserRecords records) =>
        call.Query("expand") is "user" ? await records.OfAsync(ids, call.Ct) : null;

    public static JsonObject Embed(ManagementCall call, JsonObject written, Dictionary<string, UserRecord>? expanded)
    {
        if (expanded?.GetValueOrDefault((string)written["id"]!) is { } user)
            written.Insert(
                written.Count - 1, "_embedded", new JsonObject { ["user"] = UserWriter.Listed(call, user, AskedView.Whole) });
        return written;
    }

    static JsonObject Profile(App app, User user, UserAssignment? assignment)
    {
        JsonObject profile = [];
        if (app.IsClient)
            foreach (var attribute in Attributes)
                profile[attribute] = Mapped(attribute, user);
        foreach (var attribute in app.UserAttributes ?? [])
            profile[attribute.Name] = null;
        if (assignment?.Profile is { } own)
            foreach (var attribute in own.EnumerateObject())
                profile[attribute.Name] = JsonNode.Parse(attribute.Value.GetRawText());
        return profile;
    }

    static string? Mapped(string attribute, User user) => attribute switch
    {
        "given_name" => user.FirstName,
        "family_name" => user.LastName,
        "name" => user.Name,
        "email" => user.Email,
        "zoneinfo" => user.TimeZone,
        "locale" => user.Locale,
        "middle_name" => Own(user, "middleName"),
        "nickname" => Own(user, "nickName"),
        "profile" => Own(user, "profileUrl"),
        "street_address" => Own(user, "streetAddress"),
        "locality" => Own(user, "city"),
        "region" => Own(user, "state"),
        "postal_code" => Own(user, "zipCode"),
        "country" => Own(user, "countryCode"),
        "phone_number" => Own(user, "primaryPhone"),
        _ => null,
    };

    static string? Own(User user, string attribute) =>
        user.Profile is { } own && own.TryGetProperty(attribute, out var value)
            && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
