using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>The policies that sign people in, in the order in which they are asked. Access policies are their servers' own.</summary>
sealed class PoliciesTheme(OrgDirectory directory) : IConsoleTheme
{
    public void Map(ConsoleTable table) => table.Page("/policies", ShowAsync);

    async Task<ConsoleView> ShowAsync(HttpContext context)
    {
        var groups = (await directory.Groups.AllAsync(context.RequestAborted)).ToDictionary(group => group.Id, group => group.Name);
        var org = directory.Org;
        return new(
            "Policies",
            "Policies",
            Markup.Of(
                $"""
                <p>Of each kind the first that is for a user decides. Who may have which token is said by the access policies of the
                <a href="{ConsolePaths.Base}/servers">authorization servers</a>.</p>
                <h2>Session policies</h2>
                {Markup.Each(org.SessionPolicies, policy => Of(policy, groups, policy.Rules.Select(Says)))}
                {Markup.If(org.SessionPolicies.Count == 0, () => new("<p>There are none: a password is enough for everybody.</p>"))}
                <h2>Password policies</h2>
                {Markup.Each(org.PasswordPolicies, policy => Of(policy, groups, Says(policy)))}
                <h2>Enrolment policies</h2>
                {Markup.Each(org.EnrollmentPolicies, policy => Of(policy, groups, policy.Factors.Select(Says)))}
                <h2>Others</h2>
                {Markup.If(org.OtherPolicies.Count == 0, () => new("<p>There are none.</p>"))}
                {Markup.Each(org.OtherPolicies, policy => Of(policy, groups, [policy.Type]))}
                """));
    }

    static Markup Of(IPolicy policy, IReadOnlyDictionary<string, string> groups, IEnumerable<string> says) => Markup.Of(
        $"""
        <h3>{policy.Name}</h3>
        <p class="quiet">For {(policy.GroupIds is { } ids
            ? string.Join(", ", ids.Select(id => groups.GetValueOrDefault(id) ?? id))
            : "everybody")}</p>
        <ul>{Markup.Each(says, each => Markup.Of($"<li>{each}</li>"))}</ul>
        """);

    static string Says(SessionRule rule)
    {
        var off = rule.Status is Lifecycle.Active ? "" : " (switched off)";
        var where = rule.Networks is { } networks ? $" from {string.Join(", ", networks)}" : "";
        var what = !rule.AllowsAccess ? "nobody is let in"
            : rule.RequiresFactor ? "a factor is asked for besides the password"
            : "a password is enough";
        return $"{rule.Name}{off}: {what}{where}{(rule.NewDevicesOnly ? ", on new devices" : "")}";
    }

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
