using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postern.LocalOrg.Tests.Hosting;

/// <summary>An org that speaks HTTPS, to whoever trusts its authority.</summary>
public sealed class HttpsTests : IAsyncLifetime
{
    readonly AuthorityFolderOfTest _folder = new();

    LocalOrg Org { get; set; } = null!;

    public async ValueTask InitializeAsync() => Org = await LocalOrg.StartAsync(new() { Https = _folder.Https }, The.Ct);

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task It_serves_the_whole_technique_by_either_version(string version)
    {
        using var http = AuthorityFolderOfTest.Browserless(Org, Version.Parse(version));

        var tokens = await http.TokensAsync();
        var metadata = await http.GetAsync("/oauth2/default/.well-known/openid-configuration");

        tokens.Text("id_token").ShouldNotBeEmpty();
        metadata.Text("issuer").ShouldBe($"{Org.Url}/oauth2/default");
        metadata.Text("token_endpoint").ShouldStartWith("https://localhost:");
    }

    [Fact]
    public async Task It_calls_itself_localhost_and_its_cookies_are_secure()
    {
        using var http = AuthorityFolderOfTest.Browserless(Org);

        var answer = await http.AuthorizeAsync(
            "/oauth2/default",
            $"client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s&{The.Pkce}");

        Org.Url.ShouldMatch("^https://localhost:[0-9]+$");
        Org.ListenUrl.ShouldBe(Org.Url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
        answer.Headers["Set-Cookie"].ShouldEndWith("; path=/; secure; samesite=none; httponly");
        (await http.AuthenticateAsync("max@example.com")).Headers["Set-Cookie"]
            .ShouldMatch("^DT=DI0[^;]+; path=/; max-age=63072000; secure; samesite=none; httponly$");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("app.localhost")]
    [InlineData("a.b.localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task It_shows_a_certificate_for_each_name_of_this_machine(string name)
    {
        using var shown = await AuthorityFolderOfTest.ShownAsync(Org, name);

        shown.MatchesHostname(name, allowWildcards: false).ShouldBeTrue();
        (shown.NotAfter - shown.NotBefore).ShouldBeLessThan(TimeSpan.FromDays(398));
        shown.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames().ShouldContain("*.localhost");
    }

    [Fact]
    public async Task It_has_none_for_a_name_that_nobody_asked_for() =>
        await Should.ThrowAsync<AuthenticationException>(() => AuthorityFolderOfTest.ShownAsync(Org, "okta.example.test"));

    [Fact]
    public async Task Whoever_does_not_trust_its_authority_gets_nothing()
    {
        using var other = new AuthorityFolderOfTest();
        using var stranger = await DevelopmentAuthority.OpenAsync(folder: other.Folder, ct: The.Ct);
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new() { CertificateChainPolicy = AuthorityFolderOfTest.Trusting(stranger) },
        };
        using var http = new HttpClient(handler);

        var refused = await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync(Org.Url, The.Ct));

        refused.HttpRequestError.ShouldBe(HttpRequestError.SecureConnectionError);
    }

    [Fact]
    public async Task Whoever_forgot_the_s_is_told()
    {
        using var http = new HttpClient();

        var answer = await http.GetAsync(Org.ListenUrl.Replace("https:", "http:", StringComparison.Ordinal), The.Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(The.Ct)).ShouldBe("This org speaks HTTPS: write https:// instead of http://.\n");
    }

    [Fact]
    public async Task Its_names_are_those_of_its_public_URL_and_those_that_were_asked_for_too()
    {
        await using var org = await LocalOrg.StartAsync(
            new()
            {
                PublicUrl = "https://okta.example.test:8443",
                Https = _folder.Https with { Hosts = ["host.docker.internal", "192.168.1.5"] },
            },
            The.Ct);

        foreach (var name in (string[])["okta.example.test", "host.docker.internal", "192.168.1.5", "localhost", "x.localhost"])
            using (var shown = await AuthorityFolderOfTest.ShownAsync(org, name))
                shown.MatchesHostname(name).ShouldBeTrue(name);
        org.Url.ShouldBe("https://okta.example.test:8443");
        org.Authority!.OutsideNames.ShouldBe(["192.168.1.5", "host.docker.internal", "okta.example.test"]);
        org.Authority.CertificateFile.ShouldNotBe(Org.Authority!.CertificateFile);
    }

    [Fact]
    public async Task A_certificate_of_ones_own_stands_in_for_the_authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=own", key, HashAlgorithmName.SHA256);
        using var own = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await using var org = await LocalOrg.StartAsync(
            new()
            {
                PublicUrl = "https://okta.example.test",
                Https = new() { Certificate = own, AuthorityFolder = _folder.Folder + "-none" },
            },
            The.Ct);
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new()
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == own.GetCertHashString(),
            },
        };
        using var http = new HttpClient(handler);

        (await http.GetStringAsync($"{org.ListenUrl}/.well-known/okta-organization", The.Ct)).ShouldContain("https://okta.example.test");
        org.Authority.ShouldBeNull();
        System.IO.Directory.Exists(_folder.Folder + "-none").ShouldBeFalse();
    }

    [Fact]
    public async Task Orgs_that_share_a_port_have_a_name_each()
    {
        await using var host = await LocalOrgHost.StartAsync(
            [new() { Name = "acme", Https = _folder.Https }, new() { Name = "globex", Https = _folder.Https }], The.Ct);

        foreach (var org in host.Orgs)
        {
            using var http = AuthorityFolderOfTest.Browserless(org);
            (await http.GetAsync("/.well-known/openid-configuration")).Text("issuer").ShouldBe(org.Url);
        }

        host.Orgs[0].Url.ShouldMatch("^https://acme\\.localhost:[0-9]+$");
    }

    public async ValueTask DisposeAsync()
    {
        await Org.DisposeAsync();
        _folder.Dispose();
    }
}
