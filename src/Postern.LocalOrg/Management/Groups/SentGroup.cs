using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Groups;

/// <summary>The <c>profile</c> of a group as it was sent, held to the rules: management.md 2.3, 9.1.</summary>
sealed class SentGroup(OrgDirectory directory)
{
    static readonly string[] OfMembers = ["name", "description"];

    /// <exception cref="OktaError">It cannot be.</exception>
    public async Task<Group> ReadAsync(ManagementCall call, Group before)
    {
        var profile = call.Body.NeededObject("profile");
        var group = before with
        {
            Name = profile.Text("name") ?? "",
            Description = profile.Text("description"),
            Profile = OwnOf(profile),
        };
        var causes = GroupRules.Check(group).Select(InOktasWords).Concat(OfAttributes(group)).ToList();
        if (causes.Count == 0 && await directory.Groups.FindByAsync("name", group.Name, call.Ct) is { } other && other.Id != before.Id)
            causes.Add(("name", "name: An object with this field already exists in the current organization"));
        return causes is [var first, ..]
            ? throw new OktaError(
                StatusCodes.Status400BadRequest, OktaErrorCodes.ApiValidationFailed, $"Api validation failed: {first.Where}",
                [.. causes.Select(cause => cause.Text)])
            : group;
    }

    static (string Where, string Text) InOktasWords(Fault fault)
    {
        var isBlank = fault.What.StartsWith("cannot be left", StringComparison.Ordinal);
        return (fault.Where, $"{fault.Where}: {(isBlank ? "The field cannot be left blank" : "The field is too long")}");
    }

    /// <summary>
    /// UNCONFIRMED (management.md 9.1): that those that the schema has are held to it as those of users are, in the same words. A real org
    /// was recorded to take others.
    /// </summary>
    IEnumerable<(string Where, string Text)> OfAttributes(Group group) =>
        ProfileRules.Check(
            directory.Org.Settings.GroupAttributes ?? [], group.Profile is { } own ? JsonObject.Create(own)! : [])
            .Select(fault => (fault.Where, fault.ToString()));

    /// <summary>Attributes of the org's own, as they were sent.</summary>
    public static JsonElement? OwnOf(RequestObject profile)
    {
        JsonObject own = [];
        foreach (var attribute in profile.Element.EnumerateObject())
            if (!OfMembers.Contains(attribute.Name) && attribute.Value.ValueKind is not JsonValueKind.Null)
                own[attribute.Name] = JsonNode.Parse(attribute.Value.GetRawText());
        return own.Count == 0 ? null : JsonSerializer.SerializeToElement(own, DirectoryJson.Default.JsonObject);
    }
}
