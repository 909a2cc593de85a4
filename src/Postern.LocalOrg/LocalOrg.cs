using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Hosting;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg;

/// <summary>
/// An Okta-compatible org in this process, which listens by itself (<see cref="StartAsync"/>), behind a <see cref="LocalOrgHost"/> or in
/// your own application (<see cref="LocalOrgMapping.MapLocalOrg"/>). Dispose it to stop; any number may run side by side.
/// </summary>
public sealed class LocalOrg : IAsyncDisposable
{
    /// <summary>RFC 6761 section 6.3: every name below it is this machine's.</summary>
    internal const string Domain = ".localhost";

    readonly OrgRooms _rooms;
    readonly TestHandles _test;
    readonly SqliteDataSource? _ownDatabase;
    readonly CancellationTokenSource _stopping = new();
    readonly Task _housekeeping;
    readonly Lazy<Task> _stopped;
    readonly TaskCompletionSource<string> _superseded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Func<string>? _listenUrl;
    OrgHost? _host;
    OrgTls? _tls;

    LocalOrg(OrgRooms rooms, TestHandles test, SqliteDataSource? ownDatabase, LocalOrgOptions options)
    {
        (_rooms, _test, _ownDatabase, Options) = (rooms, test, ownDatabase, options);
        rooms.Shared.Superseded += superseded => _superseded.TrySetResult(superseded.Message);
        test.Forks.Make = async ct => await ForkAsync(ct) is var fork ? (fork, fork.ListenUrl) : default;
        var log = options.Logs?.CreateLogger<Housekeeping>() ?? NullLogger<Housekeeping>.Instance;
        _housekeeping = new Housekeeping(rooms, options.Time, log).KeepAsync(_stopping.Token);
        _stopped = new(StopAsync);
    }

    /// <summary>The public URL, without a trailing slash: the issuer of the org authorization server.</summary>
    /// <exception cref="InvalidOperationException">It has no <see cref="LocalOrgOptions.PublicUrl"/>, and nobody serves it yet.</exception>
    public string Url => _rooms.Urls.Public;

    /// <summary>
    /// Where it is listened for, as <c>http://127.0.0.1:40123</c>; differs from <see cref="Url"/> where it has a
    /// <see cref="LocalOrgOptions.PublicUrl"/> or a <see cref="LocalOrgOptions.Name"/>, speaks HTTPS or listens at every address.
    /// </summary>
    /// <exception cref="InvalidOperationException">Nobody serves it yet.</exception>
    public string ListenUrl =>
        field ??= (
            _listenUrl
                ?? throw new InvalidOperationException(
                    "Nobody serves the org yet: start it, or map it into an application that has started."))();

    /// <summary>Its clock, which a test may move on.</summary>
    public OrgClock Clock => _test.Clock;

    /// <summary>Where codes, recovery mails and pushes land.</summary>
    public Outbox Outbox => _test.Outbox;

    /// <summary>What goes wrong in it on purpose: nothing, until a test adds it.</summary>
    public FaultScripts Faults => _test.Faults;

    /// <summary>What it was asked and what it answered, once a test has it recorded.</summary>
    public RequestRecord Requests => _test.Requests;

    /// <summary>What it has met of all that it has, while its requests were recorded.</summary>
    public OrgCoverage Coverage => _rooms.Coverage;

    /// <summary>Makes tokens without anybody signing in, good ones and broken ones.</summary>
    public TokenForge Tokens => _rooms.Tokens;

    /// <summary>How it stood when a test had that put aside.</summary>
    public OrgSnapshots Snapshots => _test.States.Snapshots;

    /// <summary>
    /// Completes, with a sentence that says why, once a newer version has taken its database so far that a process of this version must not
    /// use it any more. From then on every request is told to come back later: stop it, and update this process.
    /// </summary>
    public Task<string> SupersededAsync(CancellationToken ct = default) => _superseded.Task.WaitAsync(ct);

    /// <summary>
    /// What it was started with, passwords and secrets in clear, and every id that the org made of a name. An org that its database already
    /// held may differ.
    /// </summary>
    public OrgSeed Seed { get => field ?? Options.Seed; internal set; }

    /// <summary>Whether it began with <see cref="Seed"/> when it was started; false: its database held it already.</summary>
    public bool WasSeeded => _test.WasSeeded;

    /// <summary>
    /// Who vouches for it over HTTPS, and must be trusted by whoever calls it. Null over HTTP, with a certificate of your own, and before
    /// it listens. The org disposes it.
    /// </summary>
    public DevelopmentAuthority? Authority
    {
        get;
        internal set => (field, _rooms.CertificateFile) = (value, value?.CertificateFile);
    }

    internal OrgStore Store => _rooms.Store;

    internal OrgDirectory Directory => _rooms.Directory;

    internal LocalOrgOptions Options { get; }

    /// <summary>
    /// The <c>iss</c> of a custom authorization server's tokens, whether or not there is one of that id; where its issuer is dynamic, by
    /// the org's own name.
    /// </summary>
    public string IssuerOf(string authorizationServerId) =>
        Seed.AuthorizationServers.FirstOrDefault(server => server.Id == authorizationServerId) is { } server
            ? _rooms.Urls.Issuer(server.Id, server.IssuerMode)
            : _rooms.Urls.Issuer(authorizationServerId);

    /// <summary>Puts a user into a state, whatever the user was in before; failures that were counted are forgiven.</summary>
    /// <returns>False where there is no such user.</returns>
    public Task<bool> SetUserStateAsync(string login, UserState state, CancellationToken ct = default) =>
        _rooms.Credentials.SetStateAsync(login, state, ct);

    /// <summary>
    /// Okta's <c>keyRotate</c>: the next signing key of a custom authorization server becomes the active one; the one before stays
    /// published, and what it signed stays good.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such authorization server.</exception>
    public async Task RotateKeysAsync(string authorizationServerId, CancellationToken ct = default)
    {
        if (await _rooms.Directory.FindServerAsync(authorizationServerId, ct) is null)
            throw new ArgumentException($"There is no authorization server '{authorizationServerId}'.", nameof(authorizationServerId));
        await _rooms.Keys.RotateAsync(authorizationServerId);
    }

    /// <summary>Why a token of its is as it is, or a request on record was answered as it was: <see cref="Explanation"/>.</summary>
    /// <param name="tokenOrRequestId">
    /// An access, ID or refresh token; or what an answer has in <c>X-Okta-Request-Id</c>, or an error in <c>errorId</c>.
    /// </param>
    /// <param name="ct">Ends the waiting for the database.</param>
    /// <returns>Null where it is neither.</returns>
    public Task<Explanation?> ExplainAsync(string tokenOrRequestId, CancellationToken ct = default) =>
        _rooms.Explainer.ExplainAsync(tokenOrRequestId, ct);

    /// <summary>An address of its that opens the console in a browser: once, and within an hour. A secret.</summary>
    public Task<string> NewConsoleLinkAsync(CancellationToken ct = default) => _rooms.Console.NewLinkAsync(ct);

    /// <summary>
    /// Brings it back to its seed, whatever its database held: sessions, tokens, factors, messages, fault scripts and the record are gone.
    /// Keys and clock stay, and what was revoked stays revoked. Every process sees it at its next request.
    /// </summary>
    public Task ResetAsync(CancellationToken ct = default) => _test.States.ResetAsync(ct);

    /// <summary>
    /// Another org that begins with this one's state, keys and clock, for one test: in memory, on a port of its own, which its
    /// <see cref="Url"/> names. Yours to dispose. What either does is nothing to the other.
    /// </summary>
    public async Task<LocalOrg> ForkAsync(CancellationToken ct = default)
    {
        var memory = await _test.States.CopyAsync(ct);
        return await ListeningAsync(await MakeAsync(OrgStates.OptionsOfFork(Options), memory, isFork: true, ct), ct);
    }

    /// <summary>Ready to answer when it returns.</summary>
    /// <exception cref="IOException">
    /// The port is taken; the data file cannot be used; what the file or the database holds is a newer version's, or another application's.
    /// The message says which, and what to do.
    /// </exception>
    /// <exception cref="DbException">The database of <see cref="LocalOrgOptions.DataSource"/> cannot be used.</exception>
    /// <exception cref="ArgumentException">The options contradict themselves.</exception>
    public static async Task<LocalOrg> StartAsync(LocalOrgOptions? options = null, CancellationToken ct = default) =>
        await ListeningAsync(await CreateAsync(options, ct), ct);

    /// <summary>
    /// An org that does not listen: <see cref="LocalOrgMapping.MapLocalOrg"/> mounts it in an application, under whatever host that has.
    /// <see cref="LocalOrgOptions.Address"/>, <see cref="LocalOrgOptions.Port"/>, <see cref="LocalOrgOptions.Listeners"/> and
    /// <see cref="LocalOrgOptions.Https"/> count for nothing then.
    /// </summary>
    /// <exception cref="IOException">
    /// The data file cannot be used; what the file or the database holds is a newer version's, or another application's.
    /// </exception>
    /// <exception cref="DbException">The database of <see cref="LocalOrgOptions.DataSource"/> cannot be used.</exception>
    /// <exception cref="ArgumentException">The options contradict themselves.</exception>
    public static async Task<LocalOrg> CreateAsync(LocalOrgOptions? options = null, CancellationToken ct = default)
    {
        options ??= new();
        options = options with { Seed = SeedIds.Complete(options.Seed) };
        OptionRules.Check(options);
        var own = options.DataSource is not null ? null
            : options.DataFile is { } file ? SqliteDataSource.File(file)
            : SqliteDataSource.InMemory();
        return await MakeAsync(options, own, isFork: false, ct);
    }

    static async Task<LocalOrg> MakeAsync(LocalOrgOptions options, SqliteDataSource? ownDatabase, bool isFork, CancellationToken ct)
    {
        var (rooms, test) = await OrgAssembly.OpenAsync(options, ownDatabase, isFork, ct);
        return new(rooms, test, ownDatabase, options);
    }

    /// <summary>
    /// Copies a data file as it is at one moment, also while an org runs on it and writes; the copy is readable by its owner alone.
    /// </summary>
    /// <param name="dataFile">As <see cref="LocalOrgOptions.DataFile"/>.</param>
    /// <param name="copy">The file to make; what is there already is not written over.</param>
    /// <param name="ct">Ends the waiting for it.</param>
    /// <exception cref="IOException">There is no such file, it is no org's, or the copy cannot be made. The message says which.</exception>
    public static Task BackUpAsync(string dataFile, string copy, CancellationToken ct = default) =>
        Task.Run(() => DataFileCopy.Make(dataFile, copy), ct);

    /// <summary>
    /// Goes on for <see cref="LocalOrgOptions.DrainTime"/>, stops listening, lets running requests end within
    /// <see cref="LocalOrgOptions.ShutdownTimeout"/>, and forgets what was in memory. Once more does no harm.
    /// </summary>
    public ValueTask DisposeAsync() => new(_stopped.Value);

    internal void Map(RouteMap routes) => _rooms.Map(routes);

    /// <summary>All that it does with a request, for a host that serves nobody else there.</summary>
    internal RequestDelegate Pipeline(IServiceProvider services, Func<string> listenUrl)
    {
        IsServedAt(listenUrl);
        var pipeline = new ApplicationBuilder(services);
        pipeline.Use(next => PlainPaths.Around(TrustedProxies.Around(Options.TrustedProxies, next)));
        if (Options.Middleware is { } middleware)
            pipeline.Use(middleware);
        pipeline.Run(SharedRoutes.To(map => Map(map.Invoke)));
        return pipeline.Build();
    }

    /// <summary>Asked at the first request: whoever serves it knows its addresses once it listens.</summary>
    internal void IsServedAt(Func<string> listenUrl)
    {
        _listenUrl = listenUrl;
        _rooms.Urls.FindBy(() => ServedUrl.Of(new(listenUrl()), Options.Name, Options.PublicUrl));
    }

    /// <summary>Where it was served is told after that, too.</summary>
    internal void RememberUrls() => _ = (ListenUrl, Url);

    static async Task<LocalOrg> ListeningAsync(LocalOrg org, CancellationToken ct)
    {
        try
        {
            await org.ListenAsync(ct);
            return org;
        }
        catch
        {
            await org.DisposeAsync();
            throw;
        }
    }

    async Task ListenAsync(CancellationToken ct)
    {
        _tls = await OrgTls.OpenAsync([Options], ct);
        Authority = _tls?.Authority;
        _host = await OrgHost.StartAsync(
            [new(OrgTls.AddressesOf(Options), _tls?.Certificates, Pipeline)],
            new(Options.ShutdownTimeout, Options.Time, Options.Logs),
            ct);
        RememberUrls();
    }

    internal void Drain() => _rooms.Drain();

    async Task StopAsync()
    {
        await _stopping.CancelAsync();
        Drain();
        if (_host is not null)
        {
            await Task.Delay(Options.DrainTime, Options.Time);
            await _host.StopAsync();
        }

        await _test.Forks.DisposeAsync();
        await _test.States.DisposeAsync();
        await Requests.DisposeAsync();
        _tls?.Dispose();
        await _rooms.DisposeAsync();
        // What it could not finish, whoever starts the org again will.
        await _housekeeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_ownDatabase is not null)
            await _ownDatabase.DisposeAsync();
        _stopping.Dispose();
    }
}
