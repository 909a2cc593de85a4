using System.Globalization;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Explaining;

/// <summary>What each access policy and rule of a server says of a request, in words: judged by <see cref="AccessPolicies"/>.</summary>
static class AccessReasons
{
    public static IReadOnlyList<ExplainedPolicy> Of(AuthorizationServer server, AccessQuestion question)
    {
        var matching = server.Policies.Where(policy => AccessPolicies.Judge(policy, question.ClientId) is PolicySays.Asked)
            .SelectMany(policy => policy.Rules)
            .Select(rule => (Rule: rule, AccessPolicies.Judge(rule, question).Says))
            .Where(judged => judged.Says is RuleSays.Gives or RuleSays.Denies).ToList();
        // As they are asked: the first that gives; where none does, the first that matches says why not.
        var inOrder = matching.Where(judged => judged.Says is RuleSays.Gives)
            .Concat(matching.Where(judged => judged.Says is RuleSays.Denies))
            .Select(judged => judged.Rule).ToList();
        return [.. server.Policies.Select(policy => Of(policy, question, inOrder.FirstOrDefault(), inOrder.ElementAtOrDefault(1)))];
    }

    static ExplainedPolicy Of(AccessPolicy policy, AccessQuestion question, AccessRule? decided, AccessRule? next)
    {
        var says = AccessPolicies.Judge(policy, question.ClientId);
        return new()
        {
            Kind = "access",
            Name = policy.Name,
            Says = says switch
            {
                PolicySays.Off => "is switched off",
                PolicySays.OtherClients => "is for other clients",
                _ => "is asked",
            },
            Decides = decided is not null && policy.Rules.Contains(decided),
            Rules = says is PolicySays.Asked
                ? [.. policy.Rules.Select(rule => Of(rule, question) with { Decides = rule == decided, IsNext = rule == next })]
                : [],
        };
    }

    static ExplainedRule Of(AccessRule rule, AccessQuestion question)
    {
        var verdict = AccessPolicies.Judge(rule, question);
        var lifetimes = AccessPolicies.LifetimesBy(rule);
        return new()
        {
            Name = rule.Name,
            Says = verdict.Says switch
            {
                RuleSays.Off => "is switched off",
                RuleSays.OtherGrants => $"is for {string.Join(", ", rule.GrantTypes)}, not for {string.Join(", ", question.GrantTypes)}",
                RuleSays.OtherPeople => "is for other people",
                RuleSays.Denies =>
                    $"matches, and denies {string.Join(' ', AccessPolicies.DeniedBy(rule, question.Scopes.Names))}",
                _ => string.Create(
                    CultureInfo.InvariantCulture,
                    $"matches, and gives {string.Join(' ', verdict.Scopes)} for {lifetimes.AccessTokenSeconds} s"),
            },
            Scopes = verdict.Scopes,
            AccessTokenSeconds = verdict.Says is RuleSays.Gives ? lifetimes.AccessTokenSeconds : null,
            RefreshTokenSeconds = verdict.Says is RuleSays.Gives ? lifetimes.RefreshTokenSeconds : null,
        };
    }
}
