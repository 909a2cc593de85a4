using System.Text.Json;

namespace Postern.LocalOrg.Directory;

/// <summary>What a profile enrolment policy asks of people who make themselves users: management.md 12.2.</summary>
sealed record SelfRegistration(IReadOnlyList<SelfRegistration.Attribute> Attributes, IReadOnlyList<string> GroupIds)
{
    const string Registers = "REGISTER";

    static readonly SelfRegistration Nothing = new([], []);

    /// <summary>Whether anybody may make themselves a user.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether the address must be proved, by a mail to it, before it is anybody's.</summary>
    public bool VerifiesEmail { get; init; }

    /// <summary>Whether users are asked for what their profiles lack: Okta's progressive profiling.</summary>
    public bool CompletesProfiles { get; init; }

    /// <summary>Null where the app's policy lets nobody do so, as the one that every org has.</summary>
    public static SelfRegistration? Of(Organization org, App app) => OfApp(org, app) is { IsOpen: true } open ? open : null;

    public static SelfRegistration Of(OrgPolicy policy)
    {
        foreach (var rule in policy.Rules)
            if (rule.Actions.ValueKind is JsonValueKind.Object && rule.Actions.TryGetProperty("profileEnrollment", out var enrollment))
                return Read(enrollment);
        return Nothing;
    }

    /// <summary>What the policy asks for and this user's profile lacks.</summary>
    public static IReadOnlyList<Attribute> Missing(Organization org, App app, User user)
    {
        if (OfApp(org, app) is not { CompletesProfiles: true } asked)
            return [];

        var profile = UserProfile.Of(user);
        return [.. asked.Attributes.Where(attribute => !profile.ContainsKey(attribute.Name))];
    }

    static SelfRegistration OfApp(Organization org, App app) =>
        org.OtherPolicies.FirstOrDefault(
            policy => policy.Type is OrgPolicy.ProfileEnrollment
                && (app.EnrollmentPolicyId is { } id ? policy.Id == id : policy.IsSystem)) is { } policy
            ? Of(policy)
            : Nothing;

    static SelfRegistration Read(JsonElement rule) => new(
        [
            .. Items(rule, "profileAttributes").Where(attribute => Text(attribute, "name") is not null).Select(
                attribute => new Attribute(
                    Text(attribute, "name")!, Text(attribute, "label") ?? Text(attribute, "name")!,
                    attribute.TryGetProperty("required", out var required) && required.ValueKind is JsonValueKind.True)),
        ],
        [.. Items(rule, "targetGroupIds").Where(id => id.ValueKind is JsonValueKind.String).Select(id => id.GetString()!)])
    {
        IsOpen = Text(rule, "access") is not "DENY" && Text(rule, "unknownUserAction") is Registers,
        VerifiesEmail = rule.TryGetProperty("activationRequirements", out var wanted)
            && wanted.ValueKind is JsonValueKind.Object
            && wanted.TryGetProperty("emailVerification", out var verifies)
            && verifies.ValueKind is JsonValueKind.True,
        CompletesProfiles = Text(rule, "progressiveProfilingAction") is "ENABLED",
    };

    static List<JsonElement> Items(JsonElement rule, string name) =>
        rule.ValueKind is JsonValueKind.Object && rule.TryGetProperty(name, out var array) && array.ValueKind is JsonValueKind.Array
            ? [.. array.EnumerateArray()]
            : [];

    static string? Text(JsonElement rule, string name) =>
        rule.ValueKind is JsonValueKind.Object && rule.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String
            ? text.GetString()
            : null;

    /// <summary>What is asked, by name and for people.</summary>
    public sealed record Attribute(string Name, string Label, bool IsRequired);
}
