using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postern.Cli;

/// <summary>
/// Trusts this user's development authority besides the system's, for orgs at this machine's own names: nobody else can be meant by those.
/// </summary>
static class DevelopmentTrust
{
    /// <summary>Null where the system's word is all that counts.</summary>
    public static SslClientAuthenticationOptions? For(string orgUrl, Terminal io) =>
        AuthorityOf(orgUrl, io) is { } authority ? Trusting(authority) : null;

    /// <summary>Null where none was made here, or the org is not this machine's.</summary>
    public static X509Certificate2? AuthorityOf(string orgUrl, Terminal io)
    {
        var url = new Uri(orgUrl);
        var isHere = url is { Scheme: "https" } && (url.IsLoopback || url.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase));
        return isHere ? Authority(io) : null;
    }

    static X509Certificate2? Authority(Terminal io)
    {
        try
        {
            return io.AuthorityFolder is { } folder
                ? X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "local.pem"))
                : null;
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null; // Nobody has made one here, or it is none: then there is nothing to trust.
        }
    }

    // Asked where the system does not trust the chain; the name has been compared by then, and a wrong one is refused all the same.
    static SslClientAuthenticationOptions Trusting(X509Certificate2 authority) => new()
    {
        RemoteCertificateValidationCallback = (_, certificate, _, errors) => errors is SslPolicyErrors.None
            || (
                errors is SslPolicyErrors.RemoteCertificateChainErrors
                && certificate is X509Certificate2 shown
                && Vouches(authority, shown)),
    };

    static bool Vouches(X509Certificate2 authority, X509Certificate2 shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        return chain.Build(shown);
    }
}
