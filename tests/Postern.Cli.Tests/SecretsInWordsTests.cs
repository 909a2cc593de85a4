using System.Net;
using System.Net.Sockets;
using System.Text;
using Postern.Cli.Tests.Acceptance;

namespace Postern.Cli.Tests;

/// <summary>A secret that somebody else's sentence repeats is not told, to a person or to a script.</summary>
public sealed class SecretsInWordsTests
{
    const string Hidden = "hidden-value-9";
    const string Token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.c2ln";

    [Theory]
    [
        InlineData(
            "The proxy tunnel request to proxy 'http://u:hidden-value-9@127.0.0.1:3128/' failed.",
            "The proxy tunnel request to proxy 'http://127.0.0.1:3128/' failed."),
    ]
    [InlineData("no host: https://u:hidden-value-9@ss@o.example/x", "no host: https://o.example/x")]
    [InlineData("no host: https://u:hidden-value-9/ss@o.example/x", "no host: https://o.example/x")]
    [InlineData("no host: https://hidden-value-9@o.example", "no host: https://o.example")]
    [InlineData("see https://o.example:8080/x?email=ada@example.com", "see https://o.example:8080/x?email=ada@example.com")]
    [InlineData("see https://o.example/x?sessionToken=hidden-value-9&a=b", "see https://o.example/x?sessionToken=sha256:7c7bdf95&a=b")]
    [InlineData("see /x?a=b#id_token=hidden-value-9", "see /x?a=b#id_token=sha256:7c7bdf95")]
    [
        InlineData(
            "see https://o.example/?fromURI=%2Fauthorize%3FsessionToken%3Dhidden-value-9",
            "see https://o.example/?fromURI=%2Fauthorize%3FsessionToken%3Dsha256:7c7bdf95"),
    ]
    [InlineData("got {\"client_secret\": \"hidden-value-9\"}", "got {\"client_secret\": \"sha256:7c7bdf95\"}")]
    [InlineData("malformed header Authorization: Bearer hidden-value-9", "malformed header Authorization: Bearer sha256:7c7bdf95")]
    [InlineData("malformed header proxy-authorization: hidden-value-9", "malformed header proxy-authorization: sha256:7c7bdf95")]
    [InlineData("malformed header Set-Cookie: sid=hidden-value-9; Path=/", "malformed header Set-Cookie: sid=sha256:7c7bdf95; Path=/")]
    [InlineData("SSWS hidden-value-9 is no token", "SSWS sha256:7c7bdf95 is no token")]
    [InlineData("The token eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.c2ln is bad.", "The token sha256:5a9d9b4e is bad.")]
    [InlineData("Basic authentication is not allowed, code is 9.", "Basic authentication is not allowed, code is 9.")]
    public void In_a_sentence(string words, string told) => new Redaction().Words(words).ShouldBe(
        told.Replace("sha256:7c7bdf95", Client.Fingerprint.Of(Hidden)).Replace("sha256:5a9d9b4e", Client.Fingerprint.Of(Token)));

    [Fact]
    public void What_was_given_is_recognised_and_a_plain_word_is_left()
    {
        var secrets = new Redaction();
        secrets.Remember(Hidden);
        secrets.Remember("password");

        secrets.Words($"The user name or password {Hidden} is wrong.")
            .ShouldBe($"The user name or password {Client.Fingerprint.Of(Hidden)} is wrong.");
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task A_servers_answer_that_repeats_what_it_was_given(string output)
    {
        using var org = new ScriptedOrg();
        org.Json(
            "/api/v1/authn",
            $$"""{"errorCode":"E0000001","errorSummary":"bad password {{Hidden}}","errorCauses":[{"errorSummary":"https://u:{{Hidden}}@o/?code={{Hidden}}"}]}""",
            "400 Bad Request");

        string[] args = ["authn", "--org", org.Url, "--username", "ada", "--password", "env:PASSWORD"];
        var said = await new Run().With("PASSWORD", Hidden).PosternAsync(output is "json" ? [.. args, "--output", "json"] : args);

        said.ShouldFail(2, Client.Fingerprint.Of(Hidden));
        said.Error.ShouldNotContain(Hidden);
    }

    [Theory]
    [InlineData("discover", "--org", "https://u:hidden-value-9@o.invalid")]
    [InlineData("discover", "--issuer", "https://u:hidden-value-9@o.invalid/oauth2/default")]
    [InlineData("org", "start", "--public-url", "https://u:hidden-value-9@o.invalid")]
    public async Task An_address_on_the_command_line_with_a_password_in_it(params string[] args)
    {
        var said = await Run.Postern(args);

        said.ShouldFail(2, args[^2]);
        said.Error.ShouldNotContain(Hidden);
    }

    [Theory]
    [Trait("Runs", "Last")]
    [InlineData("https_proxy", "")]
    [InlineData("HTTPS_PROXY", " --output json")]
    [InlineData("https_proxy", " -v")]
    public async Task A_proxy_that_refuses_is_named_without_its_password(string variable, string flags)
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var asked = RefuseAsync(
            proxy,
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: " +
            "close\r\n\r\n");
        using var shell = Command.Shell(
            $"{variable}=http://u:p%40ss-{Hidden}@{proxy.LocalEndpoint} postern token --org https://o.invalid --client-id x " +
            $"--redirect-uri http://localhost/ --username ada --password env:PASSWORD{flags}");

        var said = await shell.EndAsync();
        proxy.Stop();

        said.ShouldFail(7, $"{proxy.LocalEndpoint}".Split(':')[0]);
        said.Error.ShouldContain("407");
        said.Error.ShouldContain("HTTPS_PROXY");
        said.Error.ShouldNotContain(Hidden);
        said.Error.ShouldNotContain("p%40ss");
        said.Error.ShouldNotContain("p@ss");
        (await asked).ShouldContain($"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"u:p@ss-{Hidden}"))}");
    }

    [Fact]
    [Trait("Runs", "Last")]
    public async Task A_proxy_that_is_not_there_is_named_with_its_variable()
    {
        using var shell = Command.Shell(
            $"https_proxy=http://u:{Hidden}@127.0.0.1:1 postern token --org https://o.invalid --client-id x --redirect-uri " +
            "http://localhost/ --username ada --password env:PASSWORD");

        var said = await shell.EndAsync();

        said.ShouldFail(7, "The proxy 127.0.0.1:1 of https_proxy cannot be reached: Connection refused");
        said.Error.ShouldContain("NO_PROXY");
        said.Error.ShouldNotContain(Hidden);
    }

    static async Task<string> RefuseAsync(TcpListener proxy, string answer)
    {
        var heard = new StringBuilder();
        try
        {
            while (true)
            {
                using var client = await proxy.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
                var buffer = new byte[8192];
                var read = await client.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken);
                heard.Append(Encoding.ASCII.GetString(buffer, 0, read));
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), TestContext.Current.CancellationToken);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            return heard.ToString();
        }
    }
}
