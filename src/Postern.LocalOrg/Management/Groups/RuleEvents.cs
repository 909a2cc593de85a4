using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;

namespace Postern.LocalOrg.Management.Groups;

/// <summary>What the System Log has of group rules: whom they put into groups, and take out again (management.md 17).</summary>
static class RuleEvents
{
    extension(Work work)
    {
        /// <summary>Of those memberships alone that a rule gave or took.</summary>
        public void TellOfRules(User before, User after)
        {
            var (had, has) = (before.RuleGroups ?? [], after.RuleGroups ?? []);
            foreach (var given in has.Where(given => !had.Contains(given) && !before.GroupIds.Contains(given.GroupId)))
                work.Tell(Of(EventTypes.MemberAdded, after, given));
            foreach (var taken in had.Where(taken => !has.Contains(taken) && !after.GroupIds.Contains(taken.GroupId)))
                work.Tell(Of(EventTypes.MemberRemoved, after, taken));
        }
    }

    static LogEvent Of(string type, User user, RuleMembership membership) => new()
    {
        Type = type, Actor = LogParty.System, Targets = [LogParty.Of(user), new(membership.GroupId, "UserGroup", "unknown", null)],
        Debug = new Dictionary<string, string> { ["triggeredByGroupRuleId"] = membership.RuleId },
    };
}
