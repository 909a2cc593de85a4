using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Groups;

/// <summary>A group rule as it was sent: management.md 2.3, 9.2.</summary>
sealed class SentGroupRule(OrgDirectory directory)
{
    const int LongestName = 50;

    /// <exception cref="OktaError">It cannot be.</exception>
    public async Task<GroupRule> ReadAsync(ManagementCall call, GroupRule before)
    {
        var name = call.Body.Needed("name");
        if (name.Length > LongestName)
            throw OktaError.Invalid("name", "name: The field is too long"); // UNCONFIRMED (management.md 9.2): how long it may be
        if (await directory.GroupRules.FindByAsync("name", name, call.Ct) is { } other && other.Id != before.Id)
            throw OktaError.Invalid("name", "name: Policy rule name already in use");

        var conditions = call.Body.ObjectOrNothing("conditions");
        var people = conditions.Object("people");
        return before with
        {
            Name = name,
            Expression = Checked(conditions.NeededObject("expression").Needed("value")),
            GroupIds = await GroupIdsAsync(call),
            NamesPeople = people is not null,
            ExcludedUserIds = Excluded(people, "users"),
            ExcludedGroupIds = Excluded(people, "groups"),
        };
    }

    static IReadOnlyList<string> Excluded(RequestObject? people, string whom) =>
        people?.ObjectOrNothing(whom).Texts("exclude") is { } ids ? [.. ids.Distinct()] : [];

    static string Checked(string expression) =>
        GroupRuleRules.WhyNoExpression(expression) is { } why ? throw OktaError.Invalid("validateRule", why) : expression;

    async Task<IReadOnlyList<string>> GroupIdsAsync(ManagementCall call)
    {
        var ids = call.Body.ObjectOrNothing("actions").ObjectOrNothing("assignUserToGroups").Texts("groupIds");
        if (ids is not [_, ..])
            throw OktaError.Blank("groupIds");

        foreach (var id in ids)
            if ((await directory.Groups.FindAsync(id, call.Ct) ?? throw OktaError.NotFound(id, "UserGroup")).Type is not Group.OfOkta)
                throw OktaError.NotPermitted();
        return [.. ids.Distinct()];
    }
}
