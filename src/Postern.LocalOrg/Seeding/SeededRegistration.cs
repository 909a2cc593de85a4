using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>
/// What a seed's profile enrolment policies become in the directory, which keeps them in the words of the API, and back again.
/// </summary>
static class SeededRegistration
{
    /// <summary>No app sign-in policy's, which may have the same name.</summary>
    public static string IdOf(string name) => OktaIds.Of(OktaIds.NewerPolicy, "registration policy", name);

    public static OrgPolicy Of(SeedRegistrationPolicy policy, long now) => new()
    {
        Id = policy.Id, Type = OrgPolicy.ProfileEnrollment, Name = policy.Name, Description = policy.Description, Priority = 1,
        CreatedAt = now, LastUpdatedAt = now,
        Rules =
        [
            new()
            {
                Id = OktaIds.Of(OktaIds.NewerRule, policy.Id, SeededAppPolicy.CatchAll, "0"), Name = SeededAppPolicy.CatchAll,
                IsSystem = true, CreatedAt = now, LastUpdatedAt = now,
                Actions = JsonSerializer.SerializeToElement(Actions(policy), DirectoryJson.Default.JsonObject),
            },
        ],
    };

    public static SeedRegistrationPolicy Exported(OrgPolicy policy, ExportNames names)
    {
        var rule = SelfRegistration.Of(policy);
        return new()
        {
            Id = ExportedOrg.Unless(IdOf(policy.Name), policy.Id),
            Name = policy.Name, Description = policy.Description,
            AllowsRegistration = rule.IsOpen, VerifiesEmail = rule.VerifiesEmail, CompletesProfiles = rule.CompletesProfiles,
            Attributes =
            [
                .. rule.Attributes.Select(attribute => new SeedRegistrationField
                {
                    Name = attribute.Name, Label = attribute.Label == attribute.Name ? null : attribute.Label,
                    IsRequired = attribute.IsRequired,
                }),
            ],
            GroupIds = names.Groups(rule.GroupIds),
        };
    }

    /// <summary>management.md 12.2.</summary>
    static JsonObject Actions(SeedRegistrationPolicy policy) => new()
    {
        ["profileEnrollment"] = new JsonObject
        {
            ["access"] = "ALLOW", ["preRegistrationInlineHooks"] = null,
            ["profileAttributes"] = new JsonArray(
            [
                .. policy.Attributes.Select(attribute => new JsonObject
                {
                    ["name"] = attribute.Name, ["label"] = attribute.Label ?? attribute.Name, ["required"] = attribute.IsRequired,
                }),
            ]),
            ["targetGroupIds"] = policy.GroupIds.Count == 0
                ? null
                : new JsonArray([.. policy.GroupIds.Select(id => (JsonNode)id)]),
            ["unknownUserAction"] = policy.AllowsRegistration ? "REGISTER" : "DENY",
            ["activationRequirements"] = new JsonObject { ["emailVerification"] = policy.VerifiesEmail },
            ["progressiveProfilingAction"] = policy.CompletesProfiles ? "ENABLED" : "DISABLED",
            ["allowedIdentifiers"] = new JsonArray("login"),
        },
    };
}
