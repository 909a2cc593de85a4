using System.Text.Json;
using Postern.Protocol;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>Why something is as it is, for people.</summary>
static class ExplanationParts
{
    /// <summary>In a line: which policy and rule decided; nothing where none had a word in it, as about a wrong password.</summary>
    public static string? Decision(Explanation explanation)
    {
        if (explanation.Request is not { } request)
            return null;
        if (explanation.AccessPolicies.Count > 0)
            return request.Error is not null and not OAuthErrors.AccessDenied ? null
                : Decided(explanation.AccessPolicies) ?? "No rule of any access policy matches";
        return KindFor(request) is { } kind ? Decided(explanation.SignInPolicies.Where(policy => policy.Kind == kind)) : null;
    }

    static string? Decided(IEnumerable<ExplainedPolicy> policies) => policies.FirstOrDefault(policy => policy.Decides) is not { } decided
        ? null
        : $"Decided by the {decided.Kind} policy {decided.Name}"
            + (decided.Rules.FirstOrDefault(rule => rule.Decides) is { } rule ? $", rule {rule.Name}" : "");

    /// <summary>Which of the policies that sign in had a word in what a step came to.</summary>
    static string? KindFor(RecordedRequest request) => request switch
    {
        { Reason: "access_denied" } => "session",
        { Reason: "locked_out" or "account_locked" } => "password",
        _ => request.Answered.GetValueOrDefault("status") switch
        {
            "LOCKED_OUT" or "PASSWORD_EXPIRED" or "PASSWORD_WARN" => "password",
            "MFA_REQUIRED" => "session",
            "MFA_ENROLL" => "enrolment",
            _ => null,
        },
    };

    public static Markup Policies(Explanation explanation) => Markup.Of(
        $"""
        {Of("Access policies", explanation.AccessPolicies)}
        {Of("Policies that sign in", explanation.SignInPolicies)}
        """);

    public static Markup Claims(Explanation explanation) => explanation.Claims.Count == 0
        ? Markup.None
        : ConsoleParts.Table(
            "Claims that the authorization server was given",
            ["Claim", "In", "From", "What is said", "Worth now"],
            explanation.Claims.Select(claim => new[]
            {
                ConsoleParts.Code(claim.Name), ConsoleParts.Text(claim.In), ConsoleParts.Code(claim.From), ConsoleParts.Text(claim.Says),
                ConsoleParts.Code(Json(claim.Value)),
            }));

    public static Markup Remarks(Explanation explanation) => explanation.Remarks.Count == 0
        ? Markup.None
        : Markup.Of($"<ul>{Markup.Each(explanation.Remarks, remark => Markup.Of($"<li>{remark}</li>"))}</ul>");

    public static string? Json(JsonElement? value) => value?.ToString();

    static Markup Of(string heading, IReadOnlyList<ExplainedPolicy> policies) => policies.Count == 0
        ? Markup.None
        : ConsoleParts.Table(heading + ", as they are asked", ["Policy", "Rule", "Says"], policies.SelectMany(Rows));

    static IEnumerable<Markup[]> Rows(ExplainedPolicy policy) =>
    [
        [Name($"{policy.Name} ({policy.Kind})", policy.Decides), Markup.None, ConsoleParts.Text(policy.Says)],
        .. policy.Rules.Select(rule => new[]
        {
            Markup.Of($"{policy.Name}"), Name(rule.Name, rule.Decides),
            ConsoleParts.Text(
                rule.Decides ? $"{rule.Says}: this one decides" : rule.IsNext ? $"{rule.Says}: would decide otherwise" : rule.Says),
        }),
    ];

    static Markup Name(string name, bool decides) =>
        decides ? Markup.Of($"<span class=\"decides\">{name}</span>") : Markup.Of($"{name}");
}
