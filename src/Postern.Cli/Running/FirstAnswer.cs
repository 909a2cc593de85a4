using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>
/// The answer for which a program that is run with an org waits. The first one makes everything that an answer needs, certificates too,
/// and some clients give up within seconds.
/// </summary>
static class FirstAnswer
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task WaitForAsync(LocalOrg.LocalOrg org, CancellationToken ct)
    {
        using var http = new HttpClient(Sender(org.Authority)) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri(new Uri(org.ListenUrl), "/health/ready"), ct);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            // The program will say better what it cannot reach.
        }
    }

    static SocketsHttpHandler Sender(DevelopmentAuthority? authority)
    {
        var sender = new SocketsHttpHandler { UseProxy = false, UseCookies = false };
        if (authority is null)
            return sender;

        // The org may be called otherwise than by its address.
        sender.SslOptions = new()
        {
            CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
            RemoteCertificateValidationCallback = (_, _, _, errors) => (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) is 0,
        };
        sender.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPem(authority.CertificatePem);
        return sender;
    }
}
