using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>Reads what admins say of policies and rules, and fills in what they leave out: management.md 12.</summary>
static class PolicyReader
{
    const int LongestName = 255; // UNCONFIRMED

    /// <summary>
    /// A policy with what was said, in the place of what it had. The one that every org has keeps its name and whom it is for.
    /// </summary>
    public static OrgPolicy Policy(RequestObject body, PolicyKind kind, OrgPolicy before)
    {
        var name = Name(body);
        var settings = kind.Settings is { } template ? Filled.Kept(Filled.Of(template, body.ObjectOrNothing("settings"))) : before.Settings;
        if (before.IsSystem)
            return before with { Settings = settings };

        var conditions = kind.Conditions is { } usual ? Filled.Of(usual, body.ObjectOrNothing("conditions")) : null;
        return before with
        {
            Name = name,
            Description = body.Text("description"),
            Status = Status(body) ?? before.Status,
            Settings = settings,
            Conditions = conditions is null ? null : Filled.Kept(conditions),
            GroupIds = body.ObjectOrNothing("conditions").ObjectOrNothing("people").ObjectOrNothing("groups").Texts("include"),
        };
    }

    /// <summary>A rule with what was said, in the place of what it had. The one that stays keeps its name and whom it is for.</summary>
    public static OrgPolicyRule Rule(RequestObject body, PolicyKind kind, OrgPolicyRule before)
    {
        var name = Name(body);
        // What was sent wrongly is refused whether it counts or not.
        var conditions = kind.RuleConditions is { } usual ? Filled.Of(usual, body.ObjectOrNothing("conditions")) : null;
        var actions = Filled.Of(kind.RuleActions, body.ObjectOrNothing("actions"));
        kind.Fit?.Invoke(conditions ?? [], actions);
        if (before.IsSystem)
            return before with { Actions = Filled.Kept(actions) };

        var people = RuleConditions.Of(conditions is null ? RequestObject.Nothing : new(Filled.Kept(conditions), "conditions"));
        return before with
        {
            Name = name,
            Status = Status(body) ?? before.Status,
            Actions = Filled.Kept(actions),
            Conditions = conditions is null ? null : Filled.Kept(conditions),
            Networks = people.Networks,
            ExcludedNetworks = people.ExcludedNetworks,
            ExcludedUserIds = people.ExcludedUserIds,
        };
    }

    /// <summary>UNCONFIRMED: what a status that Okta does not have is answered with.</summary>
    public static Lifecycle? Status(RequestObject body) => body.Text("status") switch
    {
        null => null,
        "ACTIVE" => Lifecycle.Active,
        "INACTIVE" => Lifecycle.Inactive,
        _ => throw OktaError.Invalid("status", "status: The field has an invalid value"),
    };

    static string Name(RequestObject body)
    {
        var name = body.Needed("name");
        return name.Length <= LongestName ? name : throw OktaError.Invalid("name", "name: The field is too long");
    }
}
