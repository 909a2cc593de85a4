using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>
/// Policies that are kept as the API has them; of an app's, what its rules ask is understood. api-access-management.md 14.5.
/// </summary>
static class OtherForm
{
    public static PolicyForm<OrgPolicy> Of(PolicyKind kind) => new(kind)
    {
        Of = policy => policy,
        Typed = (policy, _) => kind.Type is OrgPolicy.AppAccess
            ? policy with { Rules = [.. policy.Rules.Select(rule => rule with { Access = Access(rule) })] }
            : policy,
        Check = PolicyRules.Check,
    };

    static AppAccess Access(OrgPolicyRule rule)
    {
        var signOn = Filled.Read(rule.Actions).ObjectOrNothing("appSignOn");
        var people = Filled.Read(rule.Conditions).ObjectOrNothing("people");
        var method = signOn.ObjectOrNothing("verificationMethod");
        var types = Filled.Read(rule.Conditions).ObjectOrNothing("userType");
        return new()
        {
            IsDenied = signOn.Text("access") is "DENY",
            RequiresFactor = method.Text("factorMode") is "2FA",
            Constraints = Constraints(method.Find("constraints")),
            ReauthenticateInSeconds = Seconds(method.Text("reauthenticateIn")),
            AsksToStaySignedIn = signOn.ObjectOrNothing("keepMeSignedIn").Text("postAuth") is "ALLOWED",
            UserIds = Some(people.ObjectOrNothing("users").Texts("include")),
            GroupIds = Some(people.ObjectOrNothing("groups").Texts("include")),
            ExcludedGroupIds = Some(people.ObjectOrNothing("groups").Texts("exclude")),
            UserTypeIds = Some(types.Texts("include")), ExcludedUserTypeIds = Some(types.Texts("exclude")),
            KnownDevicesOnly = Filled.Read(rule.Conditions).ObjectOrNothing("device").Flag("registered") is true,
        };
    }

    /// <summary>
    /// An array, or one of its objects by itself (api-access-management.md 14.5). An empty one asks for nothing, and so does the list that
    /// has it; so does whatever is none.
    /// </summary>
    static List<AppConstraint>? Constraints(JsonElement? given)
    {
        IEnumerable<JsonElement> each = given switch
        {
            { ValueKind: JsonValueKind.Array } array => array.EnumerateArray(),
            { ValueKind: JsonValueKind.Object } one => [one],
            _ => [],
        };
        List<AppConstraint> constraints = [.. each.Select(Constraint)];
        return constraints.Count == 0 || constraints.Contains(new()) ? null : constraints;
    }

    static AppConstraint Constraint(JsonElement given) => new()
    {
        WantsPassword = Member(given, "knowledge") is { } knowledge && Names(Member(knowledge, "types"), "password"),
        WantsPossession = Member(given, "possession") is not null,
        ResistsPhishing = Member(given, "possession") is { } possession && Names(Member(possession, "phishingResistant"), "REQUIRED"),
        IsHardware = Member(given, "possession") is { } possessed && Names(Member(possessed, "hardwareProtection"), "REQUIRED"),
    };

    static JsonElement? Member(JsonElement given, string name) =>
        given.ValueKind is JsonValueKind.Object && given.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null
            ? value
            : null;

    static bool Names(JsonElement? given, string word) => given switch
    {
        { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Any(each => Names(each, word)),
        { ValueKind: JsonValueKind.String } text => text.GetString() == word,
        _ => false,
    };

    /// <summary>Only what is assured has a count of factors; other methods say for themselves.</summary>
    public static void FitAccess(JsonObject conditions, JsonObject actions)
    {
        var method = actions["appSignOn"]!["verificationMethod"]!.AsObject();
        if ((string?)method["type"] is "ASSURANCE")
            return;

        method.Remove("factorMode");
        method.Remove("reauthenticateIn");
    }

    /// <summary>What is not said again: management.md 12.2.</summary>
    public static void FitRouting(JsonObject conditions, JsonObject actions) => actions["idp"]!.AsObject().Remove("shouldFallBackToOkta");

    /// <summary>ISO 8601. What cannot be read never asks again.</summary>
    public static long? Seconds(string? duration)
    {
        try
        {
            return duration is null ? null : (long)XmlConvert.ToTimeSpan(duration).TotalSeconds;
        }
        catch (Exception unreadable) when (unreadable is FormatException or OverflowException)
        {
            return null;
        }
    }

    static IReadOnlyList<string>? Some(IReadOnlyList<string>? ids) => ids is { Count: > 0 } ? ids : null;
}
