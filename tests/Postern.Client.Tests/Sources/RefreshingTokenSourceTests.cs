namespace Postern.Client.Tests.Sources;

public sealed class RefreshingTokenSourceTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_user_signs_in_once_and_the_refresh_token_does_the_rest()
    {
        using var org = new FakeOrg();
        var refreshed = Rotating(org);
        var source = Source(org);

        for (var hour = 0; hour < 4; hour++)
        {
            _ = await source.GetTokenAsync(Ct);
            _ = await source.GetTokenAsync(Ct);
            org.Time.Advance(TimeSpan.FromHours(1));
        }

        org.AskedAt("/authn").Count().ShouldBe(1);
        refreshed.ShouldBe(["refresh-0", "refresh-1", "refresh-2"]);
    }

    [Fact]
    public async Task Concurrent_callers_share_one_renewal()
    {
        using var org = new FakeOrg();
        var refreshed = Rotating(org);
        var source = Source(org);
        _ = await source.GetTokenAsync(Ct);
        org.Time.Advance(TimeSpan.FromHours(1));

        var tokens = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => source.GetTokenAsync(Ct).AsTask())));

        refreshed.ShouldBe(["refresh-0"]);
        tokens.Select(set => set.RefreshToken).Distinct().ShouldBe(["refresh-1"]);
    }

    [Fact]
    public async Task A_dead_refresh_token_makes_the_user_sign_in_again()
    {
        using var org = new FakeOrg();
        var refreshed = Rotating(org);
        var source = Source(org);
        _ = await source.GetTokenAsync(Ct);
        org.Time.Advance(TimeSpan.FromHours(1));
        Failing(
            org,
            refreshed,
            () => Some.Json(400, """{"error":"invalid_grant","error_description":"The refresh token is invalid or expired."}"""));

        var tokens = await source.GetTokenAsync(Ct);

        tokens.RefreshToken.ShouldBe("refresh-0");
        org.AskedAt("/authn").Count().ShouldBe(2);
    }

    [Fact]
    public async Task Tokens_from_before_are_renewed_without_a_sign_in()
    {
        using var org = new FakeOrg();
        var refreshed = Rotating(org);
        var client = org.Connect();
        var source = new RefreshingTokenSource(client.SessionTokenFlow.For(The.Login, The.Password), client)
        {
            Initial = new() { RefreshToken = "stored", ExpiresAt = The.Now },
        };

        _ = await source.GetTokenAsync(Ct);

        refreshed.ShouldBe(["stored"]);
        org.AskedAt("/authn").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lost_answer_is_told_and_a_refresh_token_that_may_have_rotated_is_not_sent_again()
    {
        using var org = new FakeOrg();
        var refreshed = Rotating(org);
        var source = Source(org);
        _ = await source.GetTokenAsync(Ct);
        org.Time.Advance(TimeSpan.FromHours(1));
        Failing(org, refreshed, () => throw new HttpRequestException(HttpRequestError.ResponseEnded));

        _ = await Should.ThrowAsync<HttpRequestException>(async () => await source.GetTokenAsync(Ct));
        _ = Rotating(org, refreshed);
        _ = await source.GetTokenAsync(Ct);

        refreshed.ShouldBe(["refresh-0"]);
        org.AskedAt("/authn").Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_refresh_token_of_a_server_that_does_not_rotate_is_sent_again()
    {
        using var org = new FakeOrg();
        var refreshed = Rotating(org, rotate: false);
        var source = Source(org);
        _ = await source.GetTokenAsync(Ct);
        org.Time.Advance(TimeSpan.FromHours(1));
        _ = await source.GetTokenAsync(Ct);
        org.Time.Advance(TimeSpan.FromHours(1));
        Failing(org, refreshed, () => throw new HttpRequestException(HttpRequestError.ResponseEnded));
        _ = await Should.ThrowAsync<HttpRequestException>(async () => await source.GetTokenAsync(Ct));
        _ = Rotating(org, refreshed, rotate: false);

        _ = await source.GetTokenAsync(Ct);

        refreshed.ShouldBe(["refresh-0", "refresh-0", "refresh-0"]);
        org.AskedAt("/authn").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_request_that_never_left_may_be_made_again()
    {
        using var org = new FakeOrg();
        var refreshed = Rotating(org);
        var source = Source(org);
        _ = await source.GetTokenAsync(Ct);
        org.Time.Advance(TimeSpan.FromHours(1));
        Failing(org, refreshed, () => throw new HttpRequestException(HttpRequestError.ConnectionError));
        _ = await Should.ThrowAsync<HttpRequestException>(async () => await source.GetTokenAsync(Ct));
        _ = Rotating(org, refreshed);

        _ = await source.GetTokenAsync(Ct);

        refreshed.ShouldBe(["refresh-0", "refresh-0"]);
        org.AskedAt("/authn").Count().ShouldBe(1);
    }

    [Fact]
    public async Task Keys_that_cannot_be_had_leave_the_refresh_token_unspent()
    {
        using var org = new FakeOrg { Keys = _ => Some.Html(404, "not yet") };
        var refreshed = Rotating(org);
        var client = org.Connect();
        var source = new RefreshingTokenSource(client.SessionTokenFlow.For(The.Login, The.Password), client)
        {
            Initial = new() { RefreshToken = "stored", ExpiresAt = The.Now },
        };
        _ = await Should.ThrowAsync<UnexpectedResponseException>(async () => await source.GetTokenAsync(Ct));
        refreshed.ShouldBeEmpty();
        org.Keys = _ => Some.Json(200, Some.Jwks(The.Key));

        _ = await source.GetTokenAsync(Ct);

        refreshed.ShouldBe(["stored"]);
        org.AskedAt("/authn").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_client"}""")]
    [InlineData(407, "<h1>Proxy</h1>")]
    public async Task A_refusal_for_another_reason_leaves_it_unspent_too(int status, string body)
    {
        using var org = new FakeOrg();
        var refreshed = Rotating(org);
        var source = Source(org);
        _ = await source.GetTokenAsync(Ct);
        org.Time.Advance(TimeSpan.FromHours(1));
        Failing(org, refreshed, () => body.StartsWith('{') ? Some.Json(status, body) : Some.Html(status, body));
        _ = await Should.ThrowAsync<OktaException>(async () => await source.GetTokenAsync(Ct));
        _ = Rotating(org, refreshed);

        _ = await source.GetTokenAsync(Ct);

        refreshed.ShouldBe(["refresh-0", "refresh-0"]);
        org.AskedAt("/authn").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_lose_the_rotated_token()
    {
        using var org = new FakeOrg();
        var refreshed = Rotating(org);
        var source = Source(org);
        _ = await source.GetTokenAsync(Ct);
        org.Time.Advance(TimeSpan.FromHours(1));
        using var arrived = new ManualResetEventSlim();
        using var answer = new ManualResetEventSlim();
        org.Token = _ =>
        {
            refreshed.Add("refresh-0");
            arrived.Set();
            answer.Wait(Ct);
            return Renewed(org, "refresh-1");
        };
        using var impatient = new CancellationTokenSource();
        var first = source.GetTokenAsync(impatient.Token).AsTask();
        arrived.Wait(Patience.Longest, Ct).ShouldBeTrue("the refresh token was not sent");

        await impatient.CancelAsync();
        _ = await Should.ThrowAsync<OperationCanceledException>(() => first);
        var second = source.GetTokenAsync(Ct).AsTask();
        answer.Set();

        (await second).RefreshToken.ShouldBe("refresh-1");
        refreshed.ShouldBe(["refresh-0"]);
    }

    [Fact]
    public async Task Without_a_refresh_token_the_user_signs_in_each_time()
    {
        using var org = new FakeOrg();
        var source = Source(org);
        _ = await source.GetTokenAsync(Ct);
        org.Time.Advance(TimeSpan.FromHours(1));

        _ = await source.GetTokenAsync(Ct);

        org.AskedAt("/authn").Count().ShouldBe(2);
    }

    static RefreshingTokenSource Source(FakeOrg org)
    {
        var client = org.Connect();
        return new(client.SessionTokenFlow.For(The.Login, The.Password), client);
    }

    static List<string> Rotating(FakeOrg org, List<string>? refreshed = null, bool rotate = true)
    {
        refreshed ??= [];
        org.Token = asked =>
        {
            if (asked.Form("grant_type") is "authorization_code")
                return Renewed(org, "refresh-0");

            refreshed.Add(asked.Form("refresh_token"));
            return Renewed(org, rotate ? $"refresh-{refreshed.Count}" : "refresh-0");
        };
        return refreshed;
    }

    static void Failing(FakeOrg org, List<string> refreshed, Func<HttpResponseMessage> fail) => org.Token = asked =>
    {
        if (asked.Form("grant_type") is "authorization_code")
            return Renewed(org, "refresh-0");

        refreshed.Add(asked.Form("refresh_token"));
        return fail();
    };

    static HttpResponseMessage Renewed(FakeOrg org, string refreshToken) =>
        Some.Json(200, org.Tokens().Replace("\"scope\"", $"\"refresh_token\":\"{refreshToken}\",\"scope\""));
}
