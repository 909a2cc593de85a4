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

    public Connection Connect(ServerAddress address, OktaClientOptions options, Terminal io) =>
        new(Open(address.OrgUrl, options.MaxResponseBytes, io), options with { MaxRateLimitWait = MaxWait, ClockSkew = ClockSkew });

    /// <summary>For what is no part of Okta's protocol.</summary>
    public HttpClient Open(string orgUrl, Terminal io) => Open(orgUrl, new OktaClientOptions { ClientId = "" }.MaxResponseBytes, io);

    public HttpClient Open(string orgUrl, int longestAnswer, Terminal io)
    {
        var sender = io.Replayed is { } cassette ? new ReplayHandler(cassette, io.Time) : Sender(orgUrl, longestAnswer, io);
        return new(io.Verbose ? new NarratingHandler(sender, longestAnswer, io) : sender) { Timeout = Timeout };
    }

    HttpMessageHandler Sender(string orgUrl, int longestAnswer, Terminal io)
    {
        var handler = OktaClient.CreateHandler();
        // A proxy named in the environment is for the world outside, not for an org on this machine.
        handler.UseProxy = !new Uri(orgUrl).IsLoopback;
        if (CaFile is not null)
            handler.SslOptions = TrustOnly(CaFile);
        else if (DevelopmentTrust.For(orgUrl, io) is { } trust)
            handler.SslOptions = trust;

        HttpMessageHandler sender = handler.UseProxy ? new ProxyHandler(handler, io) : handler;
        return Cassette?.Around(sender, longestAnswer, io) ?? sender;
    }

    static SslClientAuthenticationOptions TrustOnly(string caFile)
    {
        SystemTrust.StandInFor(caFile);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(Load(caFile));
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
