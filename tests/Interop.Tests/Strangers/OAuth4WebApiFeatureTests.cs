using System.Text.Json;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Strangers;

/// <summary>panva/oauth4webapi with everything it can do, each answer read by its own strict reader.</summary>
public class OAuth4WebApiFeatureTests(SharedOrg shared)
{
    const string Ada = "00u1adaActive0000005";

    [Theory]
    [InlineData("hybrid", "default", AppKind.Web)]
    [InlineData("hybrid", null, AppKind.Spa)]
    [InlineData("refresh", "default", AppKind.Spa)]
    [InlineData("refresh", null, AppKind.Web)]
    [InlineData("userinfo", "default", AppKind.Web)]
    [InlineData("userinfo", null, AppKind.Native)]
    [InlineData("par", "default", AppKind.Spa)]
    [InlineData("par", null, AppKind.Web)]
    [InlineData("dpop", "default", AppKind.Spa)]
    [InlineData("dpop", null, AppKind.Web)]
    [InlineData("device", "default", AppKind.Native)]
    [InlineData("device", null, AppKind.Native)]
    public async Task It_gets_the_users_tokens(string step, string? server, AppKind kind)
    {
        var result = await AskAsync(step, server, kind);

        result.GetProperty("sub").GetString().ShouldBe(Ada);
    }

    [Theory]
    [InlineData("default", AppKind.Spa)]
    [InlineData(null, AppKind.Native)]
    public async Task It_reads_a_posted_form(string? server, AppKind kind)
    {
        var result = await AskAsync("formPost", server, kind);

        result.GetProperty("tokenType").GetString()!.ToLowerInvariant().ShouldBe("bearer");
    }

    [Theory]
    [InlineData("default", AppKind.Web)]
    [InlineData(null, AppKind.Spa)]
    public async Task It_introspects_an_access_token(string? server, AppKind kind)
    {
        var result = await AskAsync("introspection", server, kind);

        result.GetProperty("active").GetBoolean().ShouldBeTrue();
        result.GetProperty("username").GetString().ShouldBe("ada@example.com");
    }

    [Theory]
    [InlineData("default", AppKind.Native)]
    [InlineData(null, AppKind.Web)]
    public async Task It_revokes_an_access_token(string? server, AppKind kind)
    {
        var result = await AskAsync("revocation", server, kind);

        result.GetProperty("active").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task It_acts_for_itself()
    {
        var result = await AskAsync("clientCredentials", "default", AppKind.Service);

        result.GetProperty("scope").GetString().ShouldBe("api:read");
    }

    Task<JsonElement> AskAsync(string step, string? server, AppKind kind) => Stranger.AskAsync(
        "oauth4webapi-features.mjs",
        new(The.Task(shared.Org, server is null ? shared.Org.Url : shared.Org.IssuerOf(server), kind))
        {
            ["step"] = step, ["scope"] = "api:read",
        });
}
