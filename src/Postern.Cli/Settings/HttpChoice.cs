using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Postern.Client;

namespace Postern.Cli;

/// <summary>What the flags said about reaching an org.</summary>
sealed record HttpChoice
{
    public string? CaFile { get; init; }
    public required TimeSpan Timeout { get; init; }
    public required TimeSpan MaxWait { get; init; }
    public required TimeSpan ClockSkew { get; init; }
    public CassetteChoice? Cassette { get; init; }

    /// <summary>The flags that were not given, and for which something may have been said beforehand.</summary>
    public IReadOnlyCollection<string> Unsaid { get; init; } = [];

    /// <summary>
    /// Whether the roots were named beforehand, and not for this run: then this machine's own orgs are trusted as they are without them.
    /// </summary>
    bool HasStandingRoots { get; init; }

    public Connection Connect(ServerAddress address, OktaClientOptions options, Terminal io)
    {
        var settled = Settled(io);
        return new(
            settled.Open(address.OrgUrl, options.MaxResponseBytes, io),
            options with { MaxRateLimitWait = settled.MaxWait, ClockSkew = settled.ClockSkew });
    }

    /// <summary>The file of those that are trusted; null for the system's.</summary>
    public string? Roots(Terminal io) => Settled(io).CaFile;

    /// <summary>For what is no part of Okta's protocol.</summary>
    public HttpClient Open(string orgUrl, Terminal io) => Open(orgUrl, new OktaClientOptions { ClientId = "" }.MaxResponseBytes, io);

    /// <summary>As for a client of the org, for whoever looks at its answers by himself; one that floods is not read.</summary>
    public HttpClient OpenAsClient(string orgUrl, Terminal io)
    {
        var longest = new OktaClientOptions { ClientId = "" }.MaxResponseBytes;
        var settled = Settled(io);
        return new(settled.Narrated(orgUrl, longest, io)) { Timeout = settled.Timeout, MaxResponseContentBufferSize = longest };
    }

    public HttpClient Open(string orgUrl, int longestAnswer, Terminal io)
    {
        var settled = Settled(io, isTls: new Uri(orgUrl).Scheme is "https");
        return new(settled.Narrated(orgUrl, longestAnswer, io)) { Timeout = settled.Timeout };
    }

    /// <summary>
    /// To an API, each request by way of what adds the token: the trace shows what travels. Neither cassette nor ledger is for it.
    /// </summary>
    public HttpClient OpenApi(string url, Func<HttpMessageHandler, HttpMessageHandler> authorize, Terminal io)
    {
        var settled = Settled(io) with { Cassette = null };
        var longest = new OktaClientOptions { ClientId = "" }.MaxResponseBytes;
        return new(authorize(settled.Narrated(url, longest, io with { Replayed = null, Ledger = null })))
        {
            Timeout = settled.Timeout,
            MaxResponseContentBufferSize = longest,
        };
    }

    HttpMessageHandler Narrated(string orgUrl, int longestAnswer, Terminal io)
    {
        var sender = io.Replayed is { } cassette ? new ReplayHandler(cassette, io.Time) : Recorded(orgUrl, longestAnswer, io);
        sender = io.Around?.Invoke(sender) ?? sender;
        if (io is { ShowsWaiting: true, ShowsAnswers: true })
            sender = new WaitingHandler(sender, io);
        return io.Verbose ? new NarratingHandler(sender, longestAnswer, io) : sender;
    }

    HttpMessageHandler Recorded(string orgUrl, int longestAnswer, Terminal io)
    {
        io.Ledger?.RequireUsable();
        var sender = Sender(orgUrl, longestAnswer, io);
        return io.Ledger is { } ledger ? new LedgerHandler(sender, ledger, io.Time) : sender;
    }

    HttpMessageHandler Sender(string orgUrl, int longestAnswer, Terminal io)
    {
        var handler = OktaClient.CreateHandler();
        // A proxy named in the environment is for the world outside, not for an org on this machine.
        handler.UseProxy = !new Uri(orgUrl).IsLoopback;
        if (CaFile is not null)
            handler.SslOptions = TrustOnly(CaFile, HasStandingRoots ? DevelopmentTrust.AuthorityOf(orgUrl, io) : null);
        else if (DevelopmentTrust.For(orgUrl, io) is { } trust)
            handler.SslOptions = trust;

        HttpMessageHandler sender = handler.UseProxy ? new ProxyHandler(handler, io) : handler;
        return Cassette?.Around(sender, longestAnswer, io) ?? sender;
    }

    /// <summary>With what was said beforehand in the place of flags that were not given.</summary>
    /// <exception cref="UsageException">Something was said that cannot be meant.</exception>
    public HttpChoice Settled(Terminal io) => Settled(io, isTls: true);

    // Where nothing is encrypted, nobody need be trusted.
    HttpChoice Settled(Terminal io, bool isTls)
    {
        if (Unsaid.Count is 0)
            return this;

        var settings = io.Settings;
        return this with
        {
            CaFile = CaFile ?? (isTls ? CaFileOf(settings, io) : null),
            HasStandingRoots = CaFile is null,
            Timeout = Seconds(settings, Setting.Timeout, 0.001, HttpFlags.Day) ?? Timeout,
            MaxWait = Seconds(settings, Setting.MaxWait, 0, HttpFlags.Day) ?? MaxWait,
            ClockSkew = Seconds(settings, Setting.ClockSkew, 0, HttpFlags.LongestSkew) ?? ClockSkew,
            Unsaid = [],
        };
    }

    TimeSpan? Seconds(LayeredSettings settings, Setting setting, double least, double most) =>
        Unsaid.Contains(setting.Flag) && settings.Find(setting) is { } said
            ? TimeSpan.FromSeconds(said.Seconds(setting, least, most))
            : null;

    // Whom to trust is not for a folder to say.
    static string? CaFileOf(LayeredSettings settings, Terminal io)
    {
        if (settings.Find(Setting.CaFile) is not { } said)
            return null;

        io.Files.Trust.Require(said, "says which root certificates to trust");
        return said.Resolved(said.Text, io.Folders.Home);
    }

    static SslClientAuthenticationOptions TrustOnly(string caFile, X509Certificate2? another)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(Load(caFile));
        SystemTrust.StandInFor(caFile);
        if (another is not null)
            policy.CustomTrustStore.Add(another);
        return new() { CertificateChainPolicy = policy };
    }

    static X509Certificate2Collection Load(string caFile)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPemFile(caFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new UsageException($"--ca-file {caFile} cannot be read: {e.Message}", "It wants a PEM file with the root certificate.");
        }

        return roots.Count > 0
            ? roots
            : throw new UsageException(
                $"--ca-file {caFile} holds no certificate.", "It wants a PEM file with the root certificate (BEGIN CERTIFICATE).");
    }
}

/// <summary>A client of one org for one app, open until it is disposed.</summary>
sealed class Connection(HttpClient http, OktaClientOptions options) : IDisposable
{
    public OktaClient Client { get; } = new(http, options);

    public void Dispose() => http.Dispose();
}
