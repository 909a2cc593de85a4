namespace Postern.Client.Tests.Wire;

/// <summary>
/// What spends something is sent once, whatever becomes of its connection: .NET's own handler would send a request without content four
/// times.
/// </summary>
public sealed class SentOnceTests
{
    const string Authorize = "/oauth2/default/v1/authorize";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_authorization_request_is_not_sent_again_where_the_server_closes_a_connection_that_was_used_before()
    {
        using var http = new HttpClient(OktaClient.CreateHandler());
        using var server = Serving(null);

        var failed = await Should.ThrowAsync<HttpRequestException>(
            () => server.Connect(http).SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        server.AskedFor(Authorize).Count().ShouldBe(1);
        failed.ToString().ShouldNotContain(The.SessionToken);
    }

    [Fact]
    public async Task Nor_where_the_callers_own_handler_keeps_the_connections()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
        using var server = Serving(null);

        _ = await Should.ThrowAsync<HttpRequestException>(
            () => server.Connect(http).SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        server.AskedFor(Authorize).Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_request_that_Okta_parked_is_not_fetched_twice()
    {
        using var http = new HttpClient(OktaClient.CreateHandler());
        using var server = Serving(
            "HTTP/1.1 302 Found\r\nLocation: /oauth2/v1/authorize/redirect?okta_key=parked-1\r\nContent-Length: 0\r\n\r\n");

        _ = await Should.ThrowAsync<HttpRequestException>(
            () => server.Connect(http).SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        server.AskedFor(Authorize).Count().ShouldBe(1);
        server.AskedFor("/oauth2/v1/authorize/redirect").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_code_and_a_password_are_not_sent_again()
    {
        using var http = new HttpClient(OktaClient.CreateHandler());
        using var server = Serving(null);
        var client = server.Connect(http);
        _ = await client.GetMetadataAsync(Ct);

        _ = await Should.ThrowAsync<HttpRequestException>(() => client.RefreshTokenFlow.RefreshAsync(The.RefreshToken, ct: Ct));
        _ = await Should.ThrowAsync<HttpRequestException>(() => client.SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct));

        server.AskedFor("/oauth2/default/v1/token").Count().ShouldBe(1);
        server.AskedFor("/api/v1/authn").Count().ShouldBe(1);
    }

    [Fact]
    public async Task Each_proof_of_a_key_is_sent_once()
    {
        using var http = new HttpClient(OktaClient.CreateHandler());
        using var server = Serving(null);
        var client = server.Connect(http, options => options with { DPoPKey = DPoPKey.Create() });
        _ = await client.GetMetadataAsync(Ct);

        _ = await Should.ThrowAsync<HttpRequestException>(() => client.GetUserInfoAsync("an-access-token", null, Ct));

        // a read, which this library repeats three times with a proof of its own each
        server.AskedFor("/oauth2/default/v1/userinfo").Count().ShouldBe(4);
    }

    /// <summary>
    /// Metadata on a connection that stays open, then this for the authorization request, then nothing but closed connections.
    /// </summary>
    static RawServer Serving(string? authorizeAnswer)
    {
        RawServer? server = null;
        return server = new(line => line.Split(' ')[1].Split('?')[0] switch
        {
            "/oauth2/default/.well-known/openid-configuration" => RawServer.Json(server!.Metadata),
            Authorize => authorizeAnswer,
            _ => null,
        });
    }
}
