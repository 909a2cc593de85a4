using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>Password policies as the API has them: management.md 12.2, api-access-management.md 14.3.</summary>
static class PasswordForm
{
    const string Allow = "ALLOW", Deny = "DENY";

    /// <summary>Beyond it .NET's time spans end; nobody means it.</summary>
    const int LongestDays = 1_000_000, LongestMinutes = 100_000_000;

    public static readonly PolicyForm<PasswordPolicy> Form = new(PolicyKinds.Password)
    {
        Of = Of, Typed = Typed, Check = PolicyRules.Check,
    };

    static OrgPolicy Of(PasswordPolicy policy) => new()
    {
        Id = policy.Id, Type = PasswordPolicy.Type, Name = policy.Name, Description = policy.Description, Status = policy.Status,
        Priority = policy.Priority, IsSystem = policy.IsSystem, CreatedAt = policy.CreatedAt, LastUpdatedAt = policy.LastUpdatedAt,
        GroupIds = policy.GroupIds, Conditions = policy.Conditions, Settings = policy.Settings ?? Filled.Kept(Settings(policy)),
        Rules = [.. policy.RulesInForce.Select(Of)],
    };

    static OrgPolicyRule Of(PasswordRule rule) => new()
    {
        Id = rule.Id, Name = rule.Name, Status = rule.Status, IsSystem = rule.IsSystem, CreatedAt = rule.CreatedAt,
        LastUpdatedAt = rule.LastUpdatedAt, Networks = rule.Networks, ExcludedNetworks = rule.ExcludedNetworks,
        ExcludedUserIds = rule.ExcludedUserIds, Conditions = rule.Conditions ?? Filled.Kept(RuleConditions.Write(rule)),
        Actions = rule.Actions ?? Filled.Kept(Actions(rule)),
    };

    static PasswordPolicy Typed(OrgPolicy policy, PasswordPolicy? before)
    {
        var password = Filled.Read(policy.Settings).ObjectOrNothing("password");
        var (complexity, age, lockout) = (
            password.ObjectOrNothing("complexity"), password.ObjectOrNothing("age"), password.ObjectOrNothing("lockout"));
        var email = Filled.Read(policy.Settings).ObjectOrNothing("recovery").ObjectOrNothing("factors").ObjectOrNothing("okta_email");
        return new()
        {
            Id = policy.Id, Name = policy.Name, Description = policy.Description, Status = policy.Status, Priority = policy.Priority,
            IsSystem = policy.IsSystem, CreatedAt = policy.CreatedAt, LastUpdatedAt = policy.LastUpdatedAt, GroupIds = policy.GroupIds,
            MinLength = complexity.Number("minLength") ?? 8,
            MinLowerCase = complexity.Number("minLowerCase") ?? 1,
            MinUpperCase = complexity.Number("minUpperCase") ?? 1,
            MinNumber = complexity.Number("minNumber") ?? 1,
            MinSymbol = complexity.Number("minSymbol") ?? 0,
            ExcludesUsername = complexity.Flag("excludeUsername") ?? true,
            ExcludedAttributes = complexity.Texts("excludeAttributes") ?? [],
            HistoryCount = age.Number("historyCount") ?? 0,
            MinAge = Minutes(age.Number("minAgeMinutes")) ?? TimeSpan.Zero,
            MaxAge = Days(age.Number("maxAgeDays")),
            ExpiryWarning = Days(age.Number("expireWarnDays")) ?? TimeSpan.Zero,
            MaxAttempts = lockout.Number("maxAttempts") ?? 10,
            AutoUnlock = Minutes(lockout.Number("autoUnlockMinutes")),
            ShowsLockoutFailures = lockout.Flag("showLockoutFailures") ?? false,
            AllowsReset = before?.AllowsReset ?? true, AllowsUnlock = before?.AllowsUnlock ?? true,
            RecoveryTokenLifetime = Minutes(
                email.ObjectOrNothing("properties").ObjectOrNothing("recoveryToken").Number("tokenLifetimeMinutes"))
                ?? TimeSpan.FromDays(7),
            Rules = [.. policy.Rules.Select(Typed)], Conditions = policy.Conditions, Settings = policy.Settings,
        };
    }

    static PasswordRule Typed(OrgPolicyRule rule) => new()
    {
        Id = rule.Id, Name = rule.Name, Status = rule.Status, IsSystem = rule.IsSystem, CreatedAt = rule.CreatedAt,
        LastUpdatedAt = rule.LastUpdatedAt, Networks = rule.Networks, ExcludedNetworks = rule.ExcludedNetworks,
        ExcludedUserIds = rule.ExcludedUserIds, AllowsChange = Allows(rule.Actions, "passwordChange"),
        AllowsReset = Allows(rule.Actions, "selfServicePasswordReset"), AllowsUnlock = Allows(rule.Actions, "selfServiceUnlock"),
        Conditions = rule.Conditions, Actions = rule.Actions,
    };

    static bool Allows(JsonElement actions, string action) => Filled.Read(actions).ObjectOrNothing(action).Text("access") is Allow;

    static TimeSpan? Minutes(int? minutes) =>
        minutes is null or 0 ? null : TimeSpan.FromMinutes(Math.Clamp(minutes.Value, -1, LongestMinutes));

    static TimeSpan? Days(int? days) => days is null or 0 ? null : TimeSpan.FromDays(Math.Clamp(days.Value, -1, LongestDays));

    /// <summary>Of a policy that was seeded.</summary>
    static JsonObject Settings(PasswordPolicy policy)
    {
        var settings = Filled.Of(PolicyKinds.Password.Settings!, RequestObject.Nothing);
        var password = settings["password"]!.AsObject();
        Put(password["complexity"]!.AsObject(), [
            ("minLength", policy.MinLength), ("minLowerCase", policy.MinLowerCase), ("minUpperCase", policy.MinUpperCase),
            ("minNumber", policy.MinNumber), ("minSymbol", policy.MinSymbol), ("excludeUsername", policy.ExcludesUsername),
            ("excludeAttributes", Wire.Texts(policy.ExcludedAttributes)),
        ]);
        Put(password["age"]!.AsObject(), [
            ("maxAgeDays", Whole(policy.MaxAge?.TotalDays)), ("expireWarnDays", Whole(policy.ExpiryWarning.TotalDays)),
            ("minAgeMinutes", Whole(policy.MinAge.TotalMinutes)), ("historyCount", policy.HistoryCount),
        ]);
        Put(password["lockout"]!.AsObject(), [
            ("maxAttempts", policy.MaxAttempts), ("autoUnlockMinutes", Whole(policy.AutoUnlock?.TotalMinutes)),
            ("showLockoutFailures", policy.ShowsLockoutFailures),
        ]);
        settings["recovery"]!["factors"]!["okta_email"]!["properties"]!["recoveryToken"]!["tokenLifetimeMinutes"] =
            Whole(policy.RecoveryTokenLifetime.TotalMinutes);
        return settings;
    }

    static JsonObject Actions(PasswordRule rule) => new()
    {
        ["passwordChange"] = Access(rule.AllowsChange), ["selfServicePasswordReset"] = Access(rule.AllowsReset),
        ["selfServiceUnlock"] = Access(rule.AllowsUnlock),
    };

    static JsonObject Access(bool isAllowed) => new() { ["access"] = isAllowed ? Allow : Deny };

    static int Whole(double? time) => (int)Math.Min(Math.Ceiling(time ?? 0), int.MaxValue);

    static void Put(JsonObject members, (string Name, JsonNode Value)[] values)
    {
        foreach (var (name, value) in values)
            members[name] = value;
    }
}
