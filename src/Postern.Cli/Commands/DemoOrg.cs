using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>An org that lives as long as one command, its demo user and app standing where the environment's settings would.</summary>
sealed class DemoOrg : IAsyncDisposable
{
    readonly LocalOrg.LocalOrg _org;

    DemoOrg(LocalOrg.LocalOrg org, Terminal terminal)
    {
        _org = org;
        Terminal = terminal;
    }

    Terminal Terminal { get; }

    IReadOnlyList<string> Scopes => [.. _org.Seed.AuthorizationServers[0].Scopes.Select(scope => scope.Name)];

    /// <summary>Runs where the flags or the environment say, else in an org made for this run.</summary>
    public static async Task<int> RunAsync(OrgChoice org, DemoRole role, Terminal io, Func<Place, Task<int>> run, CancellationToken ct)
    {
        if (org.Resolve(io) is { } address)
            return await run(new(address, io));

        RefuseHalfConfigured(io);
        await using var demo = await StartAsync(role, io, ct);
        return await run(new(org.Require(demo.Terminal), demo.Terminal) { Scopes = demo.Scopes, IsForThisRun = true });
    }

    // Settings without an org are a slip, in CI mostly a secret left empty: never answer it with somebody else's tokens.
    static void RefuseHalfConfigured(Terminal io)
    {
        if (io.Settings.Layers.Where(layer => layer.Kind is not LayerKind.Environment).SelectMany(layer => layer.Values)
            .FirstOrDefault(each => each.Key.BelongsTo is not null || each.Key == Setting.ClientId || each.Key == Setting.Username)
            is { Key: { } setting, Value: var said })
            throw new UsageException(
                $"{said.Where} says {setting.Name}, and nobody says which org.",
                "Give it with --org, or say org: beside it; 'postern config explain' shows what comes from where.");

        if (EnvironmentNames.All.FirstOrDefault(name => io.Environment(name) is not null) is { } set)
            throw new UsageException(
                $"{set} is set{(io.Environment(set) is "" ? ", but empty" : "")}, and no org is.",
                $"Set {EnvironmentNames.OrgUrl} or give --org; for the embedded local org, unset {set}.");
    }

    static async Task<DemoOrg> StartAsync(DemoRole role, Terminal io, CancellationToken ct)
    {
        var org = await LocalOrg.LocalOrg.StartAsync(new() { Time = io.Time, Logs = new OrgLog(io) }, ct);
        var app = org.Seed.Apps.FirstOrDefault(app => app.ClientId == role.ClientId)
            ?? org.Seed.Apps.First(app => app.GrantTypes.Contains(role.GrantType));
        var user = org.Seed.Users.FirstOrDefault(user => user.Login == role.Username)
            ?? org.Seed.Users.First(user => user.State is UserState.Active);
        io.Say(
            $"No org is configured (--org or {EnvironmentNames.OrgUrl}): using an embedded local org at {org.Url}, " +
            $"{role.Describe(app.Name, user)}.");
        // What is made at an org that ends with the command ends with it, and need not be written down.
        return new(org, io with { Environment = name => DemoValue(name, org, app, user) ?? io.Environment(name), Ledger = null });
    }

    static string? DemoValue(string name, LocalOrg.LocalOrg org, SeedApp app, SeedUser user) => name switch
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

/// <summary>Where a command runs, and the terminal whose environment leads there.</summary>
sealed record Place(ServerAddress Address, Terminal Io)
{
    /// <summary>What an app may ask for itself, where the org was made for this run.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>An org that is gone with this run.</summary>
    public bool IsForThisRun { get; init; }
}

/// <summary>What a command needs of an embedded org: an app that is allowed a grant, and somebody for whom tokens are got.</summary>
sealed record DemoRole(string GrantType)
{
    public string? ClientId { get; init; }
    public string? Username { get; init; }
    public DemoUser User { get; init; } = DemoUser.SignsInHere;

    public string Describe(string app, SeedUser user) => User switch
    {
        DemoUser.None => $"app {app}",
        DemoUser.SignsInElsewhere => $"app {app}; sign in as {user.Login}, password {user.Password}",
        _ => $"app {app}, user {user.Login}",
    };
}

/// <summary>Who takes part besides the app.</summary>
enum DemoUser
{
    None,
    SignsInHere,
    SignsInElsewhere,
}
