using System.Net.Http.Headers;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Postern.Client;

namespace Postern.Cli.Tests.Narration;

/// <summary>What <c>postern org start</c> says of the requests that it gets, and of those that fail.</summary>
public sealed class OrgNarrationTests : IAsyncLifetime
{
    readonly Heard _output = new();
    readonly Heard _error = new();
    readonly HttpClient _http = new();
    readonly CancellationTokenSource _stop = new();
    Task<int> _running = Task.FromResult(0);

    [Fact]
    public async Task With_v_each_request_and_its_answer_are_told_and_no_secret_is()
    {
        var url = await StartAsync("-v");

        using var answer = await _http.PostAsync(
            $"{url}/api/v1/authn", Json($$"""{"username":"ada@example.com","password":"{{TheOrg.Password}}"}"""), Ct);
        var body = await answer.Content.ReadAsStringAsync(Ct);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, body);
        await _error.LineWithAsync("\"sessionToken\":\"sha256:");

        var said = _error.ToString();
        said.ShouldContain($"> POST {url}/api/v1/authn\n");
        said.ShouldContain("    Content-Type: application/json\n");
        said.ShouldContain($$"""{"username":"ada@example.com","password":"{{Fingerprint.Of(TheOrg.Password)}}"}""");
        said.ShouldContain("< 200 OK to POST /api/v1/authn, ");
        said.ShouldContain($"    X-Okta-Request-Id: {answer.Headers.GetValues("X-Okta-Request-Id").Single()}\n");
        said.ShouldNotContain(TheOrg.Password);
        body.ShouldContain("\"status\":\"SUCCESS\"");
        said.ShouldNotContain(System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("sessionToken").GetString()!);
    }

    [Fact]
    public async Task The_apps_secret_a_cookie_and_the_control_key_are_told_by_their_fingerprints()
    {
        var url = await StartAsync("-v");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{url}/oauth2/default/v1/token?x=1")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "authorization_code"), new("code", "code-hidden")]),
        };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String("0oa1posternWeb000005:secret-hidden"u8));
        request.Headers.Add("Cookie", "sid=cookie-hidden");
        request.Headers.Add("X-Postern-Control-Key", "key-hidden");

        using var answer = await _http.SendAsync(request, Ct);
        await _error.LineWithAsync("invalid_client");

        var said = _error.ToString();
        said.ShouldContain($"    Authorization: Basic 0oa1posternWeb000005:{Fingerprint.Of("secret-hidden")}\n");
        said.ShouldContain($"    Cookie: sid={Fingerprint.Of("cookie-hidden")}\n");
        said.ShouldContain($"    X-Postern-Control-Key: {Fingerprint.Of("key-hidden")}\n");
        said.ShouldContain($"    grant_type=authorization_code&code={Fingerprint.Of("code-hidden")}\n");
        said.ShouldNotContain("-hidden");
    }

    [Fact]
    public async Task Without_v_requests_are_not_told()
    {
        var url = await StartAsync();

        await _http.GetAsync($"{url}/.well-known/okta-organization", Ct);
        await StopAsync();

        _error.ToString().ShouldBe("Stopping; requests that run may end.\nStopped.\n");
    }

    [Fact]
    public async Task A_500_has_its_reason_on_stderr()
    {
        var file = Path.Combine(Path.GetTempPath(), $"postern-{Environment.ProcessId}-500.db");
        try
        {
            await using (await LocalOrg.LocalOrg.StartAsync(new() { DataFile = file }, Ct))
            {
            }

            await RuinAsync(file);
            var url = await StartAsync("--data", file);

            using var answer = await _http.PostAsync(
                $"{url}/api/v1/authn", Json("""{"username":"ada@example.com","password":"Correct-Horse-9"}"""), Ct);
            await _error.LineWithAsync("no such table: sessions");

            ((int)answer.StatusCode).ShouldBe(500);
            _error.ToString().ShouldMatch(
                @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ error: A request failed unexpectedly\n" +
                @"  Microsoft\.Data\.Sqlite\.SqliteException: .*no such table: sessions");
            _error.ToString().ShouldNotContain("Correct-Horse-9");
            await StopAsync();
        }
        finally
        {
            foreach (var leftover in Directory.EnumerateFiles(Path.GetTempPath(), Path.GetFileName(file) + "*"))
                File.Delete(leftover);
        }
    }

    [Fact]
    public void The_log_repeats_nothing_that_an_exception_quotes()
    {
        var log = new OrgLog(new Run().Terminal(_output, _error)).CreateLogger("any");

        log.Log(
            LogLevel.Error,
            default,
            "it failed",
            new InvalidOperationException("because", new FormatException("'hidden' is no number.")),
            (state, _) => state);
        log.Log(LogLevel.Information, default, "all is well", null, (state, _) => state);

        _error.ToString().ShouldMatch("^[0-9T:Z-]+ error: it failed\n  System.InvalidOperationException\n  System.FormatException\n$");
    }

    [Theory]
    [InlineData(false, "warning: w\n|error: e\n")]
    [InlineData(true, "error: e\n")]
    public void Quiet_leaves_its_errors_alone(bool isQuiet, string said)
    {
        var log = new OrgLog(new Run().Terminal(_output, _error) with { Quiet = isQuiet }).CreateLogger("any");

        log.Log(LogLevel.Warning, default, "w", null, (state, _) => state);
        log.Log(LogLevel.Error, default, "e", null, (state, _) => state);

        string.Join(
            '|',
            _error.ToString().Split('\n')[..^1]
                .Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..] + "\n")).ShouldBe(said);
    }

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _http.Dispose();
        _stop.Dispose();
    }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    async Task<string> StartAsync(params string[] args)
    {
        _running = PosternCommand.RunAsync(["org", "start", "--port", "0", .. args], new Run().Terminal(_output, _error), _stop.Token);
        var line = await _output.LineWithAsync("A local org listens on ");
        return line.Split(' ')[5].TrimEnd('.');
    }

    async Task StopAsync()
    {
        await _stop.CancelAsync();
        (await _running.InTimeAsync("the end of the org", _error.ToString)).ShouldBe(0);
    }

    static StringContent Json(string json) => new(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    static async Task RuinAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "alter table sessions rename to gone";
        await command.ExecuteNonQueryAsync(Ct);
    }
}
