using System.Data.Common;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Postern.LocalOrg;

/// <summary>How a local org is started. The defaults suit a test: in memory, any free port, loopback only.</summary>
public sealed record LocalOrgOptions
{
    /// <summary>Where to listen. Default: loopback, so that nobody else on the network can ask for tokens.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Default 0: any free one, told by <see cref="LocalOrg.ListenUrl"/>.</summary>
    public int Port { get; init; }

    /// <summary>
    /// Where to listen where one address is not enough: these in place of <see cref="Address"/> and <see cref="Port"/>. Those of port 0
    /// share one free port. Default: none.
    /// </summary>
    public IReadOnlyList<IPEndPoint> Listeners { get; init; } = [];

    /// <summary>HTTPS, and no HTTP. Default: HTTP.</summary>
    public HttpsOptions? Https { get; init; }

    /// <summary>
    /// Proxies whose <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> are believed, nobody else's: sign-in policies, networks, limits
    /// and the control surface see whom they name. Where one proxy asks through another, name both. Default: none.
    /// </summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>
    /// What a <see cref="LocalOrgHost"/> tells it from its other orgs by: <c>acme</c> is <c>http://acme.localhost</c>, at the port that all
    /// of them share. Default: none, and it has its port to itself.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// The name that clients use, as <c>https://org.example</c>: issuer and every link begin with it. Default:
    /// <see cref="LocalOrg.ListenUrl"/>; with <see cref="Https"/>, or where every address is listened at, <c>localhost</c> at its port.
    /// Port 0, as in <c>http://localhost:0</c>, is the port that it listens at, which the system may have chosen.
    /// </summary>
    public string? PublicUrl { get; init; }

    /// <summary>Null where it is known only once it listens.</summary>
    internal string? FixedUrl => PublicUrl is { } url && new Uri(url).Port == 0 ? null : PublicUrl;

    /// <summary>
    /// A custom domain, as <c>https://id.example.com</c>: issuer and endpoints of the authorization servers in
    /// <see cref="IssuerMode.CustomUrl"/> begin with it, and of those in <see cref="IssuerMode.Dynamic"/> where a request came by it.
    /// Default: none, and those begin with <see cref="PublicUrl"/> as well.
    /// </summary>
    public string? CustomUrl { get; init; }

    /// <summary>A SQLite file, made readable by its owner alone where it does not exist. Default: in memory.</summary>
    public string? DataFile { get; init; }

    /// <summary>
    /// Another database, such as Npgsql's, which any number of processes may share; the caller disposes it. Excludes
    /// <see cref="DataFile"/>.
    /// </summary>
    public DbDataSource? DataSource { get; init; }

    /// <summary>
    /// How many connections of <see cref="DataSource"/> this process uses at one time; who comes when all are taken waits. Default 20, so
    /// that four processes fit into PostgreSQL's hundred.
    /// </summary>
    public int MaxConnections { get; init; } = 20;

    /// <summary>
    /// What a new org begins with; an org that <see cref="DataFile"/> or <see cref="DataSource"/> already holds is left as it is.
    /// </summary>
    public OrgSeed Seed { get; init; } = OrgSeed.Default;

    /// <summary>What <see cref="LocalOrg.Clock"/> begins with. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Where unexpected failures are logged, without secrets, and in the category <c>Postern.LocalOrg.Requests</c> each request, at the
    /// level of information. Default: nowhere.
    /// </summary>
    public ILoggerFactory? Logs { get; init; }

    /// <summary>
    /// Secret that whoever uses <c>/_postern</c> must send, from wherever, in the header <c>X-Postern-Control-Key</c>. Default: none, and
    /// only this machine may, not through a proxy.
    /// </summary>
    public string? ControlKey { get; init; }

    /// <summary>
    /// What verifies security keys: <c>WebAuthnVerifier.VerifyAsync</c> of the package <c>Postern.LocalOrg.WebAuthn</c>. Default: nothing
    /// does, and the org says so with a 501 where one is enrolled or asked for.
    /// </summary>
    public SecurityKeyVerification? SecurityKeys { get; init; }

    /// <summary>
    /// Where an org in memory takes its signing keys from, and leaves them when it is disposed. Default: it makes its own, when they are
    /// first needed.
    /// </summary>
    public SigningKeyPool? SigningKeys { get; init; }

    /// <summary>
    /// Whether its requests are recorded from the start (<see cref="LocalOrg.Requests"/>); false leaves that as its database has it, which
    /// in a new one is off.
    /// </summary>
    public bool RecordsRequests { get; init; }

    /// <summary>Default <see cref="RateLimits.Off"/>, for load tests.</summary>
    public RateLimits RateLimits { get; init; }

    /// <summary>How long <see cref="LocalOrg.DisposeAsync"/> lets running requests go on, by the machine's time. Default 10 s.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long <see cref="LocalOrg.DisposeAsync"/> goes on answering before it stops to listen, while <c>/health/ready</c> says no, so
    /// that a load balancer sends nobody here any more; by <see cref="Time"/>. Default: not at all.
    /// </summary>
    public TimeSpan DrainTime { get; init; }

    /// <summary>
    /// Gives the org that <see cref="DataSource"/> holds this <see cref="PublicUrl"/> and <see cref="CustomUrl"/> for good, once no other
    /// process of it runs. Default: a process whose names differ from the others' is refused.
    /// </summary>
    public bool MovesOrg { get; init; }

    /// <summary>Wraps every request, around all that the org does itself: to watch, delay or spoil answers. Default: nothing.</summary>
    public Func<RequestDelegate, RequestDelegate>? Middleware { get; init; }

    /// <summary>Whether the org outlives its process.</summary>
    internal bool IsKept => this is not { DataFile: null, DataSource: null };
}
