using System.Text.Json;

namespace Postern.LocalOrg.Directory;

/// <summary>What a profile enrolment policy asks of people who make themselves users: management.md 12.2.</summary>
sealed record SelfRegistration(IReadOnlyList<SelfRegistration.Attribute> Attributes, IReadOnlyList<string> GroupIds)
{
    const string Type = "PROFILE_ENROLLMENT", Registers = "REGISTER";

    /// <summary>Null where the app's policy lets nobody do so, as the one that every org has.</summary>
    public static SelfRegistration? Of(Organization org, App app)
    {
        var policy = org.OtherPolicies.FirstOrDefault(
            policy => policy.Type == Type && (app.EnrollmentPolicyId is { } id ? policy.Id == id : policy.IsSystem));
        return policy?.Rules.Select(rule => Read(rule.Actions)).FirstOrDefault(found => found is not null);
    }

    static SelfRegistration? Read(JsonElement actions)
    {
        if (actions.ValueKind is not JsonValueKind.Object
            || !actions.TryGetProperty("profileEnrollment", out var rule)
            || Text(rule, "access") is "DENY"
            || Text(rule, "unknownUserAction") is not Registers)
            return null;

        return new(
            [
                .. Items(rule, "profileAttributes").Where(attribute => Text(attribute, "name") is not null).Select(
                    attribute => new Attribute(
                        Text(attribute, "name")!, Text(attribute, "label") ?? Text(attribute, "name")!,
                        attribute.TryGetProperty("required", out var required) && required.ValueKind is JsonValueKind.True)),
            ],
            [.. Items(rule, "targetGroupIds").Where(id => id.ValueKind is JsonValueKind.String).Select(id => id.GetString()!)]);
    }

    static List<JsonElement> Items(JsonElement rule, string name) =>
        rule.TryGetProperty(name, out var array) && array.ValueKind is JsonValueKind.Array ? [.. array.EnumerateArray()] : [];

    static string? Text(JsonElement rule, string name) =>
        rule.ValueKind is JsonValueKind.Object && rule.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String
            ? text.GetString()
            : null;

    /// <summary>What is asked, by name and for people.</summary>
    public sealed record Attribute(string Name, string Label, bool IsRequired);
}
