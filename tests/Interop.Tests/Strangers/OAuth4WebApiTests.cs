using Postern.Local;

namespace Postern.Interop.Tests.Strangers;

/// <summary>panva/oauth4webapi: strict about every answer, and it checks the ID token's signature.</summary>
public class OAuth4WebApiTests
{
    [Theory]
    [InlineData("default", AppKind.Spa, "query")]
    [InlineData("default", AppKind.Spa, "form_post")]
    [InlineData("default", AppKind.Web, "form_post")]
    [InlineData(null, AppKind.Spa, "query")]
    [InlineData(null, AppKind.Web, "form_post")]
    public async Task It_redeems_a_code_with_PKCE_and_validates_the_ID_token(string? server, AppKind kind, string responseMode)
    {
        await using var org = await LocalOrg.StartAsync(ct: TestContext.Current.CancellationToken);
        var issuer = server is null ? org.Url : org.IssuerOf(server);

        var result = await Stranger.AskAsync("oauth4webapi.mjs", new(The.Task(org, issuer, kind)) { ["responseMode"] = responseMode });

        result.GetProperty("claims").GetProperty("iss").GetString().ShouldBe(issuer);
        result.GetProperty("claims").GetProperty("aud").GetString().ShouldBe(org.App(kind).ClientId);
        result.GetProperty("user").GetProperty("email").GetString().ShouldBe("ada@example.com");
        result.GetProperty("expiresIn").GetInt32().ShouldBe(3600);
        result.GetProperty("scope").GetString()!.Split(' ').ShouldBe(["openid", "profile", "email"], ignoreOrder: true);
    }
}
