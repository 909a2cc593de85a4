using System.Globalization;

namespace Postern.Client.Tests.Wire;

public sealed class RetryTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/v1/authn")]
    [InlineData("/oauth2/default/.well-known/openid-configuration")]
    [InlineData("/oauth2/default/v1/authorize")]
    [InlineData("/oauth2/default/v1/token")]
    [InlineData("/oauth2/default/v1/keys")]
    public async Task A_rate_limit_is_waited_out_and_the_request_sent_again(string path)
    {
        using var org = new FakeOrg { Time = new ImpatientTime() };
        Limit(org, path, times: 1, resetsIn: 20);
        var began = org.Time.GetUtcNow();

        var tokens = await org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);

        tokens.IdToken.ShouldNotBeNull();
        org.AskedAt(path).Count().ShouldBe(2);
        (org.Time.GetUtcNow() - began).ShouldBeInRange(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(21));
    }

    [Fact]
    public async Task The_wait_is_measured_by_the_orgs_clock()
    {
        using var org = new FakeOrg { Time = new ImpatientTime() };
        Limit(org, "/api/v1/authn", times: 1, resetsIn: 10, clockAhead: TimeSpan.FromDays(1));

        var transaction = await org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct);

        transaction.ShouldBeOfType<AuthnTransaction.Success>();
    }

    [Fact]
    public async Task A_reset_too_far_away_is_told_at_once()
    {
        using var org = new FakeOrg { Time = new ImpatientTime() };
        Limit(org, "/api/v1/authn", times: 1, resetsIn: 61);

        var limited = await Should.ThrowAsync<RateLimitedException>(
            () => org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct));

        limited.RetryAfter.ShouldBe(TimeSpan.FromSeconds(61));
        limited.Limit.ShouldBe(600);
        limited.StatusCode.ShouldBe(429);
        limited.Stage.ShouldBe(Stage.Authn);
        limited.Hint.ShouldContain("Keep tokens");
        org.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_longest_wait_is_an_option()
    {
        using var org = new FakeOrg { Time = new ImpatientTime() };
        Limit(org, "/api/v1/authn", times: 1, resetsIn: 2);
        var flow = org.Connect(options => options with { MaxRateLimitWait = TimeSpan.Zero }).SessionTokenFlow;

        _ = await Should.ThrowAsync<RateLimitedException>(() => flow.AuthenticateAsync(The.Login, The.Password, Ct));
    }

    [Fact]
    public async Task A_limit_that_does_not_lift_is_told_in_the_end()
    {
        using var org = new FakeOrg { Time = new ImpatientTime() };
        Limit(org, "/api/v1/authn", times: 100, resetsIn: 5);

        _ = await Should.ThrowAsync<RateLimitedException>(
            () => org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct));

        org.Asked.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_limit_on_concurrency_names_no_moment_and_is_waited_out_for_a_second()
    {
        using var org = new FakeOrg { Time = new ImpatientTime() };
        Limit(org, "/api/v1/authn", times: 1, resetsIn: null);

        (await org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct)).ShouldBeOfType<AuthnTransaction.Success>();
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var org = new FakeOrg();
        Limit(org, "/api/v1/authn", times: 1, resetsIn: 50);
        using var cancel = new CancellationTokenSource();
        var waiting = org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, cancel.Token);

        await cancel.CancelAsync();

        _ = await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [InlineData("/oauth2/default/.well-known/openid-configuration")]
    [InlineData("/oauth2/default/v1/keys")]
    public async Task What_only_reads_is_sent_again_after_a_server_error_and_a_failure_of_the_network(string path)
    {
        using var org = new FakeOrg { Time = new ImpatientTime() };
        var (answer, failures) = (org.Answers[path], 0);
        org.Answers[path] = asked => ++failures switch
        {
            1 => Some.Json(503, """{"errorCode":"E0000010","errorSummary":"Service is in read only mode"}"""),
            2 => throw new HttpRequestException("connection reset"),
            _ => answer(asked),
        };

        var tokens = await org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);

        tokens.IdToken.ShouldNotBeNull();
        org.AskedAt(path).Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_server_that_stays_broken_is_told_in_the_end()
    {
        using var org = new FakeOrg
        {
            Time = new ImpatientTime(),
            Discovery = _ => Some.Json(500, """{"errorCode":"E0000009","errorSummary":"Internal Server Error"}"""),
        };

        var broken = await Should.ThrowAsync<OktaApiException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        broken.ErrorCode.ShouldBe("E0000009");
        org.Asked.Count.ShouldBe(4);
    }

    static void Limit(FakeOrg org, string path, int times, int? resetsIn, TimeSpan clockAhead = default)
    {
        var (answer, left) = (org.Answers[path], times);
        org.Answers[path] = asked =>
        {
            if (left-- <= 0)
                return answer(asked);

            var limited = Some.Json(
                429, """{"errorCode":"E0000047","errorSummary":"API call exceeded rate limit due to too many requests."}""");
            var now = org.Time.GetUtcNow() + clockAhead;
            limited.Headers.Date = now;
            if (resetsIn is { } seconds)
            {
                limited.Headers.Add("X-Rate-Limit-Limit", "600");
                limited.Headers.Add(
                    "X-Rate-Limit-Reset", now.AddSeconds(seconds).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            }

            return limited;
        };
    }
}
