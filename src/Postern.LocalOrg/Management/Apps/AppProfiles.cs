using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>Profiles that an app has of users and groups: attributes, which a change names one by one.</summary>
static class AppProfiles
{
    /// <summary>What is not named stays.</summary>
    public static JsonElement Merge(JsonElement? before, JsonElement changes)
    {
        var merged = before is { } known ? JsonObject.Create(known)! : [];
        foreach (var change in changes.EnumerateObject())
            merged[change.Name] = JsonNode.Parse(change.Value.GetRawText());
        return Element(merged);
    }

    public static JsonElement Element(JsonObject profile) => JsonSerializer.SerializeToElement(profile, DirectoryJson.Default.JsonObject);

    extension(App app)
    {
        /// <summary>Not who is assigned because everybody is.</summary>
        public bool Lists(User user) => (app with { AssignsEverybody = false }).IsAssignedTo(user);
    }

    extension(OrgDirectory directory)
    {
        /// <summary>By which alone a user is assigned; null: they are by themselves.</summary>
        public async Task<Group?> GroupOfAsync(App app, User user, CancellationToken ct) =>
            app.AssignedUserIds.Contains(user.Id) || app.AssignedGroupIds.FirstOrDefault(user.GroupIds.Contains) is not { } id
                ? null
                : await directory.Groups.FindAsync(id, ct);
    }
}
