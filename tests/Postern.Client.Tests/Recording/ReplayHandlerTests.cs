using Microsoft.Extensions.Time.Testing;

namespace Postern.Client.Tests.Recording;

/// <summary>What is played back, to whom it fits, and what is said where it does not.</summary>
public sealed class ReplayHandlerTests
{
    const string Discovered = $$"""
        {"request":{"method":"GET","url":"{{The.Issuer}}/.well-known/openid-configuration"},"response":{"status":200,"headers":{"Content-Type":"application/json"},"json":{"a":1} } }
        """;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tokens_are_validated_years_after_they_were_recorded()
    {
        var org = new FakeOrg();
        var cassette = await RecordAsync(org);
        var later = new FakeTimeProvider(The.Now.AddYears(10));

        var tokens = await PlayAsync(cassette, later);

        tokens.ExpiresAt.ShouldBe(later.GetUtcNow().AddSeconds(3600));
        new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(tokens.IdToken).ValidTo
            .ShouldBe(later.GetUtcNow().AddSeconds(3600).UtcDateTime);
        new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(tokens.AccessToken).Subject.ShouldBe("somebody@example.org");
    }

    [Fact]
    public async Task One_cassette_is_played_by_any_number_at_once()
    {
        var cassette = await RecordAsync(new());
        var time = new FakeTimeProvider(The.Now);

        var played = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => PlayAsync(cassette, time)));

        played.Select(tokens => tokens.IdToken).Distinct().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("nonce", "another")]
    [InlineData("aud", "another")]
    [InlineData("iss", "https://another.example.com")]
    [InlineData("at_hash", "AAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_was_wrong_when_it_was_recorded_is_wrong_when_it_is_played(string claim, string value)
    {
        var org = new FakeOrg { IdTokenClaims = claims => claims[claim] = value };
        var cassette = await RecordAsync(org, fails: true);

        (await Should.ThrowAsync<TokenValidationException>(() => PlayAsync(cassette, new FakeTimeProvider(The.Now)))).Check.ShouldBe(claim);
    }

    [Fact]
    public async Task A_code_verifier_must_fit_the_challenge_that_was_sent()
    {
        using var http = Playing(
            Exchange("https://o.example/authorize", "\"query\":{\"code_challenge\":\"{{code_verifier-1|s256}}\"}"),
            Exchange("https://o.example/token", "\"query\":{\"code_verifier\":\"{{code_verifier-1}}\"}"));

        // RFC 7636 appendix B
        await http.GetAsync(new Uri("https://o.example/authorize?code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), Ct);
        await Should.ThrowAsync<CassetteException>(() => http.GetAsync(new Uri("https://o.example/token?code_verifier=other"), Ct));
        await http.GetAsync(new Uri("https://o.example/token?code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), Ct);
    }

    [Fact]
    public async Task What_an_answer_gave_must_come_back_in_the_next_request()
    {
        using var http = Playing(
            Exchange("https://o.example/first", "\"query\":{\"a\":\"1\"}", "{\"stateToken\":\"{{stateToken-1}}\"}"),
            Exchange("https://o.example/next", "\"query\":{\"stateToken\":\"{{stateToken-1}}\"}"));

        var given = await http.GetStringAsync(new Uri("https://o.example/first?a=1"), Ct);
        var refused = await Should.ThrowAsync<CassetteException>(() => http.GetAsync(new Uri("https://o.example/next?stateToken=x"), Ct));
        await http.GetAsync(new Uri("https://o.example/next?stateToken=played-stateToken-1"), Ct);

        given.ShouldBe("""{"stateToken":"played-stateToken-1"}""");
        refused.Message.ShouldBe(
            "run.json has no answer to GET https://o.example/next. The nearest is exchange 2, GET https://o.example/next: stateToken is " +
            "not " +
            "the {{stateToken-1}} of the exchanges before.");
    }

    [Theory]
    [InlineData("password", "Correct-Horse-9")]
    [InlineData("note", "00PtYgjmUhBel31iEl2hpChYgCfrL1spNxnyVmihA_")]
    public async Task What_differs_is_told_without_what_may_be_a_secret(string name, string value)
    {
        using var http = Playing(Exchange("https://o.example/first", $"\"query\":{{\"{name}\":\"plain\"}}"));

        var refused = await Should.ThrowAsync<CassetteException>(
            () => http.GetAsync(new Uri($"https://o.example/first?{name}={Uri.EscapeDataString(value)}"), Ct));

        refused.Message.ShouldEndWith($": {name} is another.");
    }

    [Fact]
    public async Task What_is_asked_more_often_than_it_was_recorded_is_told()
    {
        using var http = Playing(Exchange("https://o.example/token", "\"headers\":{\"Authorization\":\"Bearer {{access_token-1}}\"}"));
        http.DefaultRequestHeaders.Authorization = new("Bearer", "a-token");
        await http.GetAsync(new Uri("https://o.example/token"), Ct);

        (await Should.ThrowAsync<CassetteException>(() => http.GetAsync(new Uri("https://o.example/token"), Ct)))
            .Message.ShouldEndWith("has been played already: the run asks it more often than was recorded.");
    }

    [Fact]
    public async Task What_only_tells_what_is_there_is_told_as_often_as_it_is_asked()
    {
        var replay = new ReplayHandler(Cassette.Parse($$"""{"format":"postern-cassette/1","exchanges":[{{Discovered}}]}""", "run.json"));
        using var http = new HttpClient(replay);

        replay.Unplayed.ShouldBe([$"1, GET {The.Issuer}/.well-known/openid-configuration"]);
        for (var times = 0; times < 3; times++)
            (await http.GetStringAsync(new Uri($"{The.Issuer}/.well-known/openid-configuration"), Ct)).ShouldBe("""{"a":1}""");

        replay.Unplayed.ShouldBeEmpty();
    }

    [Fact]
    public void A_cassette_says_what_its_run_was_set_to()
    {
        var cassette = Cassette.Parse($$$"""
            {"format":"postern-cassette/1","exchanges":[{{{Discovered}}},
             {"request":{"method":"POST","url":"{{{The.Org}}}/api/v1/authn","json":{"username":"{{user-1}}"}},"response":{"status":200}},
             {"request":{"method":"GET","url":"{{{The.Issuer}}}/v1/authorize","query":{"client_id":"0oa1","redirect_uri":"https://app.example.com/cb"}},"response":{"status":302}}]}
            """);

        cassette.Issuer.ShouldBe(The.Issuer);
        cassette.ClientId.ShouldBe("0oa1");
        cassette.RedirectUri.ShouldBe("https://app.example.com/cb");
        cassette.Username.ShouldBe("user-1@example.com");
        cassette.HasBasicSecret.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("nothing")]
    [InlineData("""{"format":"vcr/2","exchanges":[]}""")]
    [InlineData("""{"format":"postern-cassette/1"}""")]
    [InlineData("""{"format":"postern-cassette/1","exchanges":[1]}""")]
    [InlineData("""{"format":"postern-cassette/1","exchanges":[{"request":{"method":5,"url":"https://o.example/"},"response":{}}]}""")]
    [InlineData("""{"format":"postern-cassette/1","exchanges":[{"request":{"method":"GET"},"response":{}}]}""")]
    [InlineData("""{"format":"postern-cassette/1","exchanges":[{"request":{"method":"GET","url":""},"response":{"status":"ok"}}]}""")]
    [InlineData("""{"format":"postern-cassette/1","playback_key":5,"exchanges":[]}""")]
    [InlineData("""{"format":"postern-cassette/1","exchanges":[],"tokens":{"a":1,"a":2}}""")]
    public void What_is_no_cassette_is_refused_with_what_to_do(string text) =>
        Should.Throw<CassetteException>(() => Cassette.Parse(text, "run.json")).Message.ShouldStartWith("run.json is no cassette: ");

    [Fact]
    public async Task A_cassette_that_ends_in_the_middle_is_refused_with_what_to_do()
    {
        var whole = """{"format":"postern-cassette/1","exchanges":[]}""";
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, whole[..^3], Ct);

        var refused = Should.Throw<CassetteException>(() => Cassette.Read(file));

        refused.Message.ShouldStartWith($"{file} is no cassette: ");
        refused.Hint.ShouldBe("Record it again, with RecordingHandler.");
        File.Delete(file);
    }

    [Theory]
    [InlineData("""{"status":200,"jwt":5}""")]
    [InlineData("""{"status":302,"location":{"url":5}}""")]
    [InlineData("""{"status":302,"location":{"url":"https://o.example/","query":{"state":5}}}""")]
    [InlineData("""{"status":200,"form":{"a":[{}]}}""")]
    [InlineData("""{"status":200,"page":{"forms":[5]}}""")]
    [InlineData("""{"status":200,"json":{"exp":"{{time:+999999999999999999}}"}}""")]
    [InlineData("""{"status":200,"json":{"access_token":"{{access_token-1}}"}}""")]
    [InlineData("""{"status":200,"json":{"id_token":"{{id_token-1}}"}}""")]
    [InlineData("""{"status":200,"json":{"keys":[{"kty":5}]}}""")]
    public async Task An_answer_that_nobody_can_play_is_named_with_what_to_do(string answer)
    {
        using var http = new HttpClient(new ReplayHandler(Cassette.Parse(
            $$$"""
            {"format":"postern-cassette/1","tokens":{"access_token-1":{"header":{"alg":5}},"id_token-1":{"header":{"kid":"1"},"claims":[]}},
             "exchanges":[{"request":{"method":"GET","url":"https://o.example/"},"response":{{{answer}}} }]}
            """,
            "run.json")));

        var refused = await Should.ThrowAsync<CassetteException>(() => http.GetAsync(new Uri("https://o.example/"), Ct));

        refused.Message.ShouldStartWith("The answer of exchange 1, GET https://o.example/ in run.json cannot be played: ");
        refused.Hint.ShouldBe("Mend it there, or record it again, with RecordingHandler.");
    }

    [Fact]
    public void What_somebody_has_made_a_number_of_says_nothing_of_the_run()
    {
        var cassette = Cassette.Parse("""
            {"format":"postern-cassette/1","exchanges":[
             {"request":{"method":"GET","url":"https://o.example/","headers":{"Authorization":5},"query":{"client_id":5}},"response":{}}]}
            """);

        (cassette.ClientId, cassette.HasBasicSecret).ShouldBe((null, false));
    }

    [Fact]
    public void A_cassette_that_is_not_there_is_named() =>
        Should.Throw<CassetteException>(() => Cassette.Read("no-such-run.json")).Message.ShouldStartWith(
            "The cassette no-such-run.json cannot be read: ");

    static async Task<Cassette> RecordAsync(FakeOrg org, bool fails = false)
    {
        var recording = new RecordingHandler("unwritten.json", org, new() { Time = org.Time });
        var client = new OktaClient(new HttpClient(recording), Options(org.Time));
        var run = client.SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);
        if (fails)
            await Should.ThrowAsync<TokenValidationException>(() => run);
        else
            await run;
        return recording.ToCassette();
    }

    static Task<TokenSet> PlayAsync(Cassette cassette, TimeProvider time)
    {
        var client = new OktaClient(new HttpClient(new ReplayHandler(cassette, time)), Options(time));
        return client.SessionTokenFlow.GetTokensAsync("somebody@example.org", "whatever", ct: Ct);
    }

    static OktaClientOptions Options(TimeProvider time) =>
        new() { Issuer = The.Issuer, ClientId = The.ClientId, RedirectUri = The.RedirectUri, Time = time };

    static HttpClient Playing(params string[] exchanges) => new(
        new ReplayHandler(
            Cassette.Parse($$"""{"format":"postern-cassette/1","exchanges":[{{string.Join(',', exchanges)}}]}""", "run.json")));

    static string Exchange(string url, string rest, string json = "{}") => $$"""
        {"request":{"method":"GET","url":"{{url}}",{{rest}}},"response":{"status":200,"headers":{"Content-Type":"application/json"},"json":{{json}} } }
        """;
}
