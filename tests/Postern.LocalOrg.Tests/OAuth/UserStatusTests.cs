namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Users who were locked out or suspended since they signed in: nothing more is issued to them.</summary>
public sealed class UserStatusTests
{
    [Theory]
    [InlineData(UserState.Suspended)]
    [InlineData(UserState.LockedOut)]
    public async Task A_session_gives_them_no_code(UserState state)
    {
        await using var org = await ClockedOrg.StartAsync();
        var session = (await org.Http.AuthorizeAsync("/oauth2/default", AuthorizeQuery.Good)).Cookie!;
        await org.Org.SetUserStateAsync("ada@example.com", state, The.Ct);

        var answer = await org.Http.GetAsync($"/oauth2/default/v1/authorize?{AuthorizeQuery.Good}", ("Cookie", session));

        answer.ShouldBeRedirectedError("access_denied", "User status is invalid.");
    }

    [Fact]
    public async Task A_code_gives_them_no_tokens()
    {
        await using var org = await ClockedOrg.StartAsync();
        var code = await org.Http.CodeAsync(clientId: The.Spa);
        await org.Org.SetUserStateAsync("ada@example.com", UserState.Suspended, The.Ct);

        (await org.Http.RedeemAsync(code)).ShouldBeError(403, "access_denied", "User status is invalid.");
    }

    [Fact]
    public async Task A_refresh_token_gives_them_none_either_until_they_may_sign_in_again()
    {
        await using var org = await ClockedOrg.StartAsync();
        var token = (await org.Http.TokensAsync(scope: "openid%20offline_access", clientId: The.Native)).Text("refresh_token");
        await org.Org.SetUserStateAsync("ada@example.com", UserState.Suspended, The.Ct);

        var suspended = await org.Http.RefreshAsync(token, clientId: The.Native);
        await org.Org.SetUserStateAsync("ada@example.com", UserState.Active, The.Ct);
        var active = await org.Http.RefreshAsync(token, clientId: The.Native);

        suspended.ShouldBeError(400, "invalid_grant", "The refresh token is invalid or expired.");
        active.Status.ShouldBe(200, active.Body);
    }

    [Fact]
    public async Task Wrong_passwords_that_lock_somebody_out_count_at_once()
    {
        await using var org = await ClockedOrg.StartAsync(seed => seed with { MaxFailedPasswords = 2 });
        var session = (await org.Http.AuthorizeAsync("/oauth2/default", AuthorizeQuery.Good)).Cookie!;
        Task<Answer> AuthorizeAsync() => org.Http.GetAsync($"/oauth2/default/v1/authorize?{AuthorizeQuery.Good}", ("Cookie", session));

        await org.Http.AuthenticateAsync("ada@example.com", "not the one");
        var once = await AuthorizeAsync();
        await org.Http.AuthenticateAsync("ada@example.com", "not the one");
        var twice = await AuthorizeAsync();

        once.Redirected("code").ShouldNotBeNull(once.Location);
        twice.ShouldBeRedirectedError("access_denied", "User status is invalid.");
    }
}
