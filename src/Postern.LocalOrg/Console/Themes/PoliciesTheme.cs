using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>The policies that sign people in, in the order in which they are asked. Access policies are their servers' own.</summary>
sealed class PoliciesTheme(OrgDirectory directory, OrgUrls urls, PolicySwitch policies) : IConsoleTheme
{
    const string Path = "/policies";

    public void Map(ConsoleTable table)
    {
        table.Page(Path, ShowAsync);
        table.Act(Path + "/{id}/activate", (context, _) => PutAsync(context, Lifecycle.Active));
        table.Act(Path + "/{id}/deactivate", (context, _) => PutAsync(context, Lifecycle.Inactive));
    }

    async Task<ConsoleView> ShowAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var groups = (await directory.Groups.AllAsync(ct)).ToDictionary(group => group.Id, group => group.Name);
        var sessions = InOrder(await directory.SessionPolicies.AllAsync(ct));
        var others = InOrder(await directory.OtherPolicies.AllAsync(ct));
        return new(
            "Policies",
            "Policies",
            Markup.Of(
                $"""
                <p>Of each kind the first that is for a user decides. Who may have which token is said by the access policies of the
                <a href="{ConsolePaths.Base}/servers">authorization servers</a>.</p>
                <h2>Session policies</h2>
                {Markup.Each(sessions, policy => Of(policy, groups, policy.Rules.Select(Says)))}
                {Markup.If(sessions.Count == 0, () => new("<p>There are none: a password is enough for everybody.</p>"))}
                <h2>Password policies</h2>
                {Markup.Each(InOrder(await directory.PasswordPolicies.AllAsync(ct)), policy => Of(policy, groups, Says(policy)))}
                <h2>Enrolment policies</h2>
                {Markup.Each(
                    InOrder(await directory.EnrollmentPolicies.AllAsync(ct)), policy => Of(policy, groups, policy.Factors.Select(Says)))}
                <h2>Policies of apps, and others</h2>
                {Markup.If(others.Count == 0, () => new("<p>There are none.</p>"))}
                {Markup.Each(others, policy => Of(policy, groups, [policy.Type, .. policy.Rules.Select(Says)]))}
                <h2>Commands</h2>
                {ConsoleParts.Command($"postern org export --org {urls.Public}")}
                """));
    }

    async Task<string> PutAsync(HttpContext context, Lifecycle status)
    {
        await policies.PutAsync(context.Request.RouteValues["id"] as string ?? "", status, context.RequestAborted);
        return ConsoleDone.With(ConsolePaths.Base + Path, "switched");
    }

    static IReadOnlyList<T> InOrder<T>(IReadOnlyList<T> all)
        where T : IPolicy => [.. all.OrderBy(policy => policy.Priority)];

    static Markup Of(IPolicy policy, IReadOnlyDictionary<string, string> groups, IEnumerable<string> says) => Markup.Of(
        $"""
        <h3>{policy.Name} {Markup.If(
            policy.Status is not Lifecycle.Active, () => ConsoleParts.Badge("switched off", isGood: false))}</h3>
        <p class="quiet">For {(policy.GroupIds is { } ids
            ? string.Join(", ", ids.Select(id => groups.GetValueOrDefault(id) ?? id))
            : "everybody")}</p>
        <ul>{Markup.Each(says, each => Markup.Of($"<li>{each}</li>"))}</ul>
        {PolicySwitch.Of(policy)}
        """);

    static string Says(SessionRule rule)
    {
        var where = rule.Networks is { } networks ? $" from {string.Join(", ", networks)}" : "";
        var what = !rule.AllowsAccess ? "nobody is let in"
            : rule.RequiresFactor ? "a factor is asked for besides the password"
            : "a password is enough";
        return $"{rule.Name}{Off(rule)}: {what}{where}{(rule.NewDevicesOnly ? ", on new devices" : "")}";
    }

    static string Says(OrgPolicyRule rule)
    {
        var what = rule.Access switch
        {
            null => "",
            { IsDenied: true } => ": nobody is let in",
            { RequiresFactor: true } => ": a factor is asked for besides the password",
            { Constraints.Count: > 0 } => ": factors of certain kinds are asked for",
            _ => ": a password is enough",
        };
        return $"{rule.Name}{Off(rule)}{what}";
    }

    static string Off(ISignInRule rule) => rule.Status is Lifecycle.Active ? "" : " (switched off)";

    static IEnumerable<string> Says(PasswordPolicy policy)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{policy.MinLength} characters at least, {policy.MinLowerCase} small, {policy.MinUpperCase} capital, {policy.MinNumber} " +
            $"digits, {policy.MinSymbol} symbols");
        yield return policy.MaxAttempts == 0
            ? "never locks"
            : string.Create(CultureInfo.InvariantCulture, $"locks after {policy.MaxAttempts} wrong passwords");
        yield return policy.MaxAge is { } age
            ? string.Create(CultureInfo.InvariantCulture, $"a password expires after {age.TotalDays} days")
            : "a password never expires";
    }

    static string Says(FactorRule factor) => $"{factor.FactorType} ({factor.Provider}){(factor.IsRequired ? ", required" : "")}";
}
