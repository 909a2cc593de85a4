using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>
/// The custom authorization servers: scopes, claims with where they come from, and access policies in their order; what of it is on.
/// </summary>
sealed class ServersTheme(OrgDirectory directory, OrgUrls urls, ServerSwitches switches) : IConsoleTheme
{
    const int MostShown = 200;

    public void Map(ConsoleTable table)
    {
        table.Page("/servers", ListAsync);
        table.Page("/servers/{id}", OneAsync);
        switches.Map(table);
    }

    async Task<ConsoleView> ListAsync(HttpContext context)
    {
        var after = context.Request.Query["after"].ToString();
        var found = (await directory.Servers.AllAsync(context.RequestAborted))
            .Where(server => string.CompareOrdinal(server.Id, after) > 0).OrderBy(server => server.Id, StringComparer.Ordinal).ToList();
        return new(
            "Servers",
            "Authorization servers",
            Markup.Of(
                $"""
                <p>The org&#x27;s own is at <code>{urls.Public}</code>; it has no policies, and gives what an app may ask for.</p>
                {ConsoleParts.Table("Custom authorization servers", ["Name", "Id", "Audience", "State"], found.Take(MostShown).Select(Row))}
                {ConsoleParts.Next(ConsolePaths.Base + "/servers", found.Count > MostShown ? found[MostShown - 1].Id : null)}
                """));
    }

    async Task<ConsoleView> OneAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var server = await directory.Servers.FindAsync(context.Request.RouteValues["id"] as string ?? "", ct)
            ?? throw ConsoleProblem.NotFound("There is no authorization server of this id: it may be gone since a reset.");
        var issuer = urls.Issuer(server.Id, server.IssuerMode);
        var people = (await directory.Groups.AllAsync(ct)).ToDictionary(group => group.Id, group => group.Name);
        return new(
            "Servers",
            server.Name,
            Markup.Of(
                $"""
                {ConsoleParts.Facts(
                    ("State", Badge(server.Status)),
                    ("Issuer", ConsoleParts.Link(issuer + "/.well-known/openid-configuration", issuer)),
                    ("Keys", ConsoleParts.Link(issuer + "/v1/keys", issuer + "/v1/keys")),
                    ("Audience", ConsoleParts.Code(server.Audience)),
                    ("Rotates its keys", ConsoleParts.Text(server.RotatesKeys ? "by itself" : "when it is told to")))}
                <div class="actions">{ServerSwitches.Of(server)}</div>
                <h2>Access policies</h2>
                <p>Asked in this order: the first rule that gives all that was asked for decides.
                Where there is none, everybody is refused.</p>
                {Markup.Each(server.Policies, policy => Policy(server, policy, people))}
                <h2>Claims</h2>
                {Claims(server)}
                <h2>Scopes of its own</h2>
                {ConsoleParts.TableOr(
                    "It has none.", "Besides those of OpenID Connect", ["Name", "For people", "Consent", "Default"],
                    [.. server.Scopes.Select(Scope)])}
                <h2>Commands</h2>
                {ConsoleParts.Command($"postern discover --issuer {ShellWord.Of(issuer)}")}
                """));
    }

    static Markup Policy(CustomAuthorizationServer server, AccessPolicy policy, IReadOnlyDictionary<string, string> groups) => Markup.Of(
        $"""
        <h3>{policy.Name} {Markup.If(!policy.IsActive, () => ConsoleParts.Badge("switched off", isGood: false))}</h3>
        <p class="quiet">For {(policy.ClientIds is { } clients ? string.Join(", ", clients) : "every app")}</p>
        <div class="actions">{ServerSwitches.Of(server, policy)}</div>
        {ConsoleParts.Table(
            "Its rules, in their order",
            ["Rule", "Grants", "People", "Scopes", "Lifetimes", "Switch"],
            policy.Rules.Select(rule => (Markup[])[.. Rule(rule, groups), ServerSwitches.Of(server, policy, rule)]))}
        """);

    static Markup[] Rule(AccessRule rule, IReadOnlyDictionary<string, string> groups)
    {
        var people = rule.GroupIds.Select(id => groups.GetValueOrDefault(id) ?? id).Concat(rule.UserIds);
        return
        [
            Markup.Of($"{rule.Name} {Markup.If(!rule.IsActive, () => ConsoleParts.Badge("switched off", isGood: false))}"),
            ConsoleParts.Code(string.Join(" ", rule.GrantTypes)),
            ConsoleParts.Text(rule.GroupIds.Count + rule.UserIds.Count == 0 ? "everybody" : string.Join(", ", people)),
            ConsoleParts.Code(string.Join(" ", rule.Scopes)),
            ConsoleParts.Text($"access {Words(rule.AccessTokenLifetime)}, refresh {Words(rule.RefreshTokenLifetime)}"),
        ];
    }

    static string Words(TimeSpan? lifetime) => lifetime is not { } span ? "without end"
        : span < TimeSpan.FromDays(1) ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes} min")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays} days");

    static Markup Claims(CustomAuthorizationServer server) => server.Claims.Count == 0
        ? new("<p>It has none of its own.</p>")
        : ConsoleParts.Table(
            "Each with the expression or the groups that it comes of",
            ["Name", "In", "From", "Only with scopes"],
            server.Claims.Select(claim => new[]
            {
                Markup.Of($"{claim.Name} {Markup.If(!claim.IsActive, () => ConsoleParts.Badge("switched off", isGood: false))}"),
                ConsoleParts.Text(claim.Type is ClaimType.Resource ? "access tokens" : "ID tokens"),
                ConsoleParts.Code(claim.Expression ?? $"groups: {claim.Groups?.Match} {claim.Groups?.Value}"),
                ConsoleParts.Code(string.Join(" ", claim.Scopes)),
            }));

    static Markup[] Scope(OAuth2Scope scope) =>
    [
        ConsoleParts.Code(scope.Name), ConsoleParts.Text(scope.DisplayName),
        ConsoleParts.Text(OverviewTheme.Words(scope.Consent.ToString())),
        ConsoleParts.Text(scope.IsDefault ? "yes" : "no"),
    ];

    static Markup[] Row(CustomAuthorizationServer server) =>
    [
        ConsoleParts.Link(ConsolePaths.Server(server.Id), server.Name), ConsoleParts.Code(server.Id), ConsoleParts.Code(server.Audience),
        Badge(server.Status),
    ];

    static Markup Badge(Lifecycle status) =>
        ConsoleParts.Badge(status is Lifecycle.Active ? "active" : "inactive", status is Lifecycle.Active);
}
