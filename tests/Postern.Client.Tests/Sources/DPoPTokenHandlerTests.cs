using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;

namespace Postern.Client.Tests.Sources;

public sealed class DPoPTokenHandlerTests
{
    static readonly DPoPKey Key = DPoPKey.Create();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_token_goes_with_a_proof_for_this_request()
    {
        using var api = new Api();
        using var http = Connect(api, Bound);

        _ = await http.GetAsync("https://api.example.com/orders?page=2", Ct);

        api.Authorization.ShouldBe(["DPoP an-access-token"]);
        var proof = api.Proofs.ShouldHaveSingleItem();
        proof.IsSigned().ShouldBeTrue();
        proof.Claims.GetProperty("htm").GetString().ShouldBe("GET");
        proof.Claims.GetProperty("htu").GetString().ShouldBe("https://api.example.com/orders");
        proof.Claims.GetProperty("ath").GetString().ShouldNotBeNullOrEmpty();
        proof.Claims.GetProperty("iat").GetInt64().ShouldBe(The.Now.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task An_API_that_wants_a_nonce_gets_the_whole_request_again_with_it()
    {
        using var api = new Api { Wanted = "nonce-1" };
        using var http = Connect(api, Bound);

        var first = await http.PostAsync("https://api.example.com/orders", new StringContent("two apples"), Ct);
        var second = await http.PostAsync("https://api.example.com/orders", new StringContent("a pear"), Ct);

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        api.Bodies.ShouldBe(["two apples", "two apples", "a pear"]);
        api.Proofs.Select(proof => proof.Nonce).ShouldBe([null, "nonce-1", "nonce-1"]);
        api.Proofs.Select(proof => proof.Id).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task Another_refusal_is_not_answered_with_a_second_request()
    {
        using var api = new Api { Wanted = "nonce-1", Error = "invalid_token" };
        using var http = Connect(api, Bound);

        (await http.GetAsync("https://api.example.com/orders", Ct)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        api.Proofs.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_bearer_token_is_not_sent_in_a_bound_ones_place()
    {
        using var api = new Api();
        using var http = Connect(api, new() { AccessToken = "an-access-token", TokenType = "Bearer", ExpiresAt = The.Now });

        (
            await Should.ThrowAsync<InvalidOperationException>(
                () => http.GetAsync("https://api.example.com/orders", Ct))).Message.ShouldContain("DPoPKey");

        api.Authorization.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_that_has_its_own_authorization_keeps_it()
    {
        using var api = new Api();
        using var http = Connect(api, Bound);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/orders")
        {
            Headers = { Authorization = new("Basic", "eDp5") },
        };

        _ = await http.SendAsync(request, Ct);

        api.Authorization.ShouldBe(["Basic eDp5"]);
        api.Proofs.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_that_a_retry_sends_again_gets_a_proof_of_its_own()
    {
        using var api = new Api();
        using var http = new HttpMessageInvoker(new DPoPTokenHandler(new Fixed(Bound), Key) { InnerHandler = api });
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/orders");

        _ = await http.SendAsync(request, Ct);
        _ = await http.SendAsync(request, Ct);

        api.Proofs.Select(proof => proof.Id).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task No_proof_is_sent_twice_where_the_API_closes_a_connection_that_was_used_before()
    {
        using var api = new RawServer(line => line.Contains("/first", StringComparison.Ordinal) ? RawServer.Json("{}") : null);
        using var http = new HttpClient(new DPoPTokenHandler(new Fixed(Bound), Key) { InnerHandler = new SocketsHttpHandler() });
        (await http.GetAsync($"{api.Url}/first", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);

        _ = await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync($"{api.Url}/read", Ct));
        _ = await Should.ThrowAsync<HttpRequestException>(() => http.DeleteAsync($"{api.Url}/spend", Ct));

        api.AskedFor("/read").Count().ShouldBe(4); // a read is sent again with a proof of its own
        api.AskedFor("/spend").Count().ShouldBe(1);
        api.Headers("DPoP").Distinct().Count().ShouldBe(1 + 4 + 1);
    }

    static TokenSet Bound => new() { AccessToken = "an-access-token", TokenType = "DPoP", ExpiresAt = The.Now };

    static HttpClient Connect(Api api, TokenSet tokens) =>
        new(new DPoPTokenHandler(new Fixed(tokens), Key, new FakeTimeProvider(The.Now)) { InnerHandler = api });

    sealed class Fixed(TokenSet tokens) : ITokenSource
    {
        public ValueTask<TokenSet> GetTokenAsync(CancellationToken ct = default) => new(tokens);
    }

    sealed class Api : HttpMessageHandler
    {
        public string? Wanted { get; init; }

        public string Error { get; init; } = "use_dpop_nonce";

        public List<string> Authorization { get; } = [];

        public List<string> Bodies { get; } = [];

        public List<Proof> Proofs { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Authorization.Add($"{request.Headers.Authorization}");
            if (request.Content is { } content)
                Bodies.Add(await content.ReadAsStringAsync(cancellationToken));
            if (!request.Headers.TryGetValues("DPoP", out var proofs))
                return new(HttpStatusCode.OK);

            Proofs.Add(Proof.Read(proofs.Single()));
            return Wanted is null || Proofs[^1].Nonce == Wanted ? new(HttpStatusCode.OK) : Challenge();
        }

        HttpResponseMessage Challenge()
        {
            var response = new HttpResponseMessage(HttpStatusCode.Unauthorized);
            response.Headers.WwwAuthenticate.Add(new AuthenticationHeaderValue("DPoP", $"error=\"{Error}\""));
            response.Headers.Add("DPoP-Nonce", Wanted);
            return response;
        }
    }
}
