using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Postern.LocalOrg;

namespace Postern.Browser.Tests;

/// <summary>
/// HTTPS by the development authority, as Chromium checks it by itself: told to trust the authority as 'postern org trust' says, and
/// nothing switched off.
/// </summary>
public sealed class SingleSignOnTests(Chromium chromium) : IAsyncLifetime
{
    const string CertUtil = "/usr/bin/certutil";

    readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("postern-test-");
    readonly List<WebApplication> _apps = [];
    DevelopmentAuthority _authority = null!;
    LocalOrg.LocalOrg _org = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    string AuthorityFolder => Path.Combine(_home.FullName, "authority");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(CertUtil), "certutil is not installed: run ./test once, or apt-get install libnss3-tools on Debian.");
        _authority = await DevelopmentAuthority.OpenAsync(folder: AuthorityFolder, ct: Ct);
        string[] origins = [await StartAppAsync("shop.localhost"), await StartAppAsync("desk.localhost")];
        _org = await LocalOrg.LocalOrg.StartAsync(
            new()
            {
                Https = new() { AuthorityFolder = AuthorityFolder },
                Seed = OrgSeed.Default with
                {
                    Apps =
                    [
                        .. OrgSeed.Default.Apps.Where(app => app.Kind is AppKind.Spa or AppKind.Native)
                            .Zip(origins, (app, origin) => app with { RedirectUris = [$"{origin}/callback"] }),
                    ],
                },
            },
            Ct);
        var store = $"sql:{Path.Combine(_home.FullName, ".pki", "nssdb")}";
        Directory.CreateDirectory(Path.Combine(_home.FullName, ".pki", "nssdb"));
        await RunAsync(CertUtil, "-d", store, "-N", "--empty-password");
        await RunAsync(CertUtil, "-d", store, "-A", "-t", "C,,", "-n", "postern", "-i", _authority.CertificateFile);
    }

    [Fact]
    public Task Who_has_signed_in_for_one_origin_is_signed_in_for_the_other() => chromium.InPageAsync(
        async page =>
        {
            await page.GotoAsync(AuthorizeUrl(0));
            await page.GetByLabel("Username").FillAsync("ada@example.com");
            await page.GetByLabel("Password").FillAsync("Correct-Horse-9");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await Assertions.Expect(page.GetByText("Welcome at shop.localhost")).ToBeVisibleAsync();
            var first = new Uri(page.Url);

            await page.GotoAsync(AuthorizeUrl(1));
            await Assertions.Expect(page.GetByText("Welcome at desk.localhost")).ToBeVisibleAsync();
            var second = new Uri(page.Url);

            first.Query.ShouldContain("code=");
            second.Query.ShouldContain("code=");
            second.Host.ShouldBe("desk.localhost");
            (await page.EvaluateAsync<bool>("isSecureContext")).ShouldBeTrue();
            (await page.Context.CookiesAsync([_org.Url])).Single(cookie => cookie.Name is "sid").Secure.ShouldBeTrue();
        },
        _home.FullName);

    public async ValueTask DisposeAsync()
    {
        if (_org is not null)
            await _org.DisposeAsync();
        foreach (var app in _apps)
            await app.DisposeAsync();
        _authority?.Dispose();
        _home.Delete(recursive: true);
    }

    string AuthorizeUrl(int index)
    {
        var app = _org.Seed.Apps[index];
        return $"{_org.IssuerOf("default")}/v1/authorize?client_id={app.ClientId}&response_type=code&scope=openid%20profile&state=s-1" +
            $"&redirect_uri={Uri.EscapeDataString(app.RedirectUris[0])}" +
            "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    }

    /// <summary>An app at an origin of its own, with a certificate of the same authority's.</summary>
    async Task<string> StartAppAsync(string host)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        var certificate = _authority.Issue(host);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        app.MapGet("/callback", (RequestDelegate)(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync($"<!DOCTYPE html><title>App</title><h1>Welcome at {host}</h1>", Ct);
        }));
        await app.StartAsync(Ct);
        _apps.Add(app);
        return $"https://{host}:{new Uri(app.Urls.First()).Port}";
    }

    static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        process.ExitCode.ShouldBe(0, errors);
    }
}
