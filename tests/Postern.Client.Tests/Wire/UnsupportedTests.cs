namespace Postern.Client.Tests.Wire;

/// <summary>
/// What a local org does not do yet, which it says with a header: in every error shape the hint says so, and not that Okta has a fault.
/// </summary>
public sealed class UnsupportedTests
{
    const string Call = "POST /oauth2/default/v1/challenge";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [
        InlineData(
            "application/json",
            """{"error":"server_error","error_description":"The local org does not support POST /oauth2/default/v1/challenge yet."}""",
            "server_error: The local org does not support POST /oauth2/default/v1/challenge yet."),
    ]
    [
        InlineData(
            "application/json",
            """{"errorCode":"E0000015","errorSummary":"You do not have permission to access the feature you are requesting","errorLink":"E0000015","errorId":"oae1","errorCauses":[]}""",
            "E0000015: You do not have permission to access the feature you are requesting"),
    ]
    [
        InlineData(
            "application/ion+json",
            """{"version":"1.0.0","messages":{"type":"array","value":[]}}""",
            "The local org does not do POST /oauth2/default/v1/challenge yet."),
    ]
    [InlineData("text/html", "<h1>not_supported</h1>", "The local org does not do POST /oauth2/default/v1/challenge yet.")]
    public async Task The_call_and_the_way_round_it_are_named(string mediaType, string body, string message)
    {
        using var org = new FakeOrg { Token = _ => Answer(mediaType, body) };

        var refused = await Should.ThrowAsync<OktaException>(() => org.Connect().ClientCredentialsFlow.GetTokensAsync(ct: Ct));

        refused.Message.ShouldBe(message);
        refused.StatusCode.ShouldBe(501);
        refused.Hint.ShouldStartWith("The local org does not do POST /oauth2/default/v1/challenge yet");
        refused.Hint.ShouldContain("SUPPORTED.md");
        refused.Hint.ShouldNotContain("status.okta.com");
    }

    [Fact]
    public async Task A_read_is_not_tried_again()
    {
        using var org = new FakeOrg { Discovery = _ => Answer("text/html", "<h1>not_supported</h1>") };

        _ = await Should.ThrowAsync<OktaException>(() => org.Connect().GetMetadataAsync(Ct));

        _ = org.AskedAt("/openid-configuration").ShouldHaveSingleItem();
    }

    static HttpResponseMessage Answer(string mediaType, string body)
    {
        var response = new HttpResponseMessage(System.Net.HttpStatusCode.NotImplemented)
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, mediaType),
        };
        response.Headers.Add("X-Postern-Unsupported", Call);
        return response;
    }
}
