using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags that say which org and which of its authorization servers.</summary>
sealed class OrgFlags : IFlags
{
    readonly Option<string?> _org = new("--org") { HelpName = "URL", Description = "The org, e.g. https://dev-1.okta.com" };
    readonly Option<string?> _server = new("--auth-server")
    {
        HelpName = "ID",
        Description = "Custom authorization server, or 'org' for the org's own [default: default]",
    };
    readonly Option<string?> _issuer = new("--issuer")
    {
        HelpName = "URL",
        Description = "Org and authorization server in one, e.g. https://dev-1.okta.com/oauth2/default",
    };

    public void AddTo(Command command) => command.AddAll(_org, _server, _issuer);

    public OrgChoice Read(ParseResult parse)
    {
        var choice = ReadAsGiven(parse);
        choice.RefuseContradictions();
        return choice;
    }

    /// <summary>For whoever says by themselves what is the matter with an address.</summary>
    public OrgChoice ReadAsGiven(ParseResult parse) =>
        new() { Org = parse.GetValue(_org), AuthServer = parse.GetValue(_server), Issuer = parse.GetValue(_issuer) };
}

/// <summary>What the flags said about the org; <see cref="Resolve"/> adds what was said beforehand.</summary>
sealed record OrgChoice
{
    public string? Org { get; init; }
    public string? AuthServer { get; init; }
    public string? Issuer { get; init; }

    string? ServerId => AuthServer is ServerAddress.OrgServer ? null : AuthServer;

    public ServerAddress? Resolve(Terminal io)
    {
        var address = FromFlags() ?? FromSettings(io);
        if (address is not null && IsPlainHttpAbroad(address.OrgUrl))
            io.Warn($"{address.OrgUrl} is not https: passwords and tokens travel readable.");

        return address;
    }

    public ServerAddress Require(Terminal io) =>
        Resolve(io)
            ?? throw new UsageException(
                "No org.",
                $"Give it with --org or in {EnvironmentNames.OrgUrl}; to try without one, run 'postern org start' in another terminal.");

    /// <summary>What is no address, or two that differ: known before anything is asked.</summary>
    public void RefuseContradictions() => FromFlags();

    ServerAddress? FromFlags()
    {
        var org = Org is null ? null : ServerAddress.ParseOrg(Org, "--org");
        if (Issuer is null)
            return org is null ? null : new(org, AuthServer is null ? "default" : ServerId);

        var address = ServerAddress.ParseIssuer(Issuer, "--issuer");
        if (org is not null && org != address.OrgUrl)
            throw new UsageException($"--org {org} and --issuer {Issuer} name different hosts.", "Give one of them.");

        if (AuthServer is not null && ServerId != address.AuthorizationServerId)
            throw new UsageException(
                $"--auth-server {AuthServer} and --issuer {Issuer} name different authorization servers.", "Give one of them.");

        return address;
    }

    // The first who names an org or an issuer decides; the server may have been named by whoever wins over them.
    ServerAddress? FromSettings(Terminal io)
    {
        var server = AuthServer;
        foreach (var layer in io.Settings.Layers)
        {
            server ??= layer[Setting.AuthServer]?.Text;
            if (layer[Setting.Issuer] is { } issuer)
                return Allowed(issuer, Server(server, ServerAddress.ParseIssuer(issuer.Text, issuer.Where)), io);
            if (layer[Setting.Org] is { } org)
                return Allowed(org, Server(server ?? "default", new(ServerAddress.ParseOrg(org.Text, org.Where), null)), io);
        }

        return null;
    }

    static ServerAddress Server(string? id, ServerAddress address) => id switch
    {
        null => address,
        ServerAddress.OrgServer => address with { AuthorizationServerId = null },
        _ => address with { AuthorizationServerId = id },
    };

    // Whoever made the folder that one is in must not choose where passwords go; what goes to this machine goes to nobody.
    static ServerAddress Allowed(SettingValue named, ServerAddress address, Terminal io)
    {
        if (!new Uri(address.OrgUrl).IsLoopback)
            io.Files.Trust.Require(named, $"names the org {address.OrgUrl}");
        return address;
    }

    static bool IsPlainHttpAbroad(string orgUrl) => new Uri(orgUrl) is { Scheme: "http", IsLoopback: false };
}
