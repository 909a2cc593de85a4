using System.IO.Compression;
using System.Net;
using System.Text;

namespace Postern.Client.Tests.Wire;

/// <summary>What a server may send before nobody reads on.</summary>
public sealed class LimitTests
{
    static readonly byte[] Megabyte = [.. Enumerable.Repeat((byte)'a', 1024 * 1024)];

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_without_an_end_is_given_up_at_the_limit()
    {
        var sent = 0L;
        using var http = new HttpClient(OktaClient.CreateHandler());
        using var server = new RawServer(async (_, write) =>
        {
            await write(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"));
            while (true)
            {
                await write(Encoding.ASCII.GetBytes("100000\r\n"));
                await write(Megabyte);
                await write(Encoding.ASCII.GetBytes("\r\n"));
                sent++;
            }
        });

        var told = await Should.ThrowAsync<UnexpectedResponseException>(() => server.Connect(http).GetMetadataAsync(Ct));

        told.Message.ShouldBe(
            $"The answer to the metadata request to {server.Url}/oauth2/default/.well-known/openid-configuration is longer than 4194304 " +
            "bytes; the rest was not read.");
        told.Hint.ShouldContain("MaxResponseBytes");
        told.Stage.ShouldBe(Stage.Discovery);
        sent.ShouldBeLessThan(64); // what lies in the sockets' buffers besides
    }

    [Fact]
    public async Task An_answer_that_announces_its_length_is_not_read_at_all()
    {
        using var http = new HttpClient(OktaClient.CreateHandler());
        using var server = new RawServer(_ => "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1800000000\r\n\r\n{");

        _ = await Should.ThrowAsync<UnexpectedResponseException>(() => server.Connect(http).GetMetadataAsync(Ct));
    }

    [Fact]
    public async Task Headers_without_an_end_are_given_up_too()
    {
        using var http = new HttpClient(OktaClient.CreateHandler());
        using var server = new RawServer(async (_, write) =>
        {
            await write(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n"));
            while (true)
                await write(Encoding.ASCII.GetBytes($"X-Filler: {new string('a', 4096)}\r\n"));
        });

        var told = await Should.ThrowAsync<UnexpectedResponseException>(() => server.Connect(http).GetMetadataAsync(Ct));

        told.Message.ShouldContain("longer than the HttpClient's handler takes");
        told.Hint.ShouldContain("MaxResponseHeadersLength");
    }

    [Fact]
    public async Task What_swells_when_it_is_decompressed_is_given_up_at_the_limit()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            for (var i = 0; i < 64; i++)
                gzip.Write(Megabyte);
        }

        var handler = OktaClient.CreateHandler();
        handler.AutomaticDecompression = DecompressionMethods.All;
        using var http = new HttpClient(handler);
        using var server = new RawServer(async (_, write) =>
        {
            await write(
                Encoding.ASCII.GetBytes(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: " +
                    $"{packed.ToArray().Length}\r\n\r\n"));
            await write(packed.ToArray());
            return true;
        });

        packed.ToArray().Length.ShouldBeLessThan(4 * 1024 * 1024);
        (
            await Should.ThrowAsync<UnexpectedResponseException>(
                () => server.Connect(http).GetMetadataAsync(Ct))).Message.ShouldContain("longer than 4194304 bytes");
    }

    [Fact]
    public async Task What_cannot_be_decompressed_says_so()
    {
        var handler = OktaClient.CreateHandler();
        handler.AutomaticDecompression = DecompressionMethods.All;
        using var http = new HttpClient(handler);
        using var server = new RawServer(_ => RawServer.Answer("200 OK", "application/json", "{}", "Content-Encoding: gzip\r\n"));

        (
            await Should.ThrowAsync<UnexpectedResponseException>(
                () => server.Connect(http).GetMetadataAsync(Ct))).Message.ShouldContain("cannot be decompressed");
    }

    [Theory]
    [InlineData("/oauth2/default/.well-known/openid-configuration")]
    [InlineData("/.well-known/webfinger")]
    [InlineData("/api/v1/authn")]
    [InlineData("/oauth2/default/v1/authorize")]
    [InlineData("/oauth2/default/v1/token")]
    [InlineData("/oauth2/default/v1/keys")]
    [InlineData("/oauth2/default/v1/userinfo")]
    public async Task Every_reader_stops_at_the_limit(string path)
    {
        using var org = new FakeOrg { UserInfo = _ => Some.Json(200, "{}") };
        org.Answers[path] = _ => Some.Html(200, new string('a', 40_000));
        var client = org.Connect(options => options with { MaxResponseBytes = 32_000 });

        var told = await Should.ThrowAsync<UnexpectedResponseException>(async () =>
            await client.GetUserInfoAsync(await client.SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct), Ct));

        told.Message.ShouldContain($"{The.Org}{path} is longer than 32000 bytes");
    }

    [Fact]
    public void A_limit_of_nothing_is_refused()
    {
        using var org = new FakeOrg();

        Should.Throw<ArgumentException>(() => org.Connect(options => options with { MaxResponseBytes = 0 })).Message
            .ShouldContain("MaxResponseBytes");
    }

    [Fact]
    public async Task A_character_set_that_there_is_not_is_read_as_UTF_8()
    {
        using var org = new FakeOrg();
        org.Discovery = _ =>
        {
            var answer = Some.Json(200, org.Metadata);
            answer.Content.Headers.ContentType!.CharSet = "utf-9000";
            return answer;
        };

        (await org.Connect().GetMetadataAsync(Ct)).Issuer.ShouldBe(The.Issuer);
    }
}
