using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Org = Postern.LocalOrg.LocalOrg;

namespace Postern.Testing;

/// <summary>The way to an org: by the name that it is called, over the address where it listens, trusting who vouches for it.</summary>
sealed class OrgNetwork : IDisposable
{
    readonly Uri _called;
    readonly string _listens;
    readonly X509Certificate2? _authority;
    readonly HttpMessageInvoker _http;

    public OrgNetwork(Org org)
    {
        (_called, _listens) = (new(org.Url), org.ListenUrl);
        _authority = org.Authority is { } authority ? X509Certificate2.CreateFromPem(authority.CertificatePem) : null;
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, SslOptions = Trusting(_authority),
        });
    }

    public bool Has(Uri url) => url.GetLeftPart(UriPartial.Authority) == _called.GetLeftPart(UriPartial.Authority);

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var asked = request.RequestUri!;
        if (!Has(asked))
            throw new HttpRequestException(
                $"{asked.GetLeftPart(UriPartial.Authority)} is not the test org, which is {_called.GetLeftPart(UriPartial.Authority)}: " +
                "nothing was sent. See that the application is wired to the org, and to no real one.");

        request.Headers.Host = _called.Authority;
        request.RequestUri = new(_listens + asked.PathAndQuery);
        try
        {
            return await _http.SendAsync(request, ct).ConfigureAwait(false);
        }
        finally
        {
            request.RequestUri = asked;
            request.Headers.Host = null;
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _authority?.Dispose();
    }

    static SslClientAuthenticationOptions Trusting(X509Certificate2? authority)
    {
        if (authority is null)
            return new();

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        return new() { CertificateChainPolicy = policy };
    }
}

/// <summary>Sends whatever is for the org to it, and nothing else.</summary>
sealed class OrgHandler(OrgNetwork network) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        network.SendAsync(request, cancellationToken);
}
