using System.Text.Json.Nodes;

namespace Postern.Cli.Tests.Commands;

/// <summary><c>--ledger</c> and <c>postern cleanup</c>: what was made can be ended.</summary>
public sealed class LedgerTests(TheOrg org) : IDisposable
{
    readonly DataFolder _folder = new();
    readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false });

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    string File => _folder.File("run.ledger");

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_made_is_ended_and_the_ledger_is_gone()
    {
        var tokens = await org.TokensAsync("--scopes", "openid offline_access", "--ledger", File);
        var cookie = (await EntriesAsync()).Select(entry => entry["cookie"]?.GetValue<string>()).OfType<string>().Single();
        (await SessionAsync(cookie)).ShouldBe(200);

        var said = (await Run.Postern("cleanup", "--ledger", File)).ShouldSucceed();

        said.Out.ShouldBe("ended 2\n".ReplaceLineEndings());
        (await SessionAsync(cookie)).ShouldBe(404);
        foreach (var kind in new[] { "access", "refresh" })
            (await new Run().After(tokens).PosternAsync("introspect", "--token", kind)).ShouldSucceed().Json.GetProperty("active")
                .GetBoolean().ShouldBeFalse();
        System.IO.File.Exists(File).ShouldBeFalse();
    }

    [Theory]
    [InlineData("code", "query")]
    [InlineData("token id_token", "fragment")]
    [InlineData("code token", "form_post")]
    public async Task Tokens_are_written_down_however_they_come(string type, string mode)
    {
        var said = await org.TokensAsync("--response-type", type, "--response-mode", mode, "--ledger", File);

        var made = (await EntriesAsync()).Where(entry => entry["what"]!.GetValue<string>() is "tokens").ToList();
        made.Select(entry => entry["access_token"]!.GetValue<string>()).ShouldContain(said.Text("access_token"));
        made.ShouldAllBe(entry => entry["issuer"]!.GetValue<string>() == $"{org.Org.Url}/oauth2/default");
        made.ShouldAllBe(entry => entry["client_id"]!.GetValue<string>() == org.Spa.ClientId);
    }

    [Fact]
    public async Task An_apps_own_token_is_ended_with_the_apps_own_proof()
    {
        var secret = org.Org.Seed.Apps.Single(app => app.ClientId == "0oa1posternService05").ClientSecret!;
        var run = org.Run.With("S", secret).With("POSTERN_LEDGER", File);
        string[] app = ["--client-id", "0oa1posternService05", "--client-secret", "env:S"];
        (await run.PosternAsync(["client-credentials", "--org", org.Org.Url, "--scopes", "api:read", .. app])).ShouldSucceed();

        var refused = await run.PosternAsync("cleanup");
        var ended = await run.PosternAsync(["cleanup", .. app]);

        refused.ExitCode.ShouldBe(3);
        refused.Out.ShouldContain("ended 0\nleft: tokens for 0oa1posternService05 of ".ReplaceLineEndings());
        refused.Error.ShouldContain("1 could not be ended.");
        ended.ShouldSucceed().Out.ShouldBe("ended 1\n".ReplaceLineEndings());
    }

    [Fact]
    public async Task It_is_shown_without_a_secret_and_is_its_owners_alone()
    {
        var tokens = await org.TokensAsync("--ledger", File);

        var said = (await Run.Postern("cleanup", "--list", "--ledger", File)).ShouldSucceed();
        var json = (await Run.Postern("cleanup", "--list", "--ledger", File, "--output", "json")).ShouldSucceed();

        said.Out.ShouldMatch($"tokens for {org.Spa.ClientId} of {org.Org.Url}/oauth2/default, made 2[^ ]+Z \\(sha256:[0-9a-f]{{8}}\\)");
        (said.Out + json.Out).ShouldNotContain(tokens.Text("access_token"));
        json.Json.GetProperty("entries").GetArrayLength().ShouldBe(2);
        if (!OperatingSystem.IsWindows())
            System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task What_cannot_be_ended_stays_and_what_has_expired_needs_nothing()
    {
        using var refusing = new ScriptedOrg().Json("/revoke", """{"error":"invalid_request"}""", "400 Bad Request");
        await WriteAsync(
            $$"""{"id":"1","what":"tokens","made":"2026-02-03T10:00:00Z","issuer":"{{refusing.Url}}","client_id":"0oa1","access_token":"a","expires_at":"2126-02-03T11:00:00Z"}""",
            """{"id":"2","what":"tokens","made":"2026-02-03T10:00:00Z","issuer":"http://127.0.0.1:9","client_id":"0oa1","access_token":"b","expires_at":"2026-02-03T11:00:00Z"}""",
            """{"id":"3","what":"session","made":"2026-02-03T10:00:00Z","issuer":"http://127.0.0.1:9","cookie":"sid=x"}""",
            """{"ended":"3"}""",
            """{"id":"4","what":"tok""");

        var said = await Run.Postern("cleanup", "--ledger", File, "--output", "json");

        said.ExitCode.ShouldBe(5);
        said.Json.GetProperty("expired").GetInt32().ShouldBe(1);
        said.Json.GetProperty("left")[0].GetProperty("id").GetString().ShouldBe("1");
        said.Json.GetProperty("left")[0].GetProperty("code").GetString().ShouldBe("authorization_refused");
        (await EntriesAsync()).Select(entry => entry["id"]!.GetValue<string>()).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Half_a_line_that_a_killed_process_has_left_takes_no_other_with_it()
    {
        await System.IO.File.WriteAllTextAsync(File, """{"id":"1","what":"tok""", Ct);
        _folder.Close("run.ledger");
        await org.TokensAsync("--ledger", File);

        var said = (await Run.Postern("cleanup", "--ledger", File)).ShouldSucceed();

        said.Out.ShouldBe("ended 2\n".ReplaceLineEndings());
    }

    [Fact]
    public async Task A_ledger_that_others_may_read_is_not_written_to()
    {
        if (OperatingSystem.IsWindows())
            return; // which has no such permissions

        await WriteAsync("");
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var said = await org.Run.PosternAsync(["token", .. org.AsUser(), .. org.AsSpa, "--ledger", File]);

        said.ShouldFail(2, "others may read it");
    }

    [Fact]
    public async Task Without_one_nothing_can_be_ended()
    {
        (await Run.Postern("cleanup")).ShouldFail(2, "No ledger.");
        (await Run.Postern("cleanup", "--ledger", File)).ShouldFail(2, "There is no ledger");
    }

    async Task<int> SessionAsync(string cookie)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"{org.Org.Url}/api/v1/sessions/me") { Headers = { { "Cookie", cookie } } };
        using var answer = await _http.SendAsync(request, Ct);
        return (int)answer.StatusCode;
    }

    async Task<IReadOnlyList<JsonObject>> EntriesAsync() =>
        [.. (await System.IO.File.ReadAllLinesAsync(File, Ct)).Select(line => JsonNode.Parse(line)!.AsObject())];

    async Task WriteAsync(params string[] lines)
    {
        await System.IO.File.WriteAllLinesAsync(File, lines, Ct);
        _folder.Close("run.ledger");
    }
}
