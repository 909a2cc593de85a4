using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Postern.Client.Tests.Sources;

public sealed class TokenSourceTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    readonly FakeTimeProvider _time = new(The.Now);

    [Fact]
    public async Task A_token_is_kept_until_shortly_before_it_expires()
    {
        var source = new CountingSource(_time);
        var cache = new CachingTokenSource(source, _time);

        _ = await cache.GetTokenAsync(Ct);
        _time.Advance(TimeSpan.FromSeconds(3569));
        _ = await cache.GetTokenAsync(Ct);
        source.Fetches.ShouldBe(1);

        _time.Advance(TimeSpan.FromSeconds(1));
        var renewed = await cache.GetTokenAsync(Ct);
        source.Fetches.ShouldBe(2);
        renewed.AccessToken.ShouldBe("token-2");
    }

    [Fact]
    public async Task The_leeway_is_an_option()
    {
        var source = new CountingSource(_time);
        var cache = new CachingTokenSource(source, _time) { Leeway = TimeSpan.FromHours(2) };

        _ = await cache.GetTokenAsync(Ct);
        _ = await cache.GetTokenAsync(Ct);

        source.Fetches.ShouldBe(2);
    }

    [Fact]
    public async Task Concurrent_callers_share_one_fetch()
    {
        var source = new CountingSource(_time) { Hold = new() };
        var cache = new CachingTokenSource(source, _time);
        var callers = Enumerable.Range(0, 100).Select(_ => cache.GetTokenAsync(Ct).AsTask()).ToList();

        source.Hold.SetResult();
        var tokens = await Task.WhenAll(callers);

        source.Fetches.ShouldBe(1);
        tokens.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_take_the_fetch_from_the_others()
    {
        var source = new CountingSource(_time) { Hold = new() };
        var cache = new CachingTokenSource(source, _time);
        using var impatient = new CancellationTokenSource();
        var first = cache.GetTokenAsync(impatient.Token).AsTask();
        var second = cache.GetTokenAsync(Ct).AsTask();

        await impatient.CancelAsync();
        _ = await Should.ThrowAsync<OperationCanceledException>(() => first);
        source.Hold.SetResult();

        (await second).AccessToken.ShouldBe("token-1");
        source.Cancelled.ShouldBeFalse();
    }

    [Fact]
    public async Task The_last_caller_to_give_up_stops_the_fetch_and_the_next_one_begins_anew()
    {
        var source = new CountingSource(_time) { Hold = new() };
        var cache = new CachingTokenSource(source, _time);
        using var impatient = new CancellationTokenSource();
        var caller = cache.GetTokenAsync(impatient.Token).AsTask();
        await source.Started.Task.InTimeAsync("the source to be asked");

        await impatient.CancelAsync();
        _ = await Should.ThrowAsync<OperationCanceledException>(() => caller);
        await source.Stopped.Task.InTimeAsync("the source to be stopped");

        source.Hold = null;
        (await cache.GetTokenAsync(Ct)).AccessToken.ShouldBe("token-2");
    }

    [Fact]
    public async Task A_failure_is_told_and_not_kept()
    {
        var source = new CountingSource(_time) { Failure = new InvalidOperationException("no token today") };
        var cache = new CachingTokenSource(source, _time);
        (await Should.ThrowAsync<InvalidOperationException>(async () => await cache.GetTokenAsync(Ct))).Message.ShouldBe("no token today");

        source.Failure = null;

        (await cache.GetTokenAsync(Ct)).AccessToken.ShouldBe("token-2");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 4.3.2 no token in a query")]
    public async Task The_handler_sets_the_header()
    {
        using var api = new Api();
        using var http = new HttpClient(new BearerTokenHandler(new CountingSource(_time)) { InnerHandler = api });

        _ = await http.GetAsync("https://api.example.com/orders", Ct);

        api.Authorization.ShouldBe(["Bearer token-1"]);
    }

    [Fact]
    public async Task A_request_that_has_its_own_authorization_keeps_it()
    {
        using var api = new Api();
        using var http = new HttpClient(new BearerTokenHandler(new CountingSource(_time)) { InnerHandler = api });
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/orders")
        {
            Headers = { Authorization = new("Basic", "eDp5") },
        };

        _ = await http.SendAsync(request, Ct);

        api.Authorization.ShouldBe(["Basic eDp5"]);
    }

    [Fact]
    public async Task A_request_that_a_retry_sends_again_gets_the_token_that_is_good_then()
    {
        using var api = new Api();
        using var http = new HttpMessageInvoker(new BearerTokenHandler(new CountingSource(_time)) { InnerHandler = api });
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/orders");

        _ = await http.SendAsync(request, Ct);
        _ = await http.SendAsync(request, Ct);

        api.Authorization.ShouldBe(["Bearer token-1", "Bearer token-2"]);
    }

    [Fact]
    public async Task Of_two_handlers_the_first_has_its_say()
    {
        using var api = new Api();
        var inner = new CountingSource(_time);
        using var http = new HttpClient(
            new BearerTokenHandler(new CountingSource(_time)) { InnerHandler = new BearerTokenHandler(inner) { InnerHandler = api } });

        _ = await http.GetAsync("https://api.example.com/orders", Ct);

        (api.Authorization.Count, inner.Fetches).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Without_a_token_nothing_is_sent_and_the_reason_is_told()
    {
        using var org = new FakeOrg { Authn = _ => Some.Json(200, """{"status":"MFA_REQUIRED"}""") };
        using var api = new Api();
        using var http = new HttpClient(
            new BearerTokenHandler(org.Connect().SessionTokenFlow.For(The.Login, The.Password)) { InnerHandler = api });

        var reason = await Should.ThrowAsync<AuthnException>(() => http.GetAsync("https://api.example.com/orders", Ct));

        reason.Status.ShouldBe("MFA_REQUIRED");
        api.Authorization.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_set_without_an_access_token_is_a_reason_too()
    {
        using var api = new Api();
        using var http = new HttpClient(
            new BearerTokenHandler(new CountingSource(_time) { WithoutAccessToken = true }) { InnerHandler = api });

        (
            await Should.ThrowAsync<InvalidOperationException>(
                () => http.GetAsync("https://api.example.com/orders", Ct))).Message.ShouldContain("response_type");

        api.Authorization.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_flow_is_a_source_for_one_user()
    {
        using var org = new FakeOrg();
        var cache = new CachingTokenSource(org.Connect().SessionTokenFlow.For(The.Login, The.Password), org.Time);

        var first = await cache.GetTokenAsync(Ct);
        var second = await cache.GetTokenAsync(Ct);

        second.ShouldBeSameAs(first);
        org.AskedAt("/authn").Count().ShouldBe(1);
    }

    sealed class CountingSource(TimeProvider time) : ITokenSource
    {
        public int Fetches { get; private set; }

        public TaskCompletionSource? Hold { get; set; }

        public Exception? Failure { get; set; }

        public bool WithoutAccessToken { get; init; }

        public bool Cancelled { get; private set; }

        public TaskCompletionSource Started { get; } = new();

        public TaskCompletionSource Stopped { get; } = new();

        public async ValueTask<TokenSet> GetTokenAsync(CancellationToken ct = default)
        {
            var number = ++Fetches;
            _ = Started.TrySetResult();
            try
            {
                await (Hold?.Task.WaitAsync(ct) ?? Task.CompletedTask);
            }
            catch (OperationCanceledException)
            {
                Cancelled = true;
                Stopped.SetResult();
                throw;
            }

            return Failure is null
                ? new() { AccessToken = WithoutAccessToken ? null : $"token-{number}", ExpiresAt = time.GetUtcNow().AddHours(1) }
                : throw Failure;
        }
    }

    sealed class Api : HttpMessageHandler
    {
        public List<string> Authorization { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Authorization.Add($"{request.Headers.Authorization}");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        }
    }
}
