using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Postern.LocalOrg;

namespace Postern.Cli.Tests.Commands;

/// <summary><c>postern jwt-bearer</c> and <c>postern exchange-token</c>: something signed for something better.</summary>
public sealed class AssertionTests : IAsyncLifetime
{
    const string Portal = "0oa1portalKeyed00005";
    const string Second = "0oa1secondNative0005";

    readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    LocalOrg.LocalOrg _org = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    SeedApp Native => _org.Seed.Apps.First(app => app.Kind is AppKind.Native);

    SeedApp Service => _org.Seed.Apps.First(app => app.Kind is AppKind.Service);

    public async ValueTask InitializeAsync()
    {
        var seed = OrgSeed.Default;
        var native = seed.Apps.First(app => app.Kind is AppKind.Native);
        var portal = seed.Apps.First(app => app.Kind is AppKind.Web) with
        {
            ClientId = Portal,
            Name = "Portal",
            ClientSecret = null,
            TokenEndpointAuthMethod = "private_key_jwt",
            Jwks = $$"""{"keys":[{{PublicJwk()}}]}""",
        };
        _org = await LocalOrg.LocalOrg.StartAsync(
            new() { Seed = seed with { Apps = [.. seed.Apps, portal, native with { ClientId = Second, Name = "Second" }] } }, Ct);
    }

    [Theory]
    [InlineData("--assertion", "env:ASSERTION")]
    [InlineData("-")]
    public async Task An_assertion_of_a_trusted_issuer_gives_tokens(params string[] where)
    {
        var assertion = Sign("ada@example.com");

        var said = await new Run
        {
            Input = assertion,
            Environment = { ["ASSERTION"] = assertion, ["KEY"] = _key.ExportPkcs8PrivateKeyPem() },
        }.PosternAsync(
            ["jwt-bearer", .. where, "--org", _org.Url, "--client-id", Portal, "--private-key", "env:KEY", "--output", "claims"]);

        said.ShouldSucceed().Text("uid").ShouldBe("00u1adaActive0000005");
    }

    [Fact]
    public async Task An_assertion_that_is_refused_is_not_repeated()
    {
        var run = new Run { Environment = { ["ASSERTION"] = "hidden.value.here", ["KEY"] = _key.ExportPkcs8PrivateKeyPem() } };

        var said = await run.PosternAsync(
            "jwt-bearer", "--assertion", "env:ASSERTION", "--org", _org.Url, "--client-id", Portal, "--private-key", "env:KEY", "-v");

        said.ExitCode.ShouldBe(5, said.Error);
        said.Error.ShouldContain("assertion=sha256:");
        said.Error.ShouldNotContain("hidden.value.here");
    }

    [Fact]
    public async Task A_service_exchanges_a_users_token_for_one_of_its_own()
    {
        var tokens = await TokensAsync();

        var said = await new Run { Environment = { ["SECRET"] = Service.ClientSecret! } }.After(tokens).PosternAsync(
            "exchange-token", "--client-id", Service.ClientId, "--client-secret", "env:SECRET", "--audience", "api://default", "--scopes",
            "api:read");

        said.ShouldSucceed().Text("client_id").ShouldBe(Service.ClientId);
        said.Text("issued_token_type").ShouldBe("urn:ietf:params:oauth:token-type:access_token");
        var claims = await new Run().After(said).PosternAsync("decode", "--output", "json");
        claims.Json.GetProperty("claims").GetProperty("cid").GetString().ShouldBe(Service.ClientId);
        claims.Json.GetProperty("claims").GetProperty("sub").GetString().ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task Another_app_signs_the_same_user_in_with_the_device_secret()
    {
        var tokens = await TokensAsync("--scopes", "openid device_sso offline_access");

        var said = await new Run().After(tokens).PosternAsync(
            "exchange-token", "--client-id", Second, "--subject-token", "id", "--actor-token", "device", "--audience", "api://default",
            "--scopes", "openid offline_access");

        tokens.Text("device_secret").ShouldNotBeEmpty();
        said.ShouldSucceed().Text("refresh_token").ShouldNotBeEmpty();
        (await new Run().After(said).PosternAsync("verify", "--token", "id")).ShouldSucceed();
    }

    [Fact]
    public async Task A_web_app_that_trusts_this_one_signs_the_same_user_in_by_what_is_exchanged()
    {
        var web = OrgSeed.Default.Apps.First(app => app.Kind is AppKind.Web) with { InterclientAllowedAppIds = [Native.ClientId] };
        await using var org = await LocalOrg.LocalOrg.StartAsync(
            new()
            {
                Seed = OrgSeed.Default with
                {
                    Engine = OrgEngine.IdentityEngine,
                    Apps = [.. OrgSeed.Default.Apps.Where(app => app.Kind is not AppKind.Web), web],
                },
            },
            Ct);
        var tokens = (await new Run { Environment = { ["PASSWORD"] = TheOrg.Password } }.PosternAsync(
            "token", "--org", org.Url, "--client-id", Native.ClientId, "--redirect-uri", Native.RedirectUris[0], "--username",
            "ada@example.com", "--password", "env:PASSWORD", "--scopes", "openid interclient_access")).ShouldSucceed();

        var said = await new Run().After(tokens).PosternAsync(
            "exchange-token", "--subject-token", "id", "--actor-token", "access", "--audience", $"urn:okta:apps:{web.ClientId}",
            "--requested-token-type", "urn:okta:params:oauth:token-type:interclient_token");

        said.ShouldSucceed().Text("issued_token_type").ShouldBe("urn:okta:params:oauth:token-type:interclient_token");
        said.Text("access_token").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Tokens_without_a_device_secret_are_refused_with_what_would_bring_one() =>
        (await new Run().After(await TokensAsync()).PosternAsync("exchange-token", "--subject-token", "id", "--actor-token", "device"))
            .ShouldFail(2, "device_sso must be among the --scopes");

    [Fact]
    public async Task A_token_that_is_worth_nothing_is_refused()
    {
        var run = new Run { Environment = { ["T"] = "hidden-value", ["SECRET"] = Service.ClientSecret! } };

        var said = await run.PosternAsync(
            "exchange-token", "--subject-token", "env:T", "--org", _org.Url, "--client-id", Service.ClientId, "--client-secret",
            "env:SECRET", "--audience", "api://default", "--scopes", "api:read", "--output", "json");

        said.ExitCode.ShouldBe(5, said.Error);
        said.JsonError.GetProperty("stage").GetString().ShouldBe("token");
        said.Error.ShouldNotContain("hidden-value");
    }

    async Task<Said> TokensAsync(params string[] args) => (await new Run { Environment = { ["PASSWORD"] = TheOrg.Password } }.PosternAsync(
        [
            "token", "--org", _org.Url, "--client-id", Native.ClientId, "--redirect-uri", Native.RedirectUris[0], "--username",
            "ada@example.com", "--password", "env:PASSWORD", .. args,
        ])).ShouldSucceed();

    string Sign(string subject)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var signed =
            $"{Encode("""{"alg":"ES256","kid":"portal-1"}""")}.{Encode($$"""{"iss":"{{Portal}}","sub":"{{subject}}","aud":"{{_org.IssuerOf("default")}}","iat":{{now}},"exp":{{now + 300}}}""")}";
        return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    string PublicJwk()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return $$"""{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"portal-1","x":"{{Base64Url.EncodeToString(point.X!)}}","y":"{{Base64Url.EncodeToString(point.Y!)}}"}""";
    }

    static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _key.Dispose();
    }
}
