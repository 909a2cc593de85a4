using System.Net;

namespace Postern.Client.Tests.Wire;

/// <summary>What is said where no answer comes: the step, the address, the reason, and never a secret of somebody else's.</summary>
public sealed class TransportTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("u:p%40ss")]
    [InlineData("u:p%2Fss%20it's%22")]
    public async Task A_proxy_that_answers_407_is_named_without_its_password(string userInformation)
    {
        using var proxy = new RawServer(
            _ => "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
        using var handler = OktaClient.CreateHandler();
        handler.Proxy = new WebProxy(new Uri($"http://{userInformation}@{proxy.Host}"));
        using var http = new HttpClient(handler);

        var failed = await Should.ThrowAsync<TransportException>(() => Client(http).GetMetadataAsync(Ct));

        failed.Message.ShouldBe(
            $"The metadata request to {The.Issuer}/.well-known/openid-configuration failed: the proxy {proxy.Host} answered 407 and " +
            "opened no way to it.");
        failed.HttpRequestError.ShouldBe(HttpRequestError.ProxyTunnelError);
        failed.ToString().ShouldNotContain("u:p");
        failed.ToString().ShouldNotContain("@");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nSet-Cookie sid=a-secret-session\r\n\r\n")]
    [InlineData("a-secret-session\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na-secret-session\r\n")]
    public async Task Lines_that_are_no_HTTP_are_not_repeated(string answer)
    {
        using var http = new HttpClient(OktaClient.CreateHandler());
        using var server = new RawServer(_ => answer);

        var failed = await Should.ThrowAsync<TransportException>(() => server.Connect(http).GetMetadataAsync(Ct));

        failed.Message.ShouldBe(
            $"The metadata request to {server.Url}/oauth2/default/.well-known/openid-configuration failed: what answered does not speak " +
            "HTTP.");
        failed.ToString().ShouldNotContain("a-secret-session");
    }

    [Fact]
    public async Task Where_nothing_listens_the_step_and_the_address_are_told()
    {
        using var http = new HttpClient(OktaClient.CreateHandler());
        var gone = new RawServer(_ => null);
        gone.Dispose();
        var client = new OktaClient(http, new() { OrgUrl = "http://localhost:9", ClientId = The.ClientId, Time = new ImpatientTime() });

        var failed = await Should.ThrowAsync<TransportException>(
            () => client.SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct));

        failed.Message.ShouldBe("The authentication request to http://localhost:9/api/v1/authn failed: Connection refused (localhost:9).");
        failed.Stage.ShouldBe(Stage.Authn);
        failed.Address.ShouldBe("http://localhost:9/api/v1/authn");
        failed.HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
    }

    [Fact]
    public async Task A_query_is_not_told()
    {
        using var org = new FakeOrg
        {
            Authorize = asked => throw new HttpRequestException($"could not reach https://ada:secret@host.example{asked.Url.PathAndQuery}"),
        };

        var failed = await Should.ThrowAsync<TransportException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        failed.Message.ShouldStartWith(
            $"The authorization request to {The.Org}/oauth2/default/v1/authorize failed: could not reach https://host.example/");
        failed.ToString().ShouldNotContain(The.SessionToken);
        failed.ToString().ShouldNotContain("ada:secret");
    }

    [Fact]
    public async Task An_answer_that_stops_half_way_is_given_up_in_time()
    {
        using var http = new HttpClient(OktaClient.CreateHandler()) { Timeout = TimeSpan.FromMilliseconds(200) };
        using var server = new RawServer(_ => "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");

        var late = await Should.ThrowAsync<TransportException>(() => server.Connect(http).GetMetadataAsync(Ct));

        late.Message.ShouldBe(
            $"No answer in time: the metadata request to {server.Url}/oauth2/default/.well-known/openid-configuration was not answered " +
            "in full within 0.2 s.");
        late.IsTimeout.ShouldBeTrue();
        late.Stage.ShouldBe(Stage.Discovery);
    }

    [Fact]
    public async Task Who_gives_up_is_told_nothing_of_time()
    {
        using var http = new HttpClient(OktaClient.CreateHandler());
        using var cancel = new CancellationTokenSource();
        using var server = new RawServer(async (_, _) =>
        {
            await cancel.CancelAsync();
            return true;
        });

        _ = await Should.ThrowAsync<OperationCanceledException>(() => server.Connect(http).GetMetadataAsync(cancel.Token));
    }

    static OktaClient Client(HttpClient http) =>
        new(http, new() { Issuer = The.Issuer, ClientId = The.ClientId, Time = new ImpatientTime() });
}
