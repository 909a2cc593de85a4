using Postern.LocalOrg;

namespace Postern.Interop.Tests.Strangers;

/// <summary>panva/oauth4webapi: strict about every answer, and it checks the ID token's signature.</summary>
public class OAuth4WebApiTests(SharedOrg shared)
{
    [Theory]
    [InlineData("default", AppKind.Spa, "query")]
    [InlineData("default", AppKind.Spa, "form_post")]
    [InlineData("default", AppKind.Web, "form_post")]
    [InlineData(null, AppKind.Spa, "query")]
    [InlineData(null, AppKind.Web, "form_post")]
    public async Task It_redeems_a_code_with_PKCE_and_validates_the_ID_token(string? server, AppKind kind, string responseMode)
    {
        var org = shared.Org;
        var issuer = server is null ? org.Url : org.IssuerOf(server);

        var result = await Stranger.AskAsync("oauth4webapi.mjs", new(The.Task(org, issuer, kind)) { ["responseMode"] = responseMode });

        result.GetProperty("claims").GetProperty("iss").GetString().ShouldBe(issuer);
        result.GetProperty("claims").GetProperty("aud").GetString().ShouldBe(org.App(kind).ClientId);
        result.GetProperty("user").GetProperty("email").GetString().ShouldBe("ada@example.com");
        result.GetProperty("expiresIn").GetInt32().ShouldBe(3600);
        result.GetProperty("scope").GetString()!.Split(' ').ShouldBe(["openid", "profile", "email"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("default", AppKind.Spa, false)]
    [InlineData("default", AppKind.Web, false)]
    [InlineData(null, AppKind.Spa, false)]
    [InlineData("default", AppKind.Spa, true)]
    [InlineData("default", AppKind.Web, true)]
    [InlineData(null, AppKind.Native, true)]
    public async Task It_refreshes_introspects_and_revokes_bearer_tokens_and_bound_ones(string? server, AppKind kind, bool isBound)
    {
        var seed = OrgSeed.Default with
        {
            Apps =
            [
                .. OrgSeed.Default.Apps.Select(
                    app => app with { DpopBoundAccessTokens = isBound, GrantTypes = [.. app.GrantTypes.Except(["implicit"])] }),
            ],
        };
        await using var org = await LocalOrg.LocalOrg.StartAsync(new() { Seed = seed }, TestContext.Current.CancellationToken);
        var issuer = server is null ? org.Url : org.IssuerOf(server);

        var result = await Stranger.AskAsync(
            "oauth4webapi-grants.mjs", new(The.Task(org, issuer, kind)) { ["dpop"] = isBound ? "yes" : null });

        result.GetProperty("tokenType").GetString().ShouldBe(isBound ? "dpop" : "bearer"); // the library lowers the case
        result.GetProperty("nonceWasDemanded").GetBoolean().ShouldBe(isBound);
        result.GetProperty("rotated").GetBoolean().ShouldBe(kind is AppKind.Spa);
        result.GetProperty("user").GetProperty("sub").GetString().ShouldBe("00u1adaActive0000005");
        result.GetProperty("alive").GetProperty("active").GetBoolean().ShouldBeTrue();
        result.GetProperty("alive").TryGetProperty("cnf", out _).ShouldBe(isBound);
        result.GetProperty("dead").GetRawText().ShouldBe("""{"active":false}""");
    }
}
