using Postern.Local;

namespace Postern.Interop.Tests.Strangers;

/// <summary>panva/openid-client, which also checks hashes and the nonce of what came from the authorization endpoint.</summary>
public class OpenIdClientTests
{
    [Theory]
    [InlineData("default", AppKind.Native, "query")]
    [InlineData("default", AppKind.Web, "form_post")]
    [InlineData(null, AppKind.Native, "form_post")]
    public async Task It_redeems_a_code_with_PKCE(string? server, AppKind kind, string responseMode)
    {
        await using var org = await LocalOrg.StartAsync(ct: TestContext.Current.CancellationToken);
        var issuer = server is null ? org.Url : org.IssuerOf(server);

        var result = await Stranger.AskAsync("openid-client.mjs", new(The.Task(org, issuer, kind)) { ["step"] = "code", ["responseMode"] = responseMode });

        result.GetProperty("claims").GetProperty("iss").GetString().ShouldBe(issuer);
        result.GetProperty("user").GetProperty("sub").GetString().ShouldBe(result.GetProperty("claims").GetProperty("sub").GetString());
    }

    [Fact]
    public async Task It_accepts_an_ID_token_straight_from_the_authorization_endpoint()
    {
        await using var org = await LocalOrg.StartAsync(ct: TestContext.Current.CancellationToken);

        var result = await Stranger.AskAsync("openid-client.mjs", new(The.Task(org, org.IssuerOf("default"), AppKind.Spa)) { ["step"] = "implicit" });

        result.GetProperty("claims").GetProperty("preferred_username").GetString().ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task It_accepts_a_code_and_an_ID_token_that_vouches_for_it()
    {
        await using var org = await LocalOrg.StartAsync(ct: TestContext.Current.CancellationToken);

        var result = await Stranger.AskAsync("openid-client.mjs", new(The.Task(org, org.IssuerOf("default"), AppKind.Web)) { ["step"] = "hybrid" });

        result.GetProperty("claims").GetProperty("aud").GetString().ShouldBe(org.App(AppKind.Web).ClientId);
    }
}
