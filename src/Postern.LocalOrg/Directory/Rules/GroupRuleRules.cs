using Postern.LocalOrg.Expressions;

namespace Postern.LocalOrg.Directory.Rules;

/// <summary>What Okta would refuse of a rule that puts users into groups.</summary>
static class GroupRuleRules
{
    const int LongestName = 50; // UNCONFIRMED (management.md 9.2)

    public static IEnumerable<Fault> Check(GroupRule rule, Known known) =>
    [
        .. Faults.OfId("id", rule.Id),
        .. Faults.OfName("name", rule.Name, LongestName),
        .. OfExpression(rule.Expression),
        .. known.MissingGroups("groupIds", rule.GroupIds),
        .. known.MissingUsers("excludedUserIds", rule.ExcludedUserIds),
    ];

    /// <summary>Null where it is one; else the parser's words.</summary>
    public static string? WhyNoExpression(string expression)
    {
        try
        {
            Expression.Parse(expression);
            return null;
        }
        catch (ExpressionError wrong)
        {
            return wrong.Message;
        }
    }

    static IEnumerable<Fault> OfExpression(string expression)
    {
        if (WhyNoExpression(expression) is { } why)
            yield return new("expression", $"does not parse: {why}.");
    }
}
