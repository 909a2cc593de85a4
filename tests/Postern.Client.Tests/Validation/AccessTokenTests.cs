namespace Postern.Client.Tests.Validation;

public sealed class AccessTokenTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [Trait("Proves", "RFC 9700 2.3 audience")]
    [InlineData("iss", "https://evil.example.com")]
    [InlineData("aud", null)]
    [InlineData("cid", "0oaSomebodyElse")]
    [InlineData("cid", null)]
    [InlineData("uid", "00uSomebodyElse")]
    [InlineData("exp", null)]
    public async Task A_custom_servers_access_token_is_checked(string claim, string? value)
    {
        using var org = new FakeOrg
        {
            AccessTokenClaims = claims =>
            {
                _ = claims.Remove(claim);
                if (value is not null)
                    claims[claim] = value;
            },
        };

        var refused = await Should.ThrowAsync<TokenValidationException>(
            () => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        refused.Subject.ShouldBe("access_token");
        refused.Check.ShouldBe(claim);
        refused.ToString().ShouldHoldNoToken();
    }

    [Fact]
    public async Task An_expired_one_is_refused()
    {
        using var org = new FakeOrg { AccessTokenClaims = claims => claims["exp"] = The.Now.ToUnixTimeSeconds() - 3600 };

        (
            await Should.ThrowAsync<TokenValidationException>(
                () => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct))).Check.ShouldBe("exp");
    }

    [Fact]
    public async Task A_token_of_the_wrong_user_is_refused_without_an_ID_token_too()
    {
        using var org = new FakeOrg { AccessTokenClaims = claims => claims["uid"] = "00uPreviousUser" };
        org.Token = _ => Some.Json(200, $$"""{"access_token":"{{org.AccessToken()}}","token_type":"Bearer","expires_in":3600}""");

        var refused = await Should.ThrowAsync<TokenValidationException>(
            () => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, new() { Scopes = ["orders.read"] }, Ct));

        refused.Check.ShouldBe("uid");
    }

    [Fact]
    public async Task The_org_servers_access_token_is_left_alone()
    {
        using var org = new FakeOrg(The.Org) { AccessTokenClaims = claims => claims["iss"] = "whatever Okta likes" };

        var tokens = await org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);

        tokens.AccessToken.ShouldNotBeNull();
    }
}
