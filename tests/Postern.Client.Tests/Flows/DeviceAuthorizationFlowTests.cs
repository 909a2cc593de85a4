namespace Postern.Client.Tests.Flows;

public sealed class DeviceAuthorizationFlowTests
{
    const string Codes =
        """{"device_code":"a-device-code","user_code":"BKWQZNHT","verification_uri":"https://example.okta.com/activate","verification_uri_complete":"https://example.okta.com/activate?user_code=BKWQZNHT","expires_in":600,"interval":5}""";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_step_gives_what_a_person_must_know()
    {
        using var org = new FakeOrg { DeviceAuthorize = _ => Some.Json(200, Codes) };

        var authorization = await org.Connect().DeviceAuthorizationFlow.BeginAsync(ct: Ct);

        authorization.UserCode.ShouldBe("BKWQZNHT");
        authorization.VerificationUri.ShouldBe("https://example.okta.com/activate");
        authorization.VerificationUriComplete.ShouldBe("https://example.okta.com/activate?user_code=BKWQZNHT");
        authorization.ExpiresAt.ShouldBe(The.Now.AddSeconds(600));
        authorization.Interval.ShouldBe(TimeSpan.FromSeconds(5));
        authorization.ToString().ShouldNotContain("a-device-code");
        org.AskedAt("/device/authorize").ShouldHaveSingleItem().Body.ShouldBe($"scope=openid+profile+email&client_id={The.ClientId}");
    }

    [Fact]
    public async Task A_server_that_names_no_interval_is_asked_every_5_seconds()
    {
        using var org = new FakeOrg { DeviceAuthorize = _ => Some.Json(200, Codes.Replace(",\"interval\":5", "")) };

        (await org.Connect().DeviceAuthorizationFlow.BeginAsync(ct: Ct)).Interval.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task The_device_code_is_asked_with_until_the_person_has_decided()
    {
        using var org = Org(Pending, Pending);
        DeviceAuthorization? shown = null;

        var tokens = await org.Connect().DeviceAuthorizationFlow.GetTokensAsync(Show, ct: Ct);

        tokens.IdToken.ShouldNotBeNull();
        shown!.UserCode.ShouldBe("BKWQZNHT");
        org.AskedAt("/token").Count().ShouldBe(3);
        org.AskedAt("/token").Last().Body.ShouldBe(
            $"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=a-device-code&client_id={The.ClientId}");
        Waited(org).ShouldBe([5, 5, 5]);

        ValueTask Show(DeviceAuthorization authorization, CancellationToken ct)
        {
            shown = authorization;
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task Slow_down_adds_5_seconds_for_good()
    {
        using var org = Org(Pending, SlowDown, Pending, SlowDown);

        _ = await Run(org);

        Waited(org).ShouldBe([5, 5, 10, 10, 15]);
    }

    [Fact]
    public async Task A_failing_network_doubles_the_interval()
    {
        using var org = Org(_ => throw new HttpRequestException("connection reset"), Pending);

        _ = await Run(org);

        Waited(org).ShouldBe([5, 10, 10]);
    }

    [Fact]
    public async Task A_network_that_keeps_failing_is_told()
    {
        using var org = Org(Fails, Fails, Fails);

        (await Should.ThrowAsync<HttpRequestException>(() => Run(org))).Message.ShouldBe(
            "The token request to https://example.okta.com/oauth2/default/v1/token failed: connection reset.");

        org.AskedAt("/token").Count().ShouldBe(3);

        static HttpResponseMessage Fails(Asked asked) => throw new HttpRequestException("connection reset");
    }

    [Theory]
    [InlineData("access_denied", "said no")]
    [InlineData("expired_token", "in time")]
    public async Task A_refusal_ends_it(string error, string hint)
    {
        using var org = Org(Pending, _ => Some.Json(400, $$"""{"error":"{{error}}"}"""));

        var refused = await Should.ThrowAsync<OAuthException>(() => Run(org));

        refused.Error.ShouldBe(error);
        refused.Hint.ShouldContain(hint);
        org.AskedAt("/token").Count().ShouldBe(2);
    }

    [Fact]
    public async Task After_the_codes_expired_nobody_is_asked_any_more()
    {
        using var org = Org();
        org.Token = Pending;

        (await Should.ThrowAsync<OAuthException>(() => Run(org))).Error.ShouldBe("expired_token");

        org.AskedAt("/token").Count().ShouldBe(119);
    }

    [Fact]
    public async Task One_question_at_a_time_is_possible_too()
    {
        using var org = Org(Pending, SlowDown);
        var flow = org.Connect().DeviceAuthorizationFlow;
        var authorization = await flow.BeginAsync(ct: Ct);

        (await flow.PollAsync(authorization, Ct)).ShouldBeOfType<PollResult.Pending>();
        (await flow.PollAsync(authorization, Ct)).ShouldBeOfType<PollResult.SlowDown>();
        var granted = (await flow.PollAsync(authorization, Ct)).ShouldBeOfType<PollResult.Granted>();

        granted.Tokens.AccessToken.ShouldNotBeNull();
        granted.ToString().ShouldNotContain(granted.Tokens.AccessToken);
    }

    [Fact]
    public async Task Who_gives_up_stops_the_asking()
    {
        using var org = new FakeOrg { DeviceAuthorize = _ => Some.Json(200, Codes), Token = Pending };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var flow = org.Connect().DeviceAuthorizationFlow;
        var waiting = flow.WaitAsync(await flow.BeginAsync(ct: Ct), stop.Token);

        await stop.CancelAsync();

        _ = await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        org.AskedAt("/token").ShouldBeEmpty();
    }

    static Task<TokenSet> Run(FakeOrg org) =>
        org.Connect().DeviceAuthorizationFlow.GetTokensAsync((_, _) => ValueTask.CompletedTask, ct: Ct);

    static FakeOrg Org(params Func<Asked, HttpResponseMessage>[] answers)
    {
        var org = new FakeOrg { Time = new ImpatientTime(), DeviceAuthorize = _ => Some.Json(200, Codes) };
        var left = new Queue<Func<Asked, HttpResponseMessage>>(answers);
        org.Token = asked => left.TryDequeue(out var answer) ? answer(asked) : Some.Json(200, org.Tokens());
        return org;
    }

    // Between the first step and each question, by the clock that only waiting moves.
    static List<int> Waited(FakeOrg org)
    {
        var at = org.AskedAt("/device/authorize").Concat(org.AskedAt("/token")).Select(asked => asked.At).ToList();
        return [.. at.Zip(at.Skip(1), (before, after) => (int)(after - before).TotalSeconds)];
    }

    static HttpResponseMessage Pending(Asked asked) =>
        Some.Json(
            400,
            """{"error":"authorization_pending","error_description":"The device authorization is pending. Please try again later."}""");

    static HttpResponseMessage SlowDown(Asked asked) =>
        Some.Json(400, """{"error":"slow_down","error_description":"Slow down the polling frequency. Please try again later."}""");
}
