using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Strangers;

/// <summary>panva/openid-client with its tokens, once it has them, at the org and at a custom authorization server.</summary>
public class OpenIdClientFeatureTests(SharedOrg shared)
{
    const string Ada = "00u1adaActive0000005";

    [Theory]
    [InlineData("default", AppKind.Spa)]
    [InlineData("default", AppKind.Web)]
    [InlineData(null, AppKind.Native)]
    public async Task It_refreshes_its_tokens(string? server, AppKind kind)
    {
        var result = await AskAsync("refresh", server, kind);

        result.GetProperty("isNew").GetBoolean().ShouldBeTrue();
        result.GetProperty("sub").GetString().ShouldBe(Ada);
        result.GetProperty("refreshToken").GetInt32().ShouldBe(43);
        result.GetProperty("scope").GetString()!.Split(' ').ShouldBe(["openid", "profile", "email", "offline_access"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("default", AppKind.Web, "api://default")]
    [InlineData(null, AppKind.Spa, null)]
    public async Task It_introspects_every_kind_of_token(string? server, AppKind kind, string? audience)
    {
        var result = await AskAsync("introspection", server, kind);

        result.GetProperty("access").GetProperty("active").GetBoolean().ShouldBeTrue();
        result.GetProperty("access").GetProperty("aud").GetString().ShouldBe(audience ?? shared.Org.Url);
        result.GetProperty("access").GetProperty("uid").GetString().ShouldBe(Ada);
        result.GetProperty("refresh").GetProperty("active").GetBoolean().ShouldBeTrue();
        result.GetProperty("id").GetProperty("sub").GetString().ShouldBe(Ada);
        result.GetProperty("garbage").GetRawText().ShouldBe("""{"active":false}""");
    }

    [Theory]
    [InlineData("default", AppKind.Spa)]
    [InlineData(null, AppKind.Web)]
    public async Task It_revokes_a_refresh_token_and_what_came_of_it(string? server, AppKind kind)
    {
        var result = await AskAsync("revocation", server, kind);

        result.GetProperty("refused").GetString().ShouldBe("invalid_grant");
        result.GetProperty("access").GetRawText().ShouldBe("""{"active":false}""");
    }

    [Theory]
    [InlineData("default", AppKind.Native)]
    [InlineData(null, AppKind.Web)]
    public async Task It_asks_who_the_user_is(string? server, AppKind kind)
    {
        var result = await AskAsync("userinfo", server, kind);

        result.GetProperty("sub").GetString().ShouldBe(Ada);
        result.GetProperty("email").GetString().ShouldBe("ada@example.com");
    }

    [Theory]
    [InlineData("default", AppKind.Native)]
    [InlineData("default", AppKind.Web)]
    [InlineData(null, AppKind.Spa)]
    public async Task It_binds_its_tokens_to_a_key(string? server, AppKind kind)
    {
        var result = await AskAsync("dpop", server, kind);

        result.GetProperty("tokenType").GetString()!.ToLowerInvariant().ShouldBe("dpop");
        result.GetProperty("refreshed").GetString()!.ToLowerInvariant().ShouldBe("dpop");
        result.GetProperty("bound").GetString().ShouldBe("string");
        result.GetProperty("sub").GetString().ShouldBe(Ada);
    }

    [Fact]
    public async Task It_acts_for_itself()
    {
        var result = await AskAsync("clientCredentials", "default", AppKind.Service);

        result.GetProperty("tokenType").GetString()!.ToLowerInvariant().ShouldBe("bearer");
        result.GetProperty("scope").GetString().ShouldBe("api:read");
        result.GetProperty("hasIdToken").GetBoolean().ShouldBeFalse();
        result.GetProperty("hasRefreshToken").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task It_registers_a_client_with_a_token_that_a_service_got_for_it()
    {
        using var rsa = RSA.Create(2048);
        await using var org = await LocalOrg.LocalOrg.StartAsync(new() { Seed = Registering(rsa) }, TestContext.Current.CancellationToken);

        var result = await Stranger.AskAsync("openid-client-features.mjs", new(The.Task(org, org.Url, AppKind.Service))
        {
            ["step"] = "registration", ["privateKey"] = Convert.ToBase64String(rsa.ExportPkcs8PrivateKey()),
        });

        result.GetProperty("clientId").GetString()!.ShouldStartWith("0oa");
        result.GetProperty("secret").GetString().ShouldBe("string");
    }

    static OrgSeed Registering(RSA rsa)
    {
        var key = rsa.ExportParameters(includePrivateParameters: false);
        var jwks =
            $$"""{"keys":[{"kty":"RSA","alg":"RS256","n":"{{Base64Url.EncodeToString(key.Modulus)}}","e":"{{Base64Url.EncodeToString(key.Exponent)}}"}]}""";
        return OrgSeed.Default with
        {
            Apps = [.. OrgSeed.Default.Apps.Select(app => app.Kind is AppKind.Service
                ? app with
                {
                    ClientSecret = null,
                    TokenEndpointAuthMethod = "private_key_jwt",
                    Jwks = jwks,
                    GrantedOrgScopes = ["okta.clients.register"],
                }
                : app)],
        };
    }

    Task<JsonElement> AskAsync(string step, string? server, AppKind kind) => Stranger.AskAsync(
        "openid-client-features.mjs",
        new(The.Task(shared.Org, server is null ? shared.Org.Url : shared.Org.IssuerOf(server), kind))
        {
            ["step"] = step, ["scope"] = "api:read",
        });
}
