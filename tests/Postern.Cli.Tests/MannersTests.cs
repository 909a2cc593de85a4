using Microsoft.Extensions.Time.Testing;

namespace Postern.Cli.Tests;

/// <summary>How the command behaves to whoever sits there, and to scripts.</summary>
public sealed class MannersTests(TheOrg org)
{
    public static TheoryData<string[]> Printing =>
        [.. EveryFlag.Verbs.Where(found => found.Verb.Options.Any(option => option.Name is "--output")).Select(found => found.Path)];

    // Another program's words, an API's or a shell's; or nothing but a remark.
    static readonly string[] WithoutData =
    [
        "exec", "org run", "http", "trace", "completion", "man", "org reset", "org restore", "org fault remove",
    ];

    [Fact]
    public void Whatever_prints_data_of_ours_has_it_as_JSON() =>
        EveryFlag.Verbs.Where(found => found.Verb.Options.All(option => option.Name is not "--output"))
            .Select(found => string.Join(' ', found.Path)).ShouldBe(WithoutData, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Printing))]
    public void Json_is_taken_wherever_data_is_printed(string[] command)
    {
        EveryFlag.Verbs.Single(found => found.Path.SequenceEqual(command)).Verb.Options.Single(option => option.Name is "--output")
            .GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).Select(word => word.Label).ShouldContain("json");
        CommandLine.Parse([.. command, "--json"]).WantsJson.ShouldBeTrue();
        Should.Throw<UsageException>(() => CommandLine.Parse([.. command, "--json", "--output", "text"]).Read())
            .Message.ShouldMatch("--output");
    }

    [Fact]
    public async Task Json_means_output_json()
    {
        var run = new Run { Input = Some.Jwt("""{"sub":"ada"}""") };

        var said = (await run.PosternAsync("decode", "--json")).ShouldSucceed();

        said.ShouldBe((await run.PosternAsync("decode", "--output", "json")).ShouldSucceed());
        (await run.PosternAsync("--json", "decode")).ShouldBe(said);
    }

    [Fact]
    public async Task Json_makes_errors_JSON_of_a_command_that_prints_nothing_else() =>
        (await Run.Postern("config", "allow", "--json", "--nonsense")).JsonError.GetProperty("code").GetString().ShouldBe("usage");

    [Fact]
    public async Task Json_and_another_format_contradict_each_other() =>
        (await Run.Postern("token", "--json", "--output", "raw")).ShouldFail(2, "--output raw and --json contradict each other.");

    [Theory]
    [InlineData(2, "token", "--nonsense")]
    [InlineData(3, "token", "--username", "nobody@example.com", "--password", "Literal-Secret-1")]
    public async Task Silent_says_nothing_but_the_exit_code(int exitCode, params string[] args)
    {
        var said = await org.Run.PosternAsync([.. args, "--org", org.Org.Url, .. org.AsSpa, "--silent"]);

        said.ExitCode.ShouldBe(exitCode);
        (said.Out + said.Error).ShouldBeEmpty();
    }

    [Fact]
    public async Task Silent_asks_nobody_even_at_a_terminal()
    {
        var run = new Run { AtTerminal = true, Input = "ada@example.com\n", Typed = TheOrg.Password };

        var said = await run.PosternAsync(["token", "--org", org.Org.Url, .. org.AsSpa, "--silent"]);

        said.ExitCode.ShouldBe(2);
        said.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_secret_is_asked_for_with_the_name_of_the_app_that_it_is_of()
    {
        var run = org.Run with { AtTerminal = true, Typed = org.Web.ClientSecret! };

        var said = await run.PosternAsync(["token", .. org.AsUser(), .. org.AsWeb, "--auth-method", "client_secret_post"]);

        said.ShouldSucceed().Error.ShouldContain($"Client secret of {org.Web.ClientId}: ");
    }

    [Fact]
    public async Task The_help_of_the_whole_fits_a_screen_and_all_of_it_can_be_had()
    {
        var first = (await Run.Postern("--help")).ShouldSucceed().Out;
        var all = (await Run.Postern("--help", "--all")).ShouldSucceed().Out;

        first.Split('\n').Length.ShouldBeLessThan(50);
        first.ShouldContain("More commands:");
        first.ShouldContain("each with its line: postern --help --all");
        first.ShouldNotMatch("(?m)^  ciba ");
        all.ShouldMatch("(?m)^  ciba ");
        all.ShouldNotContain("More commands:");
    }

    [Fact]
    public async Task What_is_awaited_for_more_than_a_second_is_shown_on_a_terminal_and_then_gone()
    {
        var time = new FakeTimeProvider();
        using var error = new Heard();
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        using var handler = new WaitingHandler(
            new Awaiting(answer.Task), new Run { AtTerminal = true, Time = time }.Terminal(TextWriter.Null, error));
        using var http = new HttpMessageInvoker(handler);
        using HttpRequestMessage request = new(HttpMethod.Post, "https://dev-1.okta.com/api/v1/authn?secret=1");

        var sending = http.SendAsync(request, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMilliseconds(900));
        error.ToString().ShouldBeEmpty();
        await Patience.UntilAsync("a line", () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
            return error.ToString().Contains("POST /api/v1/authn, ");
        });
        answer.SetResult(new());
        using var got = await sending;

        Screenful.Of(error.ToString()).ShouldBe([""]);
        error.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task Nothing_of_it_is_in_a_pipe()
    {
        var said = await org.TokensAsync();

        said.Error.ShouldBeEmpty();
    }

    sealed class Awaiting(Task<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer;
    }
}
