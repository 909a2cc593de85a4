using Postern.LocalOrg;

namespace Postern.Interop.Tests.Strangers;

/// <summary>Okta's own SDK for JavaScript after the sign-in.</summary>
public class OktaAuthJsTokenTests(SharedOrg shared)
{
    [Theory]
    [InlineData("default")]
    [InlineData(null)]
    public async Task It_renews_its_tokens_asks_who_the_user_is_and_revokes_them(string? server)
    {
        var org = shared.Org;
        var issuer = server is null ? org.Url : org.IssuerOf(server);

        var result = await Stranger.AskAsync("okta-auth-js-tokens.mjs", The.Task(org, issuer, AppKind.Spa));

        result.GetProperty("isRotated").GetBoolean().ShouldBeTrue();
        result.GetProperty("user").GetProperty("email").GetString().ShouldBe("ada@example.com");
        result.GetProperty("before").GetBoolean().ShouldBeTrue();
        result.GetProperty("after").GetBoolean().ShouldBeFalse();
        result.GetProperty("refused").GetString().ShouldBe("invalid_grant");
    }
}
