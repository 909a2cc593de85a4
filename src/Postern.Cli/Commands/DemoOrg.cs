using Postern.Local;

namespace Postern.Cli;

/// <summary>An org that lives as long as one command, its demo user and app standing where the environment's settings would.</summary>
sealed class DemoOrg : IAsyncDisposable
{
    readonly LocalOrg _org;

    DemoOrg(LocalOrg org, Terminal terminal)
    {
        _org = org;
        Terminal = terminal;
    }

    public Terminal Terminal { get; }

    // Settings without an org are a slip, in CI mostly a secret left empty: never answer it with somebody else's tokens.
    public static void RefuseHalfConfigured(Terminal io)
    {
        if (EnvironmentNames.All.FirstOrDefault(name => io.Environment(name) is not null) is { } set)
            throw new UsageException($"{set} is set{(io.Environment(set) is "" ? ", but empty" : "")}, and no org is.", $"Set {EnvironmentNames.OrgUrl} or give --org; for the embedded local org, unset {set}.");
    }

    public static async Task<DemoOrg> StartAsync(TokenOptions options, Terminal io, CancellationToken ct)
    {
        var org = await LocalOrg.StartAsync(new() { Time = io.Time }, ct);
        var app = org.Seed.Apps.FirstOrDefault(app => app.ClientId == options.App.ClientId) ?? org.Seed.Apps.First(app => app.Kind is AppKind.Spa);
        var user = org.Seed.Users.FirstOrDefault(user => user.Login == options.User.Username) ?? org.Seed.Users.First(user => user.State is UserState.Active);
        io.Say($"No org is configured (--org or {EnvironmentNames.OrgUrl}): using an embedded local org at {org.Url}, app {app.Name}, user {user.Login}.");
        return new(org, io with { Environment = name => Setting(name, org, app, user) ?? io.Environment(name) });
    }

    static string? Setting(string name, LocalOrg org, SeedApp app, SeedUser user) => name switch
    {
        EnvironmentNames.Issuer => org.IssuerOf(org.Seed.AuthorizationServers[0].Id),
        EnvironmentNames.ClientId => app.ClientId,
        EnvironmentNames.ClientSecret => app.ClientSecret,
        EnvironmentNames.RedirectUri => app.RedirectUris is [var uri, ..] ? uri : null,
        EnvironmentNames.Username => user.Login,
        EnvironmentNames.Password => user.Password,
        _ => null,
    };

    public ValueTask DisposeAsync() => _org.DisposeAsync();
}
