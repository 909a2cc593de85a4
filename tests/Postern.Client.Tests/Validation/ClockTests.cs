namespace Postern.Client.Tests.Validation;

/// <summary>Tokens that are refused because two clocks disagree.</summary>
public sealed class ClockTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, "400 days ahead of")]
    [InlineData(-400, "400 days behind")]
    [InlineData(0.25, "6 hours ahead of")]
    public async Task Tokens_of_an_org_whose_clock_was_moved_are_refused_in_its_name(double days, string said)
    {
        using var org = new FakeOrg { IdTokenClaims = claims => Move(claims, days), AccessTokenClaims = claims => Move(claims, days) };

        var refused = await Should.ThrowAsync<TokenValidationException>(
            () => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        refused.Message.ShouldEndWith($": the org's clock is {said} this machine's.");
        refused.Hint.ShouldBe(
            "Set whichever of the two clocks is wrong. Where a test has moved a local org's clock, allow a ClockSkew as large as the move. "
            + "Better, give the client that org's time (OktaClientOptions.Time).");
    }

    [Fact]
    public async Task A_token_that_is_merely_old_says_nothing_of_clocks()
    {
        using var org = new FakeOrg();
        var claims = org.IdToken();
        Move(claims, -1);

        var verdict = await org.Connect().VerifyAsync(Some.Jwt(claims), ct: Ct);

        var check = verdict.Checks.Single(check => check.Name == "exp");
        check.Verdict.ShouldBe(Verdict.Failed);
        check.Explanation.ShouldNotContain("clock");
        check.Hint.ShouldBe("Get a new one. If it is new, set this machine's clock, or allow more ClockSkew.");
    }

    [Fact]
    public async Task The_date_of_the_orgs_answers_tells_its_clock_too()
    {
        using var org = new FakeOrg();
        var keys = Some.Jwks(The.Key);
        org.Keys = _ =>
        {
            var answer = Some.Json(200, keys);
            answer.Headers.Date = The.Now.AddDays(1);
            return answer;
        };
        var claims = org.IdToken();
        Move(claims, 1);

        var verdict = await org.Connect().VerifyAsync(Some.Jwt(claims), ct: Ct);

        verdict.Checks.Single(check => check.Name == "iat").Explanation
            .ShouldEndWith(": the org's clock is 24 hours ahead of this machine's.");
    }

    static void Move(System.Text.Json.Nodes.JsonObject claims, double days)
    {
        foreach (var claim in new[] { "iat", "exp" })
            claims[claim] = claims[claim]!.GetValue<long>() + (long)(days * 24 * 60 * 60);
    }
}
