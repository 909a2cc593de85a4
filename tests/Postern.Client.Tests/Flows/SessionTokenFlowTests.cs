namespace Postern.Client.Tests.Flows;

public sealed class SessionTokenFlowTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_becomes_verified_tokens()
    {
        using var org = new FakeOrg();

        var tokens = await org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);

        tokens.AccessToken.ShouldNotBeNull();
        tokens.IdToken.ShouldNotBeNull();
        tokens.TokenType.ShouldBe("Bearer");
        tokens.Scopes.ShouldBe(["openid", "profile"]);
        tokens.ExpiresAt.ShouldBe(The.Now.AddHours(1));
    }
}
