using Postern.LocalOrg.Tests.Storage;

namespace Postern.LocalOrg.Tests.Hosting;

/// <summary>One host and several orgs, each with a database of its own: what one has, the others do not.</summary>
public sealed class SeveralOrgsTests
{
    static readonly OrgSeed WithGrace = OrgSeed.Default with
    {
        OrgName = "Globex",
        Users = [.. OrgSeed.Default.Users, OrgSeed.Default.Users[0] with { Id = "00u1graceGlobex00005", Login = "grace@globex.example" }],
    };

    [Fact]
    public async Task Two_orgs_of_one_port_are_told_apart_by_their_names()
    {
        await using var host = await LocalOrgHost.StartAsync(
            [new() { Name = "acme" }, new() { Name = "globex", Seed = WithGrace }], The.Ct);
        var (acme, globex) = (host.Orgs[0], host.Orgs[1]);
        using var atAcme = ByName(acme);
        using var atGlobex = ByName(globex);

        acme.ListenUrl.ShouldBe(globex.ListenUrl);
        acme.Url.ShouldBe($"http://acme.localhost:{new Uri(acme.ListenUrl).Port}");
        globex.Url.ShouldBe($"http://globex.localhost:{new Uri(acme.ListenUrl).Port}");
        await ShareNothingAsync(atAcme, acme, atGlobex, globex);
    }

    [Fact]
    public async Task Two_orgs_of_two_ports_are_told_apart_by_them()
    {
        await using var host = await LocalOrgHost.StartAsync([new(), new() { Seed = WithGrace }], The.Ct);
        var (acme, globex) = (host.Orgs[0], host.Orgs[1]);
        using var atAcme = new Browserless(acme);
        using var atGlobex = new Browserless(globex);

        acme.Url.ShouldNotBe(globex.Url);
        await ShareNothingAsync(atAcme, acme, atGlobex, globex);
    }

    [Fact]
    public async Task Two_schemas_of_one_PostgreSQL_hold_two_orgs()
    {
        await using var one = await OwnPostgres.CreateAsync();
        await using var other = await OwnPostgres.CreateAsync();
        await using var host = await LocalOrgHost.StartAsync(
            [new() { DataSource = one.Source }, new() { DataSource = other.Source, Seed = WithGrace }], The.Ct);
        using var atAcme = new Browserless(host.Orgs[0]);
        using var atGlobex = new Browserless(host.Orgs[1]);

        await ShareNothingAsync(atAcme, host.Orgs[0], atGlobex, host.Orgs[1]);
    }

    [Fact]
    public async Task A_name_that_is_nobodys_is_refused_with_those_that_there_are()
    {
        await using var host = await LocalOrgHost.StartAsync(
            [new() { Name = "acme" }, new() { Name = "globex", PublicUrl = "https://globex.example" }], The.Ct);
        using var atInitech = new Browserless(Client(host.Orgs[0].ListenUrl, "initech.localhost"));
        using var atPublicUrl = new Browserless(Client(host.Orgs[0].ListenUrl, "globex.example"));

        var answer = await atInitech.GetAsync("/.well-known/okta-organization");

        answer.Status.ShouldBe(421);
        answer.Body.ShouldBe("There is no org of this name here. There are acme.localhost, globex.example, globex.localhost.\n");
        (await atPublicUrl.GetAsync("/.well-known/okta-organization")).Body.ShouldContain("https://globex.example");
    }

    [Fact]
    public async Task Two_orgs_of_one_name_are_refused()
    {
        var refused = await Should.ThrowAsync<ArgumentException>(
            () => LocalOrgHost.StartAsync([new() { Name = "acme" }, new() { Name = "Acme" }], The.Ct));

        refused.Message.ShouldStartWith("Two orgs of one port have the name 'acme'.");
    }

    [Fact]
    public async Task A_name_that_no_host_could_have_is_refused()
    {
        var refused = await Should.ThrowAsync<ArgumentException>(() => LocalOrgHost.StartAsync([new() { Name = "acme corp" }], The.Ct));

        refused.Message.ShouldStartWith("The name 'acme corp' cannot be part of a host name: letters, digits and hyphens can.");
    }

    [Fact]
    public async Task An_org_that_cannot_be_started_takes_none_of_the_others_with_it_into_nowhere()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("postern-").FullName;
        try
        {
            var file = Path.Combine(folder, "acme.db");
            await Should.ThrowAsync<IOException>(() =>
                LocalOrgHost.StartAsync([new() { DataFile = file }, new() { DataFile = Path.Combine(file, "impossible.db") }], The.Ct));

            // The file is free again.
            await using var org = await LocalOrg.StartAsync(new() { DataFile = file }, The.Ct);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Stopped_it_serves_none_of_them_and_stopping_again_does_no_harm()
    {
        var host = await LocalOrgHost.StartAsync([new() { Name = "acme" }, new()], The.Ct);
        List<string> urls = [.. host.Orgs.Select(org => org.ListenUrl)];

        await host.DisposeAsync();
        await host.DisposeAsync();

        foreach (var url in urls)
            await Should.ThrowAsync<System.Net.Sockets.SocketException>(() => RawConnection.OpenAsync(url));
    }

    /// <summary>Neither users, nor sessions, nor tokens; and each is its own issuer.</summary>
    static async Task ShareNothingAsync(Browserless atAcme, LocalOrg acme, Browserless atGlobex, LocalOrg globex)
    {
        (await atAcme.AuthenticateAsync("grace@globex.example")).ShouldBeOktaError(401, "E0000004", "Authentication failed");
        (await atGlobex.AuthenticateAsync("grace@globex.example")).Text("status").ShouldBe("SUCCESS");

        // The browser's cookie of the one is nobody's session at the other.
        var signedIn = await atAcme.AuthorizeAsync(
            "/oauth2/default",
            $"client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s&{The.Pkce}");
        var cookie = ("Cookie", signedIn.Headers["Set-Cookie"].Split(';')[0]);
        (await atAcme.GetAsync("/app/UserHome", cookie)).Body.ShouldContain("You are signed in");
        (await atGlobex.GetAsync("/app/UserHome", cookie)).Body.ShouldNotContain("You are signed in");

        // A code and a session token of the one buy nothing at the other.
        (await atGlobex.RedeemAsync(signedIn.Redirected("code")!))
            .ShouldBeError(400, "invalid_grant", "The authorization code is invalid or has expired.");
        var tokens = await atAcme.TokensAsync();
        (await atAcme.IntrospectAsync(tokens.Text("access_token"))).Json.GetProperty("active").GetBoolean().ShouldBeTrue();
        (await atGlobex.IntrospectAsync(tokens.Text("access_token"))).Json.GetProperty("active").GetBoolean().ShouldBeFalse();

        foreach (var (http, org) in ((Browserless, LocalOrg)[])[(atAcme, acme), (atGlobex, globex)])
            (await http.GetAsync("/oauth2/default/.well-known/openid-configuration")).Text("issuer").ShouldBe($"{org.Url}/oauth2/default");
    }

    static Browserless ByName(LocalOrg org) => new(Client(org.ListenUrl, new Uri(org.Url).Authority));

    static HttpClient Client(string listenUrl, string host)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new(listenUrl),
        };
        http.DefaultRequestHeaders.Host = host;
        return http;
    }
}
