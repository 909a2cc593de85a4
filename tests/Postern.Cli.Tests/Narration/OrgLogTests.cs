using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Postern.Cli.Tests.Narration;

/// <summary>The log of <c>postern org start --log</c>.</summary>
public sealed class OrgLogTests : IDisposable
{
    readonly Heard _output = new();
    readonly Heard _error = new();

    [Fact]
    public async Task As_JSON_every_line_is_one_object_and_each_request_is_told_by_name()
    {
        var lines = await SaidAsync("json", "\"clientId\"");

        var told = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        told.ShouldAllBe(line => line.GetProperty("time").GetString()!.Length == 24 && line.GetProperty("level").GetString() == "info");
        var requests = told.Where(line => line.TryGetProperty("event", out var name) && name.GetString() == "request").ToList();
        var authn = requests[0];
        authn.EnumerateObject().Select(part => part.Name).ShouldBe(
            ["time", "level", "event", "requestId", "method", "endpoint", "status", "durationMs", "outcome", "userId"]);
        authn.GetProperty("endpoint").GetString().ShouldBe("/api/v1/authn");
        authn.GetProperty("status").GetInt32().ShouldBe(200);
        authn.GetProperty("outcome").GetString().ShouldBe("done");
        var token = requests[^1];
        token.GetProperty("clientId").GetString().ShouldBe("0oa1posternWeb000005");
        token.GetProperty("error").GetString().ShouldBe("invalid_client");
        told[^1].GetProperty("message").GetString().ShouldBe("Stopped.");
    }

    [Fact]
    public async Task As_text_each_request_is_a_line_for_people()
    {
        var lines = await SaidAsync("text", " client=");

        lines[0].ShouldMatch("^[0-9T:Z-]+ POST /api/v1/authn 200 done in [0-9.]+ ms user=00u\\w+ request=[0-9a-f]{32}$");
        lines.ShouldContain(line => line.Contains(" 401 refused in ") && line.Contains(" error=invalid_client reason="));
    }

    [Fact]
    public async Task Without_it_no_request_is_told()
    {
        var lines = await SaidAsync(log: null, awaited: null);

        lines.ShouldBe(["Stopping; requests that run may end.", "Stopped."]);
    }

    [Fact]
    public async Task As_JSON_what_is_said_before_it_listens_is_an_object_too()
    {
        using var stop = new CancellationTokenSource();
        var running = PosternCommand.RunAsync(
            ["org", "start", "--port", "0", "--listen", "0.0.0.0", "--database", "postgres://ada@127.0.0.1:1/org", "--log", "json"],
            new Run().Terminal(_output, _error), stop.Token);

        await _error.LineWithAsync("Waiting for the database");
        await stop.CancelAsync();
        await running.InTimeAsync("the end of the org", _error.ToString);

        var told = _error.ToString().Split('\n').Take(2).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        told[0].GetProperty("level").GetString().ShouldBe("warning");
        told[0].GetProperty("message").GetString()!.ShouldStartWith("the org listens at 0.0.0.0, beyond this machine: ");
        told[1].GetProperty("level").GetString().ShouldBe("info");
        told[1].GetProperty("message").GetString()!.ShouldStartWith("Waiting for the database org at 127.0.0.1:1, ");
    }

    [Theory]
    [InlineData("text", "sms to +1555: in the outbox")]
    [InlineData("json", "\"event\":\"message\",\"id\":\"m1\",\"channel\":\"sms\",\"to\":\"+1555\"}")]
    public void A_log_tells_that_a_message_was_sent_and_not_its_code(string form, string said)
    {
        var log = new OrgLog(new Run().Terminal(_output, _error), form is "json" ? LogForm.Json : LogForm.Text);

        log.Say(new LocalOrg.OutboxMessage
        {
            Id = "m1", Channel = "sms", To = "+1555", Login = "ada@example.com", Text = "Your code is 123456", Code = "123456",
            SentAt = DateTimeOffset.UnixEpoch,
        });

        _error.ToString().ShouldContain(said);
        _error.ToString().ShouldNotContain("123456");
    }

    [Fact]
    public void A_failure_as_JSON_is_one_line_with_its_causes_and_repeats_nothing_that_they_quote()
    {
        var log = new OrgLog(new Run().Terminal(_output, _error), LogForm.Json).CreateLogger("any");

        log.Log(
            LogLevel.Error, default, "it\nfailed \"so\"",
            new IOException("disk full", new FormatException("'hidden' is no number.")), (state, _) => state);

        var line = JsonDocument.Parse(_error.ToString().TrimEnd()).RootElement;
        line.GetProperty("level").GetString().ShouldBe("error");
        line.GetProperty("message").GetString().ShouldBe("it\nfailed \"so\"");
        line.GetProperty("causes").EnumerateArray().Select(cause => cause.GetString())
            .ShouldBe(["System.IO.IOException: disk full", "System.FormatException"]);
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    async Task<string[]> SaidAsync(string? log, string? awaited)
    {
        using var stop = new CancellationTokenSource();
        string[] form = log is null ? [] : ["--log", log];
        var running = PosternCommand.RunAsync(
            ["org", "start", "--port", "0", .. form], new Run().Terminal(_output, _error), stop.Token);
        var url = (await _output.LineWithAsync("A local org listens on ")).Split(' ')[5].TrimEnd('.');
        using var http = new HttpClient();
        var ct = TestContext.Current.CancellationToken;
        using var authn = await http.PostAsync(
            $"{url}/api/v1/authn",
            new StringContent(
                $$"""{"username":"ada@example.com","password":"{{TheOrg.Password}}"}""", System.Text.Encoding.UTF8, "application/json"),
            ct);
        using var token = await http.PostAsync(
            $"{url}/oauth2/default/v1/token",
            new FormUrlEncodedContent(
                [new("grant_type", "authorization_code"), new("client_id", "0oa1posternWeb000005"), new("client_secret", "not-it-at-all")]),
            ct);
        if (awaited is not null)
            await _error.LineWithAsync(awaited);
        await stop.CancelAsync();
        (await running.InTimeAsync("the end of the org", _error.ToString)).ShouldBe(0);
        _error.ToString().ShouldNotContain("not-it-at-all");
        _error.ToString().ShouldNotContain(TheOrg.Password);
        return _error.ToString().TrimEnd().Split('\n');
    }
}
