using System.Text.Json.Nodes;
using Postern.LocalOrg;
using Spectre.Console;

namespace Postern.Cli;

/// <summary>Tells where a local org listens and what is in it: a summary with commands to try, or one JSON line.</summary>
static class OrgOutput
{
    public static string Json(StartedOrg started)
    {
        var json = Json(started.Org, started.Secrets);
        json.AddPresent("authority", started.Org.Authority?.CertificateFile);
        json.AddPresent("controlKey", started.MadeControlKey);
        return json.ToText(JsonLayout.OneLine);
    }

    static JsonObject Json(LocalOrg.LocalOrg org, ToldSecrets told) => new()
    {
        ["url"] = org.Url,
        ["issuers"] = new JsonArray([.. Issuers(org).Select(issuer => (JsonNode?)issuer)]),
        ["apps"] = new JsonArray([.. org.Seed.Apps.Select(app => (JsonNode?)Json(app, told))]),
        ["users"] = new JsonArray([.. org.Seed.Users.Select(user => (JsonNode?)Json(user, org.Seed, told))]),
        ["apiTokens"] = new JsonArray([.. org.Seed.ApiTokens.Select(token => (JsonNode?)told.Of(token.Token))]),
        ["made"] = new JsonArray(
            [.. told.Made.Select(made => (JsonNode?)new JsonObject { ["path"] = made.Path, ["value"] = made.Value })]),
        ["controlUrl"] = org.ListenUrl + "/_postern",
    };

    public static void WriteFor(Terminal io, StartedOrg started, string consoleLink)
    {
        var (org, told) = (started.Org, started.Secrets);
        io.Print(
            $"A local org listens on {org.ListenUrl}{(org.Url == org.ListenUrl ? "" : $" and calls itself {org.Url}")}. Ctrl-C stops it.");
        io.Print($"issuers  {string.Join("  ", Issuers(org))}");
        io.Print($"codes that are sent appear here and at {org.ListenUrl}/_postern/outbox; {org.ListenUrl}/_postern/clock moves the time");
        io.Print($"console  {consoleLink}  (opens once, within an hour; another: postern org console)");
        if (started.MadeControlKey is { } key)
            io.Print($"/_postern wants this, made for this run, in X-Postern-Control-Key: {key}");
        if (org.Authority is { } authority)
            io.Print($"callers must trust {authority.CertificateFile}; 'postern org trust{Hosts(authority)}' says how");
        io.Print("");
        Write(
            io,
            "app",
            ["kind", "client id", "client secret", "redirect URIs"],
            [
                .. org.Seed.Apps.Select(
                    app => (string[])[app.Name, Kind(app), app.ClientId, told.Of(app.ClientSecret), string.Join(" ", app.RedirectUris)]),
            ]);
        Write(
            io,
            "user",
            ["password", "state", "TOTP secret"],
            [
                .. org.Seed.Users.Select(
                    user => (string[])[user.Login, told.Of(user.Password), State(user, org.Seed), told.Of(user.TotpSecret)]),
            ]);
        WriteMade(io, org.Seed, told);
        foreach (var line in OrgRecipes.For(org, told).Split('\n'))
            io.Print(line);
    }

    static string Hosts(DevelopmentAuthority authority) => string.Concat(authority.OutsideNames.Select(name => $" --host {name}"));

    /// <summary>Those that stand in no table.</summary>
    static void WriteMade(Terminal io, OrgSeed seed, ToldSecrets told)
    {
        var shown = seed.Users.SelectMany(user => (string?[])[user.Password, user.TotpSecret])
            .Concat(seed.Apps.Select(app => app.ClientSecret)).ToHashSet();
        List<string[]> made = [.. told.Made.Where(made => !shown.Contains(made.Value)).Select(made => (string[])[made.Path, made.Value])];
        if (made.Count > 0)
            Write(io, "made secret", ["told this once"], [.. made]);
        else if (told.Made.Count > 0)
            io.Print("Passwords and secrets that were made are told this once.");
    }

    static IEnumerable<string> Issuers(LocalOrg.LocalOrg org) =>
        org.Seed.AuthorizationServers.Select(server => org.IssuerOf(server.Id)).Prepend(org.Url);

    static JsonObject Json(SeedApp app, ToldSecrets told)
    {
        var json = new JsonObject { ["name"] = app.Name, ["kind"] = Kind(app), ["clientId"] = app.ClientId };
        json.AddPresent("clientSecret", app.ClientSecret is null ? null : told.Of(app.ClientSecret));
        json.AddPresent("redirectUri", app.RedirectUris is [var first, ..] ? first : null);
        json["redirectUris"] = new JsonArray([.. app.RedirectUris.Select(uri => (JsonNode?)uri)]);
        return json;
    }

    static JsonObject Json(SeedUser user, OrgSeed seed, ToldSecrets told)
    {
        var json = new JsonObject { ["login"] = user.Login, ["password"] = told.Of(user.Password), ["state"] = State(user, seed) };
        json.AddPresent("totpSecret", user.TotpSecret is null ? null : told.Of(user.TotpSecret));
        return json;
    }

    static string Kind(SeedApp app) => app.Kind.ToString().ToLowerInvariant();

    static string State(SeedUser user, OrgSeed seed) => user.State switch
    {
        UserState.LockedOut => "locked out",
        UserState.PasswordExpired => "expired password",
        UserState.MfaRequired => "mfa required",
        not UserState.Active => user.State.ToString().ToLowerInvariant(),
        _ => seed.Apps.Any(app => IsAssigned(user, app, seed)) ? "active" : "unassigned",
    };

    static bool IsAssigned(SeedUser user, SeedApp app, OrgSeed seed)
    {
        var everyone = seed.Groups.Where(group => group.Name is "Everyone").Select(group => group.Id);
        return app.AssignedUserIds.Contains(user.Id) || app.AssignedGroupIds.Intersect(user.GroupIds.Concat(everyone)).Any();
    }

    static void Write(Terminal io, string what, string[] heads, string[][] rows)
    {
        if (io.OutputIsTerminal)
            WriteTree(io, what, heads, rows);
        else
            WriteLines(io, [what, .. heads], rows);

        io.Print("");
    }

    // No table: its columns would not fit, and what is broken into lines cannot be copied.
    static void WriteTree(Terminal io, string what, string[] heads, string[][] rows)
    {
        var width = heads.Max(head => head.Length) + 2;
        var tree = new Tree(Screen.Line($"[bold]{what}s[/]"));
        foreach (var row in rows)
        {
            var node = tree.AddNode(Screen.Line($"[bold]{row[0]}[/]"));
            foreach (var (head, value) in heads.Zip(row[1..]).Where(pair => pair.Second.Length > 0))
                node.AddNode(Screen.Line($"[grey]{head.PadRight(width)}[/]{value}"));
        }

        Screen.On(io).Write(tree);
    }

    static void WriteLines(Terminal io, string[] heads, string[][] rows)
    {
        var widths = heads.Select((head, column) => rows.Select(row => row[column].Length).Append(head.Length).Max()).ToArray();
        foreach (var row in rows.Prepend(heads))
            io.Print(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
