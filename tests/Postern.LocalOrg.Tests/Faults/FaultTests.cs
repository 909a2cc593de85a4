using System.Net.Sockets;

namespace Postern.LocalOrg.Tests.Faults;

/// <summary>What a fault script does to a request and its answer.</summary>
public sealed class FaultTests(FaultyOrg faulty) : IClassFixture<FaultyOrg>, IAsyncLifetime
{
    const string Introspect = "/oauth2/default/v1/introspect";

    public async ValueTask InitializeAsync() => await faulty.Org.Faults.ClearAsync(The.Ct);

    public ValueTask DisposeAsync() => default;

    [Theory]
    [InlineData("/oauth2/default/v1/keys", 500, "{\"error\":\"server_error\",\"error_description\":\"The authorization server")]
    [InlineData("/oauth2/default/v1/keys", 503, "temporarily_unavailable")]
    [InlineData("/oauth2/default/v1/keys", 418, "server_error")]
    [InlineData("/api/v1/users/me", 502, "E0000009")]
    [InlineData("/api/v1/users/me", 503, "E0000010")]
    public async Task A_status_comes_in_the_shape_of_the_endpoints_own_errors(string path, int status, string body)
    {
        await AddAsync(FaultScript.Answering(status) with { Endpoint = path });

        var answer = await faulty.Http.GetAsync(path);

        answer.Status.ShouldBe(status, answer.Body);
        answer.Body.ShouldContain(body);
    }

    [Fact]
    public async Task A_browser_is_not_redirected_but_gets_the_status()
    {
        await AddAsync(FaultScript.Answering(500) with { Endpoint = "authorize" });

        var answer = await faulty.Http.GetAsync($"/oauth2/default/v1/authorize?{OAuth.AuthorizeQuery.Good}");

        answer.Status.ShouldBe(500);
        answer.Headers.Keys.ShouldNotContain("Location");
    }

    [Fact]
    public async Task A_status_may_have_a_body_of_its_own()
    {
        await AddAsync(FaultScript.Answering(502, "<h1>Bad gateway</h1>") with { Endpoint = "keys", ContentType = "text/html" });

        var answer = await faulty.Http.GetAsync("/oauth2/default/v1/keys");

        (answer.Status, answer.Body, answer.Headers["Content-Type"]).ShouldBe((502, "<h1>Bad gateway</h1>", "text/html"));
    }

    [Theory]
    [InlineData("/oauth2/default/v1/keys", "600")]
    [InlineData("/oauth2/default/v1/token", "1200")]
    public async Task Too_many_requests_come_with_Oktas_headers(string path, string limit)
    {
        await AddAsync(new FaultScript { Fault = FaultKind.RateLimited });

        var answer = await faulty.Http.SendAsync(new(path.EndsWith("keys", StringComparison.Ordinal) ? "GET" : "POST"), path, null);

        answer.ShouldBeOktaError(429, "E0000047", "API call exceeded rate limit due to too many requests.");
        answer.Headers["X-Rate-Limit-Limit"].ShouldBe(limit);
        answer.Headers["X-Rate-Limit-Remaining"].ShouldBe("0");
        long.Parse(answer.Headers["X-Rate-Limit-Reset"], System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBeGreaterThan(faulty.Org.Clock.GetUtcNow().ToUnixTimeSeconds());
        answer.Headers.Keys.ShouldNotContain("Retry-After");
    }

    [Fact]
    public async Task An_answer_comes_late_by_the_orgs_clock()
    {
        await using var clocked = await ClockedOrg.StartAsync();
        await clocked.Org.Faults.AddAsync(FaultScript.Latency(TimeSpan.FromSeconds(3)) with { Endpoint = "keys" }, The.Ct);

        var asked = clocked.Http.GetAsync("/oauth2/default/v1/keys");
        await Patience.UntilAsync("the call to be counted", async () => (await clocked.Org.Faults.AllAsync(The.Ct))[0].Strikes == 1);
        asked.IsCompleted.ShouldBeFalse();
        await Patience.UntilAsync("the answer", () =>
        {
            clocked.Advance(1);
            return asked.IsCompleted;
        });

        (await asked).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_connection_is_reset_before_anything_is_done()
    {
        var code = await faulty.Http.CodeAsync(clientId: The.Spa);
        await AddAsync(new FaultScript { Fault = FaultKind.ConnectionReset, Endpoint = "token", ToCall = 1 });

        var lost = await Should.ThrowAsync<HttpRequestException>(() => faulty.Http.RedeemAsync(code));

        ResetIn(lost).ShouldBeTrue(lost.ToString());
        (await faulty.Http.RedeemAsync(code)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_answer_is_lost_after_everything_is_done()
    {
        var code = await faulty.Http.CodeAsync(clientId: The.Spa);
        await AddAsync(new FaultScript { Fault = FaultKind.AnswerLost, Endpoint = "token", ToCall = 1 });

        var lost = await Should.ThrowAsync<HttpRequestException>(() => faulty.Http.RedeemAsync(code));

        ResetIn(lost).ShouldBeTrue(lost.ToString());
        (await faulty.Http.RedeemAsync(code)).ShouldBeError(400, "invalid_grant", "The authorization code is invalid or has expired.");
    }

    [Fact]
    public async Task Half_a_body_is_half_of_what_was_announced()
    {
        var whole = await faulty.Http.GetAsync("/oauth2/default/v1/keys");
        await AddAsync(new FaultScript { Fault = FaultKind.HalfBody, Endpoint = "keys" });

        var raw = await Hosting.RawConnection.OpenAsync(faulty.Org.Url);
        await using (raw)
        {
            await raw.SendAsync("GET /oauth2/default/v1/keys HTTP/1.1\r\nHost: localhost\r\n\r\n");
            var received = await raw.ReadToEndAsync();
            received.ShouldContain($"Content-Length: {whole.Body.Length}\r\n");
            received[(received.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].ShouldBe(whole.Body[..(whole.Body.Length / 2)]);
        }

        await Should.ThrowAsync<HttpRequestException>(() => faulty.Http.GetAsync("/oauth2/default/v1/keys"));
    }

    [Fact]
    public async Task Malformed_JSON_is_whole_as_HTTP_and_none_as_JSON()
    {
        await AddAsync(new FaultScript { Fault = FaultKind.MalformedJson, Endpoint = "introspect" });

        var answer = await faulty.Http.IntrospectAsync("nothing");

        answer.Status.ShouldBe(200);
        answer.Body.ShouldBe("""{"active":false""");
    }

    [Fact]
    public async Task A_refusal_is_spoilt_as_any_answer_is()
    {
        await AddAsync(new FaultScript { Fault = FaultKind.MalformedJson });

        var answer = await faulty.Http.PostFormAsync(Introspect, "token=x");

        (answer.Status, answer.Body[^1]).ShouldBe((401, '"'));
    }

    [Fact]
    public async Task Stale_keys_lack_the_one_that_signs()
    {
        var before = (await faulty.Http.GetAsync("/oauth2/default/v1/keys")).Body;
        await faulty.Org.RotateKeysAsync("default", The.Ct);
        await AddAsync(new FaultScript { Fault = FaultKind.StaleKeys });

        var token = (await faulty.AskServiceAsync()).Text("access_token");
        var stale = await faulty.Http.GetAsync("/oauth2/default/v1/keys");

        var kid = Jwt.Header(token).GetProperty("kid").GetString()!;
        stale.Json.GetProperty("keys").GetArrayLength().ShouldBe(1);
        stale.Body.ShouldNotContain(kid);
        before.ShouldContain(stale.Json.GetProperty("keys")[0].GetProperty("kid").GetString()!);
        await faulty.Org.Faults.ClearAsync(The.Ct);
        (await faulty.Http.GetAsync("/oauth2/default/v1/keys")).Body.ShouldContain(kid);
    }

    [Fact]
    public async Task Keys_are_rotated_between_authorize_and_token()
    {
        var hybrid = await faulty.Http.AuthorizeAsync(
            "/oauth2/default",
            $"client_id={The.Web}&response_type=code%20id_token&scope=openid&redirect_uri={The.EncodedCallback}" +
            "&state=s&nonce=n&response_mode=fragment");
        await AddAsync(new FaultScript { Fault = FaultKind.KeyRotation, ToCall = 1 });

        var tokens = await faulty.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=authorization_code&redirect_uri={The.EncodedCallback}&code={hybrid.Redirected("code")}",
            The.BasicOfWeb);

        var (first, second) = (Kid(hybrid.Redirected("id_token")!), Kid(tokens.Text("id_token")));
        second.ShouldNotBe(first);
        var published = (await faulty.Http.GetAsync("/oauth2/default/v1/keys")).Body;
        published.ShouldContain(first);
        published.ShouldContain(second);
    }

    [Theory]
    [InlineData(7200)]
    [InlineData(-7200)]
    public async Task What_is_issued_is_off_by_the_clocks_skew(int seconds)
    {
        var now = faulty.Org.Clock.GetUtcNow().ToUnixTimeSeconds();
        var code = await faulty.Http.CodeAsync(clientId: The.Spa);
        await AddAsync(FaultScript.ClockSkew(TimeSpan.FromSeconds(seconds)) with { Endpoint = "token" });

        var tokens = await faulty.Http.RedeemAsync(code);

        foreach (var token in (string[])[tokens.Text("access_token"), tokens.Text("id_token")])
        {
            Jwt.Number(token, "iat").ShouldBeInRange(now + seconds, now + seconds + 60);
            Jwt.Number(token, "auth_time").ShouldBeInRange(now + seconds - 1, now + seconds + 60);
            (Jwt.Number(token, "exp") - Jwt.Number(token, "iat")).ShouldBe(3600);
        }
    }

    [Fact]
    public async Task Several_strike_one_request_together()
    {
        await AddAsync(
            FaultScript.ClockSkew(TimeSpan.FromHours(1)), new FaultScript { Fault = FaultKind.MalformedJson, Endpoint = "token" });

        var answer = await faulty.AskServiceAsync();

        Should.Throw<System.Text.Json.JsonException>(() => answer.Json);
        var token = System.Text.Json.JsonDocument.Parse(answer.Body + "}").RootElement.GetProperty("access_token").GetString()!;
        Jwt.Number(token, "iat").ShouldBeGreaterThan(faulty.Org.Clock.GetUtcNow().ToUnixTimeSeconds() + 3500);
    }

    Task<IReadOnlyList<FaultScript>> AddAsync(params FaultScript[] scripts) => faulty.Org.Faults.AddAsync(scripts, The.Ct);

    static string Kid(string token) => Jwt.Header(token).GetProperty("kid").GetString()!;

    static bool ResetIn(Exception? lost) => lost switch
    {
        null => false,
        SocketException { SocketErrorCode: SocketError.ConnectionReset } => true,
        _ => ResetIn(lost.InnerException),
    };
}
