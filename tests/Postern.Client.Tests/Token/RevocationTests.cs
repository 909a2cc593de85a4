namespace Postern.Client.Tests.Token;

public sealed class RevocationTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_token_is_posted_and_nothing_is_expected_back()
    {
        using var org = new FakeOrg { Revoke = _ => new(System.Net.HttpStatusCode.OK) };

        await org.Connect().RevokeAsync(The.RefreshToken, "refresh_token", Ct);

        org.AskedAt("/revoke").ShouldHaveSingleItem().Body
            .ShouldBe($"token={The.RefreshToken}&token_type_hint=refresh_token&client_id={The.ClientId}");
    }

    [Fact]
    public async Task A_refusal_is_told()
    {
        using var org = new FakeOrg { Revoke = _ => Some.Json(400, """{"error":"unsupported_token_type"}""") };

        var refused = await Should.ThrowAsync<OAuthException>(() => org.Connect().RevokeAsync("a-token", ct: Ct));

        refused.Error.ShouldBe("unsupported_token_type");
        refused.Stage.ShouldBe(Stage.Revoke);
        refused.ToString().ShouldNotContain("a-token");
    }
}
