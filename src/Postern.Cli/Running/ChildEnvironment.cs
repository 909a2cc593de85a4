using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>
/// What a program is told of the org that runs for it, in the variables that Okta's SDKs and samples and this command read. Of another org
/// nothing is left in them.
/// </summary>
static class ChildEnvironment
{
    /// <summary>What <c>org start --output json</c> prints, for whoever needs more than one app and one user.</summary>
    const string Everything = "POSTERN_ORG";

    const string ControlKey = "POSTERN_CONTROL_KEY";

    /// <summary>For Okta's management SDKs.</summary>
    const string ApiToken = "OKTA_CLIENT_TOKEN";

    static readonly string[] SdkPrefixes = ["OKTA_CLIENT_", "OKTA_OAUTH2_", "OKTA_IDX_"];

    // As Okta's samples name them.
    static readonly string[] SampleNames = ["ISSUER", "CLIENT_ID", "CLIENT_SECRET"];
    static readonly string[] ProxyNames = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];

    public static void Fill(IDictionary<string, string?> variables, StartedOrg started, RunRole role, CallerTrust? trust)
    {
        foreach (var name in variables.Keys.Where(IsOfSomeOrg).ToList())
            variables.Remove(name);
        foreach (var (name, value) in Of(started, role).Concat(Control(started)).Concat(trust?.Variables ?? []))
            variables[name] = value;
        if (ProxyNames.Any(name => variables.TryGetValue(name, out var proxy) && proxy is { Length: > 0 }))
            foreach (var name in (string[])["NO_PROXY", "no_proxy"])
                variables[name] = WithoutProxy(variables.TryGetValue(name, out var hosts) ? hosts : null);
    }

    static IEnumerable<KeyValuePair<string, string>> Of(StartedOrg started, RunRole role)
    {
        var org = started.Org;
        var issuer = org.Seed.AuthorizationServers is [var server, ..] ? org.IssuerOf(server.Id) : org.Url;
        (string[] Names, string? Value)[] settings =
        [
            ([EnvironmentNames.OrgUrl, EnvironmentNames.OktaDomain], org.Url),
            ([EnvironmentNames.Issuer, "OKTA_IDX_ISSUER", "ISSUER"], issuer),
            ([ApiToken], org.Seed.ApiTokens is [var token, ..] ? token.Token : null),
            ([EnvironmentNames.ClientId, EnvironmentNames.ClientIdSpaced, "OKTA_IDX_CLIENTID", "CLIENT_ID"], role.App?.ClientId),
            (
                [EnvironmentNames.ClientSecret, EnvironmentNames.ClientSecretSpaced, "OKTA_IDX_CLIENTSECRET", "CLIENT_SECRET"],
                role.App?.ClientSecret),
            ([EnvironmentNames.RedirectUri, "OKTA_IDX_REDIRECTURI"], role.App?.RedirectUris is [var uri, ..] ? uri : null),
            ([EnvironmentNames.Username], role.User?.Login),
            ([EnvironmentNames.Password], role.User?.Password),
            ([Everything], OrgOutput.Json(started)),
        ];
        return settings.Where(setting => setting.Value is not null)
            .SelectMany(setting => setting.Names.Select(name => KeyValuePair.Create(name, setting.Value!)));
    }

    static IEnumerable<KeyValuePair<string, string>> Control(StartedOrg started) =>
        started.MadeControlKey is { } key ? [KeyValuePair.Create(ControlKey, key)] : [];

    static bool IsOfSomeOrg(string name) =>
        SdkPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
        || EnvironmentNames.All.Contains(name)
        || SampleNames.Contains(name);

    static string WithoutProxy(string? hosts) =>
        string.Join(',', ((string?[])[hosts, "localhost", ".localhost", "127.0.0.1", "::1"]).Where(host => host is { Length: > 0 }));
}

/// <summary>The app and the user whose settings a program gets.</summary>
sealed record RunRole(SeedApp? App, SeedUser? User)
{
    /// <summary>Those that were asked for; otherwise the first app that users sign in to, and the first user who may.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static RunRole Of(OrgSeed seed, string? app, string? user) => new(
        app is null
            ? seed.Apps.FirstOrDefault(seeded => seeded.RedirectUris.Count > 0) ?? (seed.Apps is [var first, ..] ? first : null)
            : seed.Apps.FirstOrDefault(seeded => seeded.ClientId == app || seeded.Name == app) ?? throw new UsageException(
                $"--for-app {app} is no app of this org.", $"There are {string.Join(", ", seed.Apps.Select(seeded => seeded.Name))}."),
        user is null
            ? seed.Users.FirstOrDefault(seeded => seeded.State is UserState.Active)
            : seed.Users.FirstOrDefault(seeded => seeded.Login == user) ?? throw new UsageException(
                $"--for-user {user} is no user of this org.",
                $"There are {string.Join(", ", seed.Users.Select(seeded => seeded.Login))}."));

    public override string ToString() => "app and user";
}
