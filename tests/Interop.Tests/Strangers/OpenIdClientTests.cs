using System.Buffers.Text;
using System.Security.Cryptography;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Strangers;

/// <summary>panva/openid-client, which also checks hashes and the nonce of what came from the authorization endpoint.</summary>
public class OpenIdClientTests(SharedOrg shared)
{
    [Theory]
    [InlineData("default", AppKind.Native, "query")]
    [InlineData("default", AppKind.Web, "form_post")]
    [InlineData(null, AppKind.Native, "form_post")]
    public async Task It_redeems_a_code_with_PKCE(string? server, AppKind kind, string responseMode)
    {
        var org = shared.Org;
        var issuer = server is null ? org.Url : org.IssuerOf(server);

        var result = await Stranger.AskAsync(
            "openid-client.mjs", new(The.Task(org, issuer, kind)) { ["step"] = "code", ["responseMode"] = responseMode });

        result.GetProperty("claims").GetProperty("iss").GetString().ShouldBe(issuer);
        result.GetProperty("user").GetProperty("sub").GetString().ShouldBe(result.GetProperty("claims").GetProperty("sub").GetString());
    }

    [Fact]
    public async Task It_accepts_an_ID_token_straight_from_the_authorization_endpoint()
    {
        var org = shared.Org;

        var result = await Stranger.AskAsync(
            "openid-client.mjs", new(The.Task(org, org.IssuerOf("default"), AppKind.Spa)) { ["step"] = "implicit" });

        result.GetProperty("claims").GetProperty("preferred_username").GetString().ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task It_accepts_a_code_and_an_ID_token_that_vouches_for_it()
    {
        var org = shared.Org;

        var result = await Stranger.AskAsync(
            "openid-client.mjs", new(The.Task(org, org.IssuerOf("default"), AppKind.Web)) { ["step"] = "hybrid" });

        result.GetProperty("claims").GetProperty("aud").GetString().ShouldBe(org.App(AppKind.Web).ClientId);
    }

    [Theory]
    [InlineData("default", false, true)]
    [InlineData("default", true, false)]
    [InlineData(null, true, true)]
    public async Task It_pushes_and_signs_its_authorization_requests(string? server, bool isSigned, bool isPushed)
    {
        using var rsa = RSA.Create(2048);
        await using var org = await LocalOrg.LocalOrg.StartAsync(
            new() { Seed = isSigned ? Signing(rsa) : OrgSeed.Default }, TestContext.Current.CancellationToken);
        var issuer = server is null ? org.Url : org.IssuerOf(server);

        var result = await Stranger.AskAsync("openid-client.mjs", new(The.Task(org, issuer, AppKind.Web))
        {
            ["step"] = "front", ["signingKey"] = isSigned ? Jwk(rsa.ExportParameters(true)) : null, ["isPushed"] = isPushed ? "yes" : null,
        });

        result.GetProperty("scope").GetString().ShouldBe("openid profile");
        result.GetProperty("claims").GetProperty("iss").GetString().ShouldBe(issuer);
    }

    [Theory]
    [InlineData("default")]
    [InlineData(null)]
    public async Task It_authorizes_a_device(string? server)
    {
        var org = shared.Org;

        var result = await Stranger.AskAsync(
            "openid-client.mjs",
            new(The.Task(org, server is null ? org.Url : org.IssuerOf(server), AppKind.Native)) { ["step"] = "device" });

        result.GetProperty("scope").GetString().ShouldBe("openid profile offline_access");
        result.GetProperty("claims").GetProperty("preferred_username").GetString().ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task It_asks_a_user_on_the_phone()
    {
        var org = shared.Org;

        var result = await Stranger.AskAsync(
            "openid-client.mjs", new(The.Task(org, org.IssuerOf("default"), AppKind.Web)) { ["step"] = "backchannel" });

        result.GetProperty("text").GetString()!.ShouldEndWith("Binding message: ref-4711");
        result.GetProperty("claims").GetProperty("email").GetString().ShouldBe("ada@example.com");
    }

    [Theory]
    [InlineData("default")]
    [InlineData(null)]
    public async Task It_signs_a_user_out(string? server)
    {
        var org = shared.Org;

        var result = await Stranger.AskAsync(
            "openid-client.mjs", new(The.Task(org, server is null ? org.Url : org.IssuerOf(server), AppKind.Web)) { ["step"] = "logout" });

        result.GetProperty("location").GetString().ShouldBe("http://localhost:8080/?state=bye");
        result.GetProperty("error").GetString().ShouldBe("login_required");
    }

    static OrgSeed Signing(RSA rsa) => OrgSeed.Default with
    {
        Apps =
        [
            .. OrgSeed.Default.Apps.Select(app => app.Kind is AppKind.Web
                ? app with { RequestObjectSigningAlgorithm = "RS256", Jwks = $$"""{"keys":[{{Jwk(rsa.ExportParameters(false))}}]}""" }
                : app),
        ],
    };

    static string Jwk(RSAParameters key)
    {
        var rest = key.D is null
            ? ""
            : $",{Member("d", key.D)},{Member("p", key.P)},{Member("q", key.Q)}" +
                $",{Member("dp", key.DP)},{Member("dq", key.DQ)},{Member("qi", key.InverseQ)}";
        return $"{{\"kty\":\"RSA\",\"kid\":\"rsa-1\",\"alg\":\"RS256\",{Member("n", key.Modulus)},{Member("e", key.Exponent)}{rest}}}";
    }

    static string Member(string name, byte[]? value) => $"\"{name}\":\"{Base64Url.EncodeToString(value)}\"";
}
