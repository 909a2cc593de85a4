using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Apps;
using Postern.LocalOrg.Management.Calls;

namespace Postern.LocalOrg.Management.UserTypes;

/// <summary>Writes the schema of an app's users, which has no links: management.md 8.</summary>
static class AppSchemaWriter
{
    public static JsonObject Of(ManagementCall call, App app) => new()
    {
        ["id"] = $"{call.Org}/meta/schemas/apps/{app.Id}/default",
        ["$schema"] = "http://json-schema.org/draft-04/schema#",
        ["name"] = $"{app.IntegrationName}_{OktaIds.Of("", app.Id)[..7]}",
        ["title"] = $"{app.Name} User",
        ["lastUpdated"] = Wire.Instant(Math.Max(app.UserSchemaUpdatedAt, app.CreatedAt)),
        ["created"] = Wire.Instant(app.CreatedAt),
        ["definitions"] = new JsonObject
        {
            ["custom"] = Custom(app.UserAttributes ?? []),
            ["base"] = SchemaWriter.Definition("#base", app.IsClient ? BaseProfile.OfAppUsers : [BaseProfile.OfAppUsers[0]], Base),
        },
        ["type"] = "object",
        ["properties"] = SchemaWriter.Properties(),
    };

    static JsonObject Custom(IReadOnlyList<ProfileAttribute> attributes)
    {
        var custom = SchemaWriter.Definition("#custom", attributes, SchemaWriter.Property);
        custom.Remove("required");
        return custom;
    }

    static JsonObject Base(ProfileAttribute attribute)
    {
        JsonObject written = new() { ["title"] = attribute.Title, ["type"] = attribute.Type };
        if (attribute.IsRequired)
            written["required"] = true;
        if (attribute.Others is { } others)
            foreach (var other in others.EnumerateObject())
                written[other.Name] = JsonNode.Parse(other.Value.GetRawText());
        written["scope"] = attribute.Scope ?? "NONE";
        return written;
    }
}
