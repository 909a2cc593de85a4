using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>Global session policies as the API has them: management.md 12.2, api-access-management.md 14.2.</summary>
static class SessionForm
{
    const string Always = "ALWAYS", Device = "DEVICE", Deny = "DENY";

    /// <summary>In minutes, where a rule names none. UNCONFIRMED: Okta's console offers it.</summary>
    const int UsualFactorLifetime = 15;

    /// <summary>Beyond it .NET's time spans end; nobody means it.</summary>
    const int LongestMinutes = 100_000_000;

    public static readonly PolicyForm<SessionPolicy> Form = new(PolicyKinds.Session)
    {
        Of = Of, Typed = Typed, Check = PolicyRules.Check,
    };

    static OrgPolicy Of(SessionPolicy policy) => new()
    {
        Id = policy.Id, Type = SessionPolicy.Type, Name = policy.Name, Description = policy.Description, Status = policy.Status,
        Priority = policy.Priority, IsSystem = policy.IsSystem, CreatedAt = policy.CreatedAt, LastUpdatedAt = policy.LastUpdatedAt,
        GroupIds = policy.GroupIds, Conditions = policy.Conditions, Rules = [.. policy.Rules.Select(Of)],
    };

    static OrgPolicyRule Of(SessionRule rule) => new()
    {
        Id = rule.Id, Name = rule.Name, Status = rule.Status, IsSystem = rule.IsSystem, CreatedAt = rule.CreatedAt,
        LastUpdatedAt = rule.LastUpdatedAt, Networks = rule.Networks, ExcludedNetworks = rule.ExcludedNetworks,
        ExcludedUserIds = rule.ExcludedUserIds, Conditions = rule.Conditions ?? Filled.Kept(Conditions(rule)),
        Actions = rule.Actions ?? Filled.Kept(Actions(rule)),
    };

    static SessionPolicy Typed(OrgPolicy policy, SessionPolicy? before) => new()
    {
        Id = policy.Id, Name = policy.Name, Description = policy.Description, Status = policy.Status, Priority = policy.Priority,
        IsSystem = policy.IsSystem, CreatedAt = policy.CreatedAt, LastUpdatedAt = policy.LastUpdatedAt, GroupIds = policy.GroupIds,
        Conditions = policy.Conditions,
        Rules = [.. policy.Rules.Select(rule => Typed(rule, before?.Rules.FirstOrDefault(old => old.Id == rule.Id)))],
    };

    static SessionRule Typed(OrgPolicyRule rule, SessionRule? before)
    {
        var conditions = Filled.Read(rule.Conditions);
        var signOn = Filled.Read(rule.Actions).ObjectOrNothing("signon");
        var session = signOn.ObjectOrNothing("session");
        var requiresFactor = signOn.Flag("requireFactor") ?? false;
        return new()
        {
            Id = rule.Id, Name = rule.Name, Status = rule.Status, IsSystem = rule.IsSystem, CreatedAt = rule.CreatedAt,
            LastUpdatedAt = rule.LastUpdatedAt, Networks = rule.Networks, ExcludedNetworks = rule.ExcludedNetworks,
            ExcludedUserIds = rule.ExcludedUserIds, IsForOthers = IsForOthers(conditions),
            NewDevicesOnly = before is { NewDevicesOnly: true } && conditions.Has("risk"),
            AllowsAccess = signOn.Text("access") is not Deny,
            RequiresFactor = requiresFactor,
            FactorMayComeFirst = before is { FactorMayComeFirst: true },
            FactorLifetime = requiresFactor && signOn.Text("factorPromptMode") is not Always
                ? Minutes(signOn.Number("factorLifetime") ?? UsualFactorLifetime)
                : TimeSpan.Zero,
            RemembersDeviceByDefault = signOn.Flag("rememberDeviceByDefault") ?? false,
            SessionIdle = Minutes(session.Number("maxSessionIdleMinutes") ?? 120),
            SessionLifetime = session.Number("maxSessionLifetimeMinutes") is { } longest and not 0 ? Minutes(longest) : null,
            Conditions = rule.Conditions, Actions = rule.Actions,
        };
    }

    /// <summary>Nobody signs in by RADIUS or LDAP here, and everybody's risk is low.</summary>
    static bool IsForOthers(RequestObject conditions) =>
        conditions.ObjectOrNothing("authContext").Text("authType") is "RADIUS" or "LDAP_INTERFACE"
            || conditions.ObjectOrNothing("riskScore").Text("level") is "MEDIUM" or "HIGH";

    static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(Math.Clamp(minutes, -1, LongestMinutes));

    /// <summary>Of a rule that was seeded. UNCONFIRMED: which behaviour a new device's is; it is known by its name.</summary>
    static JsonObject Conditions(SessionRule rule)
    {
        var conditions = RuleConditions.Write(rule);
        conditions["authContext"] = new JsonObject { ["authType"] = "ANY" };
        if (rule.NewDevicesOnly)
            conditions["risk"] = new JsonObject { ["behaviors"] = new JsonArray("New Device") };
        conditions["identityProvider"] = new JsonObject { ["provider"] = "ANY" };
        return conditions;
    }

    static JsonObject Actions(SessionRule rule)
    {
        JsonObject signOn = new()
        {
            ["access"] = rule.AllowsAccess ? "ALLOW" : Deny, ["requireFactor"] = rule.RequiresFactor,
            ["primaryFactor"] = "PASSWORD_IDP_ANY_FACTOR",
        };
        if (rule.RequiresFactor)
        {
            signOn["factorPromptMode"] = rule.FactorLifetime > TimeSpan.Zero ? Device : Always;
            signOn["factorLifetime"] = rule.FactorLifetime > TimeSpan.Zero ? Whole(rule.FactorLifetime) : UsualFactorLifetime;
        }

        signOn["rememberDeviceByDefault"] = rule.RemembersDeviceByDefault;
        signOn["session"] = new JsonObject
        {
            ["usePersistentCookie"] = false, ["maxSessionIdleMinutes"] = Whole(rule.SessionIdle),
            ["maxSessionLifetimeMinutes"] = rule.SessionLifetime is { } longest ? Whole(longest) : 0,
        };
        return new() { ["signon"] = signOn };
    }

    static int Whole(TimeSpan time) => (int)Math.Min(Math.Ceiling(time.TotalMinutes), LongestMinutes);

    /// <summary>What a rule's members must be, and go with each other: management.md 12.2.</summary>
    /// <exception cref="OktaError">They do not. UNCONFIRMED: the text.</exception>
    public static void Fit(JsonObject conditions, JsonObject actions)
    {
        // Behaviours are shown where a score is.
        if (conditions.ContainsKey("riskScore") && !conditions.ContainsKey("risk"))
            conditions.Insert(conditions.IndexOf("riskScore"), "risk", new JsonObject { ["behaviors"] = new JsonArray() });

        var signOn = actions["signon"]!.AsObject();
        if ((string?)signOn["access"] is not ("ALLOW" or Deny or "CHALLENGE"))
            throw OktaError.Invalid("actions.signon.access", "actions.signon.access: The field has an invalid value");
        if (!(bool)signOn["requireFactor"]!)
        {
            // There is nothing to prompt for.
            signOn.Remove("factorPromptMode");
            signOn.Remove("factorLifetime");
        }
        else if (!signOn.ContainsKey("factorPromptMode"))
        {
            signOn.Insert(signOn.IndexOf("primaryFactor") + 1, "factorPromptMode", Always);
        }
    }
}
