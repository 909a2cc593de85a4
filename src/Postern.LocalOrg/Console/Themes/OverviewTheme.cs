using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>Who the org is, and what is in it.</summary>
sealed class OverviewTheme(OrgDirectory directory, OrgUrls urls, OrgClock clock, OrgFacts facts, OrgCounts counts, RequestRecord record)
    : IConsoleTheme
{
    public void Map(ConsoleTable table)
    {
        table.Act("/recording/start", StartAsync);
        table.Act("/recording/stop", StopAsync);
    }

    public async Task<ConsoleView> ShowAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var servers = (await directory.Servers.AllAsync(ct)).Where(server => server.Status is Lifecycle.Active);
        var issuers = servers.OrderBy(server => server.Id is not CustomAuthorizationServer.Default)
            .Select(server => urls.Issuer(server.Id, server.IssuerMode)).Prepend(urls.Public);
        var (users, others) = (await counts.UsersAsync(ct), await counts.OthersAsync(ct));
        return new(
            "Overview",
            directory.Org.Name,
            Markup.Of(
                $"""
                {ConsoleParts.Facts(
                    ("URL", ConsoleParts.Code(urls.Public)),
                    ("Issuers", Markup.Each(issuers, Issuer)),
                    ("Engine", ConsoleParts.Text(Engine())),
                    ("Org id", ConsoleParts.Code(directory.Org.Id)),
                    ("Version", ConsoleParts.Text($"Postern {OrgFacts.Version}")),
                    ("Database", ConsoleParts.Text(facts.Database)),
                    ("Started", ConsoleParts.Text(ConsoleParts.Instant(facts.StartedAt))),
                    ("Its clock", ConsoleParts.Text(Clock())))}
                <h2>What is in it</h2>
                {ConsoleParts.Table(
                    "Users, by their state, and everything else",
                    ["What", "How many"],
                    users.Select(user => Row($"users who are {Words(user.Name)}", user.Count))
                        .Concat(others.Select(other => Row(other.Name, other.Count))))}
                """));
    }

    string Clock() => ConsoleParts.Instant(clock.GetUtcNow())
        + (clock.Ahead == TimeSpan.Zero ? "" : string.Create(CultureInfo.InvariantCulture, $", {clock.Ahead:c} ahead"));

    string Engine() => directory.Org.IsIdentityEngine ? "Identity Engine" : "Classic Engine";

    async Task<string> StartAsync(HttpContext context, IFormCollection form)
    {
        await record.StartAsync(context.RequestAborted);
        return ConsoleDone.With(ConsolePaths.Base + "/sign-ins", "recording");
    }

    async Task<string> StopAsync(HttpContext context, IFormCollection form)
    {
        await record.StopAsync(context.RequestAborted);
        return ConsoleDone.With(ConsolePaths.Home + "/", "stopped");
    }

    // RFC 8414 section 3.1 puts it elsewhere; Okta's is where OpenID Connect Discovery says.
    static Markup Issuer(string issuer) =>
        Markup.Of($"<div>{ConsoleParts.Link(issuer + "/.well-known/openid-configuration", issuer)}</div>");

    static Markup[] Row(string name, long count) => [ConsoleParts.Text(name), Markup.Of($"{count}")];

    /// <summary><c>PasswordExpired</c> → <c>password expired</c>.</summary>
    public static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()));
}
