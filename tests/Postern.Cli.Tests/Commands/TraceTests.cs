using System.Text.Json;

namespace Postern.Cli.Tests.Commands;

/// <summary><c>postern trace</c>: a run as something to send a colleague.</summary>
public sealed class TraceTests(TheOrg org) : IDisposable
{
    readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("curl")]
    [InlineData("http")]
    [InlineData("har")]
    [InlineData("postman")]
    [InlineData("mermaid")]
    public async Task No_form_tells_a_secret_or_a_token(string form)
    {
        var said = await TraceAsync("--as", form);

        said.Out.ShouldContain("/oauth2/default/v1/token");
        said.Out.ShouldContain("sha256:");
        said.Out.ShouldNotContain(TheOrg.Password);
        said.Out.ShouldHoldNoToken();
        said.Out.ShouldNotContain("20111");
    }

    [Fact]
    public async Task Curl_has_a_call_for_each_request()
    {
        var said = await TraceAsync();

        said.Out.ShouldMatch(@"# [0-9]+\. GET /\.well-known/webfinger: 200 OK\ncurl -sS -i -X GET '");
        said.Out.ShouldContain($"POST /api/v1/authn: 200 OK\ncurl -sS -i -X POST '{org.Org.Url}/api/v1/authn' \\\n");
        said.Out.ShouldContain("-H 'Content-Type: application/json");
        said.Out.ShouldMatch("-d '\\{\"username\":\"ada@example.com\",\"password\":\"sha256:[0-9a-f]{8}\"");
        said.Out.ShouldMatch("-d 'grant_type=authorization_code&.*code=sha256:[0-9a-f]{8}");
    }

    [Fact]
    public async Task One_secret_has_one_fingerprint_wherever_it_travels()
    {
        var said = await TraceAsync("--as", "http");

        var code = said.Out.Split("&code=sha256:")[1][..8];
        said.Out.ShouldContain($"code=sha256:{code}");
        said.Out.Split($"sha256:{code}").Length.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task An_archive_has_what_the_format_wants()
    {
        var log = (await TraceAsync("--as", "har")).Json.GetProperty("log");

        log.GetProperty("version").GetString().ShouldBe("1.2");
        var token = log.GetProperty("entries").EnumerateArray().Last(entry => Url(entry).EndsWith("/v1/token", StringComparison.Ordinal));
        token.GetProperty("request").GetProperty("postData").GetProperty("mimeType").GetString()
            .ShouldBe("application/x-www-form-urlencoded");
        token.GetProperty("response").GetProperty("status").GetInt32().ShouldBe(200);
        token.GetProperty("timings").GetProperty("wait").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
        var authorize = log.GetProperty("entries").EnumerateArray().Single(entry => Url(entry).Contains("/v1/authorize?"));
        authorize.GetProperty("request").GetProperty("queryString").EnumerateArray().Select(pair => pair.GetProperty("name").GetString())
            .ShouldContain("code_challenge");
        authorize.GetProperty("response").GetProperty("redirectURL").GetString()!.ShouldStartWith(org.Spa.RedirectUris[0]);
    }

    [Fact]
    public async Task A_collection_has_requests_and_their_answers()
    {
        var collection = (await TraceAsync("--as", "postman")).Json;

        collection.GetProperty("info").GetProperty("schema").GetString()!.ShouldEndWith("/v2.1.0/collection.json");
        var authn = collection.GetProperty("item").EnumerateArray()
            .Single(item => item.GetProperty("name").GetString()!.EndsWith("POST /api/v1/authn", StringComparison.Ordinal));
        authn.GetProperty("request").GetProperty("url").GetProperty("raw").GetString().ShouldBe($"{org.Org.Url}/api/v1/authn");
        authn.GetProperty("response")[0].GetProperty("code").GetInt32().ShouldBe(200);
    }

    [Fact]
    public async Task A_diagram_says_what_was_asked_and_what_came_of_it()
    {
        var said = await TraceAsync("--as", "mermaid");

        said.Out.ShouldStartWith("sequenceDiagram\n    participant P as postern\n    participant O1 as 127.0.0.1:".ReplaceLineEndings());
        said.Out.ShouldContain("    P->>O1: POST /api/v1/authn\n    O1-->>P: 200 OK<br/>status SUCCESS\n".ReplaceLineEndings());
        said.Out.ShouldContain("<br/>grant_type=authorization_code<br/>");
    }

    [Fact]
    public async Task With_secrets_it_is_for_its_owner_alone_and_can_be_sent_again()
    {
        var file = _folder.File("run.sh");

        var said = await TraceAsync("--with-secrets", "--to", file);

        said.Out.ShouldBeEmpty();
        said.Error.ShouldContain("with secrets in clear");
        (await _folder.ReadAsync("run.sh")).ShouldContain($"\"password\":\"{TheOrg.Password}\"");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_run_that_fails_is_told_up_to_there_and_ends_as_it_does()
    {
        string[] wrong = ["token", "--org", org.Org.Url, .. org.AsSpa, "--username", "nobody@example.com", "--password", "env:PASSWORD"];

        var said = await org.Run.PosternAsync(["trace", "--as", "mermaid", "--", .. wrong]);

        said.ExitCode.ShouldBe(3);
        said.Out.ShouldContain("401 Unauthorized<br/>errorCode E0000004<br/>errorSummary Authentication failed");
        said.Error.ShouldContain("error (authn): ");
    }

    [Theory]
    [InlineData("There is no command to trace.", "trace")]
    [InlineData("A trace of a trace shows nothing.", "trace", "--", "trace", "--", "token")]
    [InlineData("--with-secrets wants --to FILE", "trace", "--with-secrets", "--", "token")]
    [InlineData("--as wants curl, http, har, postman or mermaid.", "trace", "--as", "pcap", "--", "token")]
    public async Task What_cannot_be_traced_says_why(string because, params string[] args) =>
        (await Run.Postern(args)).ShouldFail(2, because);

    [Fact]
    public async Task What_asked_nobody_has_nothing_to_show()
    {
        var said = (await new Run { Input = Some.Jwt("{}") }.PosternAsync("trace", "--", "decode")).ShouldSucceed();

        said.Out.ShouldBeEmpty();
        said.Error.ShouldContain("'postern decode' asked nobody anything");
    }

    async Task<Said> TraceAsync(params string[] args) =>
        (await org.Run.PosternAsync(["trace", .. args, "--", "token", .. org.AsUser(), .. org.AsSpa])).ShouldSucceed();

    static string Url(JsonElement entry) => entry.GetProperty("request").GetProperty("url").GetString()!;
}
