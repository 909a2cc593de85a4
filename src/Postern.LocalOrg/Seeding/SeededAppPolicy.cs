using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>
/// What a seed's app sign-in policies become in the directory: what decides, and the same in the words of the API, which repeats them.
/// </summary>
static class SeededAppPolicy
{
    public const string CatchAll = "Catch-all Rule";

    public static OrgPolicy Of(SeedAppPolicy policy, long now)
    {
        IReadOnlyList<SeedAppRule> rules = policy.Rules.Count > 0 ? policy.Rules : [new() { Name = CatchAll }];
        return new()
        {
            Id = policy.Id, Type = OrgPolicy.AppAccess, Name = policy.Name, Description = policy.Description, Priority = 1, CreatedAt = now,
            LastUpdatedAt = now,
            Rules = [.. rules.Select((rule, number) => Of(rule, policy.Id, number, number == rules.Count - 1, now))],
        };
    }

    /// <summary>Whether it holds for everybody everywhere, as a catch-all must.</summary>
    public static bool CatchesAll(SeedAppRule rule) => rule is
    {
        IsActive: true, UserIds.Count: 0, GroupIds.Count: 0, ExcludedUserIds: null or { Count: 0 }, ExcludedGroupIds.Count: 0,
        Networks: null, ExcludedNetworks: null, UserTypeIds.Count: 0, ExcludedUserTypeIds.Count: 0, KnownDevicesOnly: false,
    };

    public static SeedAppRule Exported(OrgPolicyRule rule, ExportNames names)
    {
        var access = rule.Access ?? new();
        return new()
        {
            Name = rule.Name,
            IsActive = rule.Status is Lifecycle.Active,
            UserIds = names.Users(access.UserIds ?? []),
            GroupIds = names.Groups(access.GroupIds ?? []),
            ExcludedUserIds = names.UsersOrNull(rule.ExcludedUserIds),
            ExcludedGroupIds = names.Groups(access.ExcludedGroupIds ?? []),
            Networks = names.Networks(rule.Networks),
            ExcludedNetworks = names.Networks(rule.ExcludedNetworks),
            AllowsAccess = !access.IsDenied,
            RequiresFactor = access.RequiresFactor,
            UserTypeIds = names.Types(access.UserTypeIds ?? []), ExcludedUserTypeIds = names.Types(access.ExcludedUserTypeIds ?? []),
            KnownDevicesOnly = access.KnownDevicesOnly, AsksToStaySignedIn = access.AsksToStaySignedIn,
            Constraints = [.. (access.Constraints ?? []).Select(Exported)],
            ReauthenticateIn = access.ReauthenticateInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    static SeedAppConstraint Exported(AppConstraint constraint) => new()
    {
        Password = constraint.WantsPassword, Possession = constraint.WantsPossession,
        PhishingResistant = constraint.ResistsPhishing, HardwareProtected = constraint.IsHardware,
    };

    static AppConstraint Of(SeedAppConstraint constraint) => new()
    {
        WantsPassword = constraint.Password, ResistsPhishing = constraint.PhishingResistant, IsHardware = constraint.HardwareProtected,
        WantsPossession = constraint.Possession || constraint.PhishingResistant || constraint.HardwareProtected,
    };

    static OrgPolicyRule Of(SeedAppRule rule, string policyId, int number, bool isLast, long now) => new()
    {
        Id = OktaIds.Of(OktaIds.NewerRule, policyId, rule.Name, $"{number}"), Name = rule.Name, IsSystem = isLast,
        Status = Lifecycle.Of(rule.IsActive), CreatedAt = now, LastUpdatedAt = now,
        Networks = rule.Networks, ExcludedNetworks = rule.ExcludedNetworks, ExcludedUserIds = rule.ExcludedUserIds,
        Conditions = isLast ? null : Kept(Conditions(rule)),
        Actions = Kept(Actions(rule)),
        Access = new()
        {
            IsDenied = !rule.AllowsAccess, RequiresFactor = rule.RequiresFactor,
            ReauthenticateInSeconds = (long?)rule.ReauthenticateIn?.TotalSeconds,
            Constraints = rule.Constraints.Count == 0 ? null : [.. rule.Constraints.Select(Of)],
            AsksToStaySignedIn = rule.AsksToStaySignedIn, KnownDevicesOnly = rule.KnownDevicesOnly,
            UserIds = Some(rule.UserIds), GroupIds = Some(rule.GroupIds), ExcludedGroupIds = Some(rule.ExcludedGroupIds),
            UserTypeIds = Some(rule.UserTypeIds), ExcludedUserTypeIds = Some(rule.ExcludedUserTypeIds),
        },
    };

    /// <summary>management.md 12.2.</summary>
    static JsonObject Conditions(SeedAppRule rule)
    {
        JsonObject network = new()
        {
            ["connection"] = rule is { Networks: null, ExcludedNetworks: null } ? "ANYWHERE" : "ZONE",
        };
        Put(network, "include", rule.Networks ?? []);
        Put(network, "exclude", rule.ExcludedNetworks ?? []);
        JsonObject conditions = new()
        {
            ["people"] = new JsonObject
            {
                ["users"] = Among(rule.UserIds, rule.ExcludedUserIds ?? []), ["groups"] = Among(rule.GroupIds, rule.ExcludedGroupIds),
            },
            ["network"] = network,
            ["riskScore"] = new JsonObject { ["level"] = "ANY" },
            ["userType"] = new JsonObject { ["include"] = Array(rule.UserTypeIds), ["exclude"] = Array(rule.ExcludedUserTypeIds) },
        };
        if (rule.KnownDevicesOnly)
            conditions["device"] = new JsonObject { ["registered"] = true, ["managed"] = false };
        return conditions;
    }

    static JsonObject Actions(SeedAppRule rule)
    {
        JsonObject method = new() { ["factorMode"] = rule.RequiresFactor ? "2FA" : "1FA", ["type"] = "ASSURANCE" };
        if (rule.ReauthenticateIn is { } age)
            method["reauthenticateIn"] = XmlConvert.ToString(age);
        if (rule.Constraints.Count > 0)
            method["constraints"] = new JsonArray([.. rule.Constraints.Select(Wire)]);
        JsonObject signOn = new() { ["access"] = rule.AllowsAccess ? "ALLOW" : "DENY", ["verificationMethod"] = method };
        if (rule.AsksToStaySignedIn)
            signOn["keepMeSignedIn"] = new JsonObject { ["postAuth"] = "ALLOWED" };
        return new() { ["appSignOn"] = signOn };
    }

    /// <summary>api-access-management.md 14.5.</summary>
    static JsonObject Wire(SeedAppConstraint constraint)
    {
        JsonObject wire = [];
        if (constraint.Password)
            wire["knowledge"] = new JsonObject { ["types"] = new JsonArray("password"), ["required"] = true };
        if (!Of(constraint).WantsPossession)
            return wire;

        JsonObject possession = new() { ["required"] = true };
        if (constraint.PhishingResistant)
            possession["phishingResistant"] = "REQUIRED";
        if (constraint.HardwareProtected)
            possession["hardwareProtection"] = "REQUIRED";
        wire["possession"] = possession;
        return wire;
    }

    static JsonArray Array(IReadOnlyList<string> ids) => new([.. ids.Select(id => (JsonNode)id)]);

    static JsonObject Among(IReadOnlyList<string> included, IReadOnlyList<string> excluded)
    {
        JsonObject among = [];
        Put(among, "include", included);
        Put(among, "exclude", excluded);
        return among;
    }

    static void Put(JsonObject among, string member, IReadOnlyList<string> ids)
    {
        if (ids.Count > 0)
            among[member] = Array(ids);
    }

    static JsonElement Kept(JsonObject said) => JsonSerializer.SerializeToElement(said, DirectoryJson.Default.JsonObject);

    static IReadOnlyList<string>? Some(IReadOnlyList<string> ids) => ids.Count > 0 ? ids : null;
}
