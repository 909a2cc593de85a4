using Microsoft.Extensions.Logging.Abstractions;
using Postern.LocalOrg.Authn;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Console;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Explaining;
using Postern.LocalOrg.Forging;
using Postern.LocalOrg.Health;
using Postern.LocalOrg.Hooks;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.Idx;
using Postern.LocalOrg.Management;
using Postern.LocalOrg.OAuth;
using Postern.LocalOrg.Pages;
using Postern.LocalOrg.Record;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.LocalOrg.WellKnown;
using Postern.Protocol;

namespace Postern.LocalOrg;

/// <summary>Puts the org together, once: each room puts itself together from those that it needs.</summary>
sealed class OrgRooms : IAsyncDisposable
{
    readonly HookCaller _hooks;
    readonly EventDeliveries _deliveries;
    readonly TokensRoom _tokens;
    readonly OAuthRoom _oauth;
    readonly SurfaceKit _kit;
    readonly Action<RouteMap, SurfaceKit> _map;

    public OrgRooms(OrgStore store, SharedState shared, OrgDirectory directory, LocalOrgOptions options, TestHandles test)
    {
        (Store, Directory, Credentials, Shared, Urls) = (
            store, directory, new(store, directory), shared, new OrgUrls(options.FixedUrl, options.CustomUrl));
        var logs = options.Logs ?? NullLoggerFactory.Instance;
        // What lies on a disk outlives the org, and its keys with it; those of a fork are another's.
        var pool = !options.IsKept && !test.IsFork ? options.SigningKeys ?? SigningKeyPool.OfProcess : null;
        _hooks = new HookCaller(store.Time);
        _deliveries = new EventDeliveries(store, directory, Urls, _hooks);
        var inlineHooks = new InlineHookCaller(directory, Urls, _hooks, store.Time);
        _tokens = new TokensRoom(store, directory, Urls, pool, inlineHooks);
        var limits = new RateLimiter(options.RateLimits, store);
        var signIn = new SignInRoom(
            store, directory, limits, new RelyingParty(Urls, directory, options.SecurityKeys), test.Outbox,
            new(new PasswordImport(store, inlineHooks), new Telephony(store, inlineHooks)), _tokens.Servers);
        var callers = new CallersRoom(store, directory, Urls, _tokens, signIn);
        var trusted = new TrustedPages(directory);
        var html = new HtmlRoom(directory, Urls, signIn.Policies);
        _oauth = new OAuthRoom(store, directory, _tokens, signIn, callers, logs);
        Explainer = new(
            test.Requests, directory, _tokens.Servers, _tokens.RefreshTokens, _tokens.Store, new ClaimReasons(_tokens.Custom),
            new SignInReasons(directory, new SignInPolicies(directory)));
        Coverage = new(test.Requests, ListsForCoverage);
        var grants = new OrderedGrants(directory, _tokens.Servers, options.Seed.Users is [var first, ..] ? first.Login : null);
        Tokens = new(grants, _tokens.Issuer, _tokens.Keys, Urls, store.Time);
        var requestLimits = new RequestLimits(options.RateLimits, limits, store.Journal);
        var parties = new RequestParties(directory, _tokens.Store, _tokens.RefreshTokens, signIn.Stores);
        _kit = new SurfaceKit(shared, requestLimits, new FaultStage(test.Faults, parties, requestLimits, _tokens.Keys, store.Time), logs);
        _kit.Watchers.Add(new RequestLog(logs));
        _kit.Watchers.Add(new RequestTelemetry());
        _kit.Watchers.Add(new RequestRecorder(test.Requests, directory, store.Time));
        _map = new AuthnRoutes(
            signIn.Machine, new StateWriter(Urls, directory), trusted, store, signIn.Stores.Factors, directory, callers.Api, Urls).Map;
        _map += _oauth.Routes(html, trusted).Map;
        _map += new WellKnownRoutes(signIn.Stores.Credentials, directory, Urls).Map;
        _map += new HealthRoutes(shared).Map;
        _map += new IdxRoom(store, directory, Urls, _tokens, signIn, callers).Routes(trusted).Map;
        var hosts = new OwnHosts([options.PublicUrl, options.CustomUrl, .. options.Https?.Hosts ?? []]);
        var control = new ControlCallers(options.ControlKey, new OwnHosts(options.PublicUrl, options.CustomUrl));
        Console = ConsoleOf(options, test, hosts, control, signIn);
        var forPrograms = new ControlRoutes(
            control,
            new ClockControl(test.Clock),
            new EngineControl(store, directory),
            new OutboxControl(test.Outbox),
            new UsersControl(store, signIn.Stores.Credentials, signIn.Stores.Interactions, directory),
            new FaultsControl(test.Faults),
            new RequestsControl(test.Requests),
            new StateControl(test.States.ResetAsync, test.States.Snapshots, test.Forks),
            new ExplainControl(Explainer),
            new CoverageControl(Coverage),
            new TokensControl(Tokens),
            new ConsoleControl(Console.NewLinkAsync),
            new SeedControl(new SeedExport(store, directory).WriteAsync));
        _map += forPrograms.Map;
        _map += Console.Routes(forPrograms.TellPathsAsync).Map;
        _map += new ManagementRoom(store, directory, _tokens, signIn, callers, _hooks, Urls).Routes(trusted).Map;
        _map += new PagesRoom(store, directory, Urls, _tokens, signIn, callers, html).Routes(
            new FrontPage(directory, Urls, control)
            {
                PasswordOf = login => DemoSecrets.PasswordOf(options.Seed, login),
                SecretOf = clientId => DemoSecrets.SecretOf(options.Seed, clientId),
                CertificateFile = () => CertificateFile,
            }.HandleAsync).Map;
    }

    public OrgStore Store { get; }

    public OrgDirectory Directory { get; }

    public CredentialStore Credentials { get; }

    public FirstHashes FirstHashes => new(Store, Credentials);

    public SharedState Shared { get; }

    public OrgUrls Urls { get; }

    /// <summary>Of the authority that callers must trust, once the org listens.</summary>
    public string? CertificateFile { get; set; }

    public Explainer Explainer { get; }

    public OrgCoverage Coverage { get; }

    public ConsoleRoom Console { get; }

    public TokenForge Tokens { get; }

    public SigningKeys Keys => _tokens.Keys;

    public void Map(RouteMap routes) => _map(routes, _kit);

    /// <summary>
    /// Makes the keys that a first caller would otherwise wait for. Where orgs hand their keys on, none is made that nobody needs:
    /// docs/adr/0004.
    /// </summary>
    public async Task WarmUpAsync(CancellationToken ct)
    {
        if (SigningKeyPool.OfProcess is not null)
            return;

        if (await Directory.FindServerAsync("default", ct) is not null)
            await Keys.ActiveAsync("default");
        ct.ThrowIfCancellationRequested();
        await Keys.ActiveAsync(null);
    }

    /// <summary>From here on it is not ready, and answers all the same.</summary>
    public void Drain() => _kit.Drain();

    ConsoleRoom ConsoleOf(LocalOrgOptions options, TestHandles test, OwnHosts hosts, ControlCallers control, SignInRoom signIn) => new(
        Store, Directory, Urls, _tokens, signIn, Explainer)
    {
        Clock = test.Clock,
        Record = test.Requests,
        Faults = test.Faults,
        Snapshots = test.States.Snapshots,
        Reset = test.States.ResetAsync,
        Facts = new()
        {
            Database = options.DataFile is { } file ? $"the file {file}"
                : options.DataSource is null ? "in memory: gone when the org stops"
                : "a database that processes share",
        },
        Hosts = hosts,
        Commands = new(Directory, Urls)
        {
            PasswordOf = login => DemoSecrets.PasswordOf(options.Seed, login),
            SecretOf = clientId => DemoSecrets.SecretOf(options.Seed, clientId),
            CertificateFile = () => CertificateFile,
        },
        IsTrustedAnyway = control.Admits,
    };

    CoverageLists ListsForCoverage()
    {
        var (types, modes) = OAuthRoom.Responses(Urls);
        return new()
        {
            Endpoints = [.. _kit.Endpoints], Grants = _oauth.GrantTypes, ResponseTypes = types, ResponseModes = modes,
            Errors = [.. OAuthErrors.All, .. OktaErrorCodes.All],
        };
    }

    public async ValueTask DisposeAsync()
    {
        _kit.Close();
        _oauth.Dispose();
        await _deliveries.DisposeAsync();
        _hooks.Dispose();
        await _tokens.DisposeAsync();
    }
}

/// <summary>What a test has in its hands.</summary>
sealed record TestHandles(OrgClock Clock, Outbox Outbox, FaultScripts Faults, RequestRecord Requests)
{
    public required OrgStates States { get; init; }

    /// <summary>Whether the org began with another's state.</summary>
    public bool IsFork { get; init; }

    /// <summary>Whether it began with its seed when it was opened.</summary>
    public bool WasSeeded { get; init; }

    public OrgForks Forks { get; } = new(TimeProvider.System);
}
