using System.Text.RegularExpressions;
using Postern.LocalOrg;

namespace Postern.Cli.Tests.Commands;

/// <summary><c>postern device</c> and <c>postern ciba</c>: somebody decides elsewhere while the command waits.</summary>
public sealed partial class ElsewhereTests : IAsyncLifetime
{
    readonly AwaitedTime _time = new(TimeProvider.System.GetUtcNow());
    readonly Heard _error = new();
    readonly Heard _output = new();

    LocalOrg.LocalOrg _org = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    SeedApp Native => _org.Seed.Apps.First(app => app.Kind is AppKind.Native);

    SeedApp Web => _org.Seed.Apps.First(app => app.Kind is AppKind.Web);

    public async ValueTask InitializeAsync() => _org = await LocalOrg.LocalOrg.StartAsync(new() { Time = _time.OfTheOrg }, Ct);

    [Fact]
    public async Task Whoever_signs_in_at_the_address_with_the_code_gets_the_device_its_tokens()
    {
        var running = DeviceAsync(new());
        var told = await _error.LineWithAsync("Open ");

        await DecideAsync(Complete(told), "allow");
        var said = (await EndAsync(running)).ShouldSucceed();

        told.ShouldMatch($"^Open {_org.Url}/activate and enter [A-Z]{{8}}, or open {_org.Url}/activate\\?user_code=[A-Z]{{8}}$");
        said.Text("scope").ShouldBe("openid profile email");
        said.Text("client_id").ShouldBe(Native.ClientId);
        said.Text("id_token").ShouldNotBeEmpty();
        said.Error.TrimEnd().ShouldBe(told);
    }

    [Fact]
    public async Task Where_to_go_is_told_quietly_too_because_nobody_can_go_on_without_it()
    {
        var running = DeviceAsync(new(), "-q", "--output", "claims");

        await DecideAsync(Complete(await _error.LineWithAsync("Open ")), "allow");

        (await EndAsync(running)).ShouldSucceed().Text("sub").ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task On_a_terminal_a_QR_code_is_drawn_and_a_line_shows_that_it_waits()
    {
        var running = DeviceAsync(new() { AtTerminal = true });
        var where = (await _error.LineWithAsync("Scan it, or open")).Split(' ')[^1].Replace("\e[1m", "", StringComparison.Ordinal)
            .Replace("\e[0m", "", StringComparison.Ordinal);
        var code = UserCode().Match(await _error.LineWithAsync("and enter the code")).Value;

        await DecideAsync($"{where}?user_code={code}", "allow");
        var said = (await EndAsync(running)).ShouldSucceed();

        said.Error.ShouldContain("█");
        said.Error.ShouldContain("Waiting for the sign-in, 10 minutes left");
        said.Error.ShouldEndWith("\r");
    }

    [Fact]
    public async Task Who_does_not_allow_it_ends_the_waiting()
    {
        var running = DeviceAsync(new(), "--output", "json");

        await DecideAsync(Complete(await _error.LineWithAsync("Open ")), "deny");
        var said = await EndAsync(running);

        said.ShouldFail(5, "access_denied");
        said.JsonError.GetProperty("error").GetString().ShouldBe("access_denied");
        said.JsonError.GetProperty("stage").GetString().ShouldBe("token");
    }

    [Fact]
    public async Task Where_nobody_comes_in_time_interaction_was_needed()
    {
        var said = await EndAsync(DeviceAsync(new(), "--output", "json"));

        said.ShouldFail(4, "expired_token");
        said.JsonError.GetProperty("code").GetString().ShouldBe("interaction_needed");
    }

    [Fact]
    public async Task Being_interrupted_leaves_a_clean_line()
    {
        using var stop = new CancellationTokenSource();
        var running = PosternCommand.RunAsync(
            ["device", "--client-id", Native.ClientId, "--org", _org.Url],
            new Run { AtTerminal = true, Time = _time }.Terminal(_output, _error),
            stop.Token);
        await _error.LineWithAsync("and enter the code");
        await stop.CancelAsync();

        (await running.InTimeAsync("the end of an interrupted command", _error.ToString)).ShouldBe(130);
        _error.ToString().ShouldMatch("(\n|\r)(\e\\[31m)?error:(\e\\[0m)? Interrupted\\.\\s*$");
    }

    [Fact]
    public async Task Narration_shows_the_device_code_by_its_fingerprint_alone()
    {
        var running = DeviceAsync(new(), "-v");

        await DecideAsync(Complete(await _error.LineWithAsync("Open ")), "allow");
        var said = (await EndAsync(running)).ShouldSucceed();

        said.Error.ShouldContain("\"device_code\":\"sha256:");
        said.Error.ShouldContain("&device_code=sha256:");
        said.Error.ShouldNotContain(said.Text("access_token"));
    }

    [Fact]
    public async Task An_app_that_may_not_is_refused_at_once()
    {
        var said = await EndAsync(
            PosternAsync(
                new(), "device", "--client-id", _org.Seed.Apps.First(app => app.Kind is AppKind.Spa).ClientId, "--output", "json"));

        said.ExitCode.ShouldBe(5, said.Error);
        said.JsonError.GetProperty("stage").GetString().ShouldBe("device_authorization");
    }

    [Fact]
    public async Task A_user_agrees_on_a_device_of_their_own()
    {
        var running = CibaAsync("--binding-message", "Order 4711");

        await _error.LineWithAsync("Asked.");
        var push = await PushAsync();
        (await _org.Outbox.ApproveAsync(push.Id, ct: Ct)).ShouldBeTrue();
        var said = (await EndAsync(running)).ShouldSucceed();

        push.Text.ShouldContain("Order 4711");
        said.Text("id_token").ShouldNotBeEmpty();
        said.Text("client_id").ShouldBe(Web.ClientId);
        said.Error.ShouldContain("Asked.");
    }

    [Fact]
    public async Task A_user_says_no()
    {
        var running = CibaAsync("--output", "json");

        await _error.LineWithAsync("Asked.");
        (await _org.Outbox.RejectAsync((await PushAsync()).Id, Ct)).ShouldBeTrue();
        var said = await EndAsync(running);

        said.ShouldFail(5, "access_denied");
    }

    [Fact]
    public async Task Who_is_to_be_asked_must_be_said() =>
        (
            await EndAsync(
                PosternAsync(
                    new() { Environment = { ["SECRET"] = Web.ClientSecret! } },
                    "ciba",
                    "--client-id",
                    Web.ClientId,
                    "--client-secret",
                    "env:SECRET"))).ShouldFail(2,
            "--login-hint");

    [Fact]
    public async Task An_unknown_user_is_refused()
    {
        var said = await EndAsync(CibaAsync("--login-hint", "nobody@example.com", "--output", "json"));

        said.ExitCode.ShouldBe(5, said.Error);
        said.JsonError.GetProperty("stage").GetString().ShouldBe("backchannel_authentication");
    }

    Task<OutboxMessage> PushAsync() =>
        _org.Outbox.LatestAsync("ada@example.com", "push", Ct).InTimeAsync("a push to ada@example.com", _error.ToString);

    Task<int> DeviceAsync(Run run, params string[] args) => PosternAsync(run, ["device", "--client-id", Native.ClientId, .. args]);

    Task<int> CibaAsync(params string[] args)
    {
        var run = new Run { Environment = { ["SECRET"] = Web.ClientSecret!, ["OKTA_USERNAME"] = "ada@example.com" } };
        return PosternAsync(run, ["ciba", "--client-id", Web.ClientId, "--client-secret", "env:SECRET", .. args]);
    }

    Task<int> PosternAsync(Run run, params string[] args) =>
        PosternCommand.RunAsync([.. args, "--org", _org.Url], (run with { Time = _time }).Terminal(_output, _error), Ct);

    // The waiting is as long as the clock says, the clock is ours, and it moves when the command waits for it and not before.
    async Task<Said> EndAsync(Task<int> running)
    {
        while (await EndOrWaitAsync(running) is Task<TimeSpan> waited)
            _time.Advance(await waited + TimeSpan.FromSeconds(1));

        return new(await running, _output.ToString(), _error.ToString());
    }

    Task<Task> EndOrWaitAsync(Task<int> running) =>
        Task.WhenAny(running, _time.WaitedForAsync(Ct)).InTimeAsync("the end of the command, or that it waits", () => $"{_output}{_error}");

    /// <summary>A person with a browser: signs in, and presses a button.</summary>
    static async Task DecideAsync(string address, string decision)
    {
        using var browser = new HttpClient();
        var signIn = await browser.GetStringAsync(address, Ct);
        var confirm = await PostAsync(
            browser,
            new Uri(new(address), FormAction().Match(signIn).Groups[1].Value),
            signIn,
            ("username", "ada@example.com"),
            ("password", TheOrg.Password));
        await PostAsync(browser, new Uri(new(address), FormAction().Match(confirm).Groups[1].Value), confirm, ("decision", decision));
    }

    static async Task<string> PostAsync(HttpClient browser, Uri action, string page, params (string Name, string Value)[] typed)
    {
        using var form = new FormUrlEncodedContent(
            [
                KeyValuePair.Create("okta_key", OktaKey().Match(page).Groups[1].Value),
                .. typed.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            ]);
        using var answer = await browser.PostAsync(action, form, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return text;
    }

    static string Complete(string told) => told.Split(' ')[^1];

    [GeneratedRegex("""<form method="post" action="([^"]+)">""")]
    private static partial Regex FormAction();

    [GeneratedRegex("""name="okta_key" value="([^"]+)""")]
    private static partial Regex OktaKey();

    [GeneratedRegex("[A-Z]{8}")]
    private static partial Regex UserCode();

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        await _error.DisposeAsync();
        await _output.DisposeAsync();
    }
}
