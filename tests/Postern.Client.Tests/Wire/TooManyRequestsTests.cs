namespace Postern.Client.Tests.Wire;

/// <summary>429 says two things: that the rate limit is reached, and that this very request is not taken now.</summary>
public sealed class TooManyRequestsTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [
        InlineData(
            "E0000109", "An SMS message was recently sent. Please wait 30 seconds before trying again.", "was sent before is still good"),
    ]
    [InlineData("E0000118", "An email was recently sent. Please wait 5 seconds before trying again.", "was sent before is still good")]
    [InlineData("E0000133", "A phone call was recently made. Please wait 30 seconds before trying again.", "was sent before is still good")]
    [InlineData("E0000150", "You have reached the limit of sms requests, please try again later.", "System Log")]
    public async Task A_code_that_was_just_sent_is_an_answer_and_not_asked_for_again(string code, string summary, string hint)
    {
        using var org = new FakeOrg
        {
            Time = new ImpatientTime(),
            Authn = _ =>
                Some.Json(
                    429,
                    $$"""{"errorCode":"{{code}}","errorSummary":"{{summary}}","errorLink":"{{code}}","errorId":"oae1","errorCauses":[]}"""),
        };

        var refused = await Should.ThrowAsync<OktaApiException>(
            () => org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct));

        refused.Message.ShouldBe($"{code}: {summary}");
        refused.StatusCode.ShouldBe(429);
        refused.Hint.ShouldContain(hint);
        _ = org.Asked.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Nor_is_a_device_code_asked_for_again_where_there_are_too_many()
    {
        using var org = new FakeOrg
        {
            Time = new ImpatientTime(),
            DeviceAuthorize = _ =>
                Some.Json(
                    429,
                    """{"error":"too_many_user_codes","error_description":"Too many user codes generated. Please try again later."}"""),
        };

        var refused = await Should.ThrowAsync<OAuthException>(() => org.Connect().DeviceAuthorizationFlow.BeginAsync(ct: Ct));

        refused.Message.ShouldBe("too_many_user_codes: Too many user codes generated. Please try again later.");
        _ = org.AskedAt("/device/authorize").ShouldHaveSingleItem();
    }

    [Theory]
    [
        InlineData(
            "application/json",
            """{"errorCode":"E0000047","errorSummary":"API call exceeded rate limit due to too many requests."}""",
            "E0000047"),
    ]
    [
        InlineData(
            "application/json",
            """{"error":"invalid_grant","error_description":"API call exceeded the rate limit due to too many requests."}""",
            "invalid_grant"),
    ]
    [InlineData("application/json", "{}", null)]
    [InlineData("application/json", "{", null)]
    [InlineData("text/html", "<h1>429</h1>", null)]
    public async Task The_rate_limit_shows_its_code(string mediaType, string body, string? code)
    {
        using var org = new FakeOrg
        {
            Time = new ImpatientTime(),
            Token = _ =>
                new(System.Net.HttpStatusCode.TooManyRequests) { Content = new StringContent(body, System.Text.Encoding.UTF8, mediaType) },
        };

        var limited = await Should.ThrowAsync<RateLimitedException>(() => org.Connect().ClientCredentialsFlow.GetTokensAsync(ct: Ct));

        limited.ErrorCode.ShouldBe(code);
        limited.Message.ShouldBe(
            code is null ? "Okta's rate limit is used up; it resets in 1 s." : $"Okta's rate limit is used up ({code}); it resets in 1 s.");
        org.AskedAt("/token").Count().ShouldBe(4);
    }
}
