using Postern.Cli.Tests.Settings;

namespace Postern.Cli.Tests.Keeping;

/// <summary>A program with tokens in its environment, and nowhere else.</summary>
public sealed class ExecTests(KeptOrg org) : IClassFixture<KeptOrg>, IDisposable
{
    readonly Person _person = new();

    Run Run => _person.Run with
    {
        Time = org.Time,
        Environment = new() { ["PASSWORD"] = TheOrg.Password, ["PATH"] = Environment.GetEnvironmentVariable("PATH")! },
    };

    [Fact]
    public async Task The_program_gets_the_token_and_what_is_beside_it_and_no_command_line_has_it()
    {
        _person.Profiles(org.Profile());
        var file = Path.Combine(_person.Home, "got");

        var said = await Run.PosternAsync(
            "exec", "--", "sh", "-c",
            $"printf '%s\\n%s\\n%s\\n' \"$POSTERN_ACCESS_TOKEN\" \"$POSTERN_ISSUER\" \"$POSTERN_EXPIRES_AT\" > {file}; tr '\\0' ' ' < " +
            $"/proc/$$/cmdline >> {file}");

        said.ExitCode.ShouldBe(0, said.Error);
        var token = (await Run.PosternAsync("token", "--output", "raw")).ShouldSucceed().Out.Trim();
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        lines[..3].ShouldBe([token, org.Org.IssuerOf("default"), Words.Instant(org.Time.GetUtcNow().AddHours(1))]);
        string.Concat(lines[3..]).ShouldNotContain(token);
        said.Out.ShouldBeEmpty();
        said.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tokens_of_several_profiles_have_the_names_that_are_asked_for()
    {
        _person.Profiles(org.Profile(more: "  mail: {inherits: dev, scopes: openid email}"));
        var file = Path.Combine(_person.Home, "got");

        var said = await Run.PosternAsync(
            "exec", "--set", "MINE", "--set", "MAIL=mail", "--set", "MAIL_ID=mail:id", "--", "sh", "-c",
            $"printf '%s\\n%s\\n%s\\n%s\\n' \"$MINE\" \"$MAIL\" \"$MAIL_ID\" \"$POSTERN_ACCESS_TOKEN\" > {file}");

        said.ExitCode.ShouldBe(0, said.Error);
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        var mail = (await Run.PosternAsync("token", "--profile", "mail")).ShouldSucceed();
        lines.ShouldBe(
            [(await Run.PosternAsync("token")).Text("access_token"), mail.Text("access_token"), mail.Text("id_token"), ""]);
    }

    [Fact]
    public async Task Without_any_settings_an_org_lives_as_long_as_the_program()
    {
        var file = Path.Combine(_person.Home, "got");

        var said = await Run.PosternAsync(
            "exec", "--", "sh", "-c", $"curl -sf -H \"Authorization: Bearer $POSTERN_ACCESS_TOKEN\" $POSTERN_ISSUER/v1/userinfo > {file}");

        said.ExitCode.ShouldBe(0, said.Error);
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldContain("ada@example.com");
    }

    [Theory]
    [InlineData("exit 37", 37)]
    [InlineData("kill -TERM $$", 143)]
    public async Task Its_exit_code_is_ours(string script, int exitCode)
    {
        _person.Profiles(org.Profile());

        (await Run.PosternAsync("exec", "--", "sh", "-c", script)).ExitCode.ShouldBe(exitCode);
    }

    [Fact]
    public async Task A_program_whose_deadline_is_over_is_asked_to_end()
    {
        _person.Profiles(org.Profile());
        var (began, ended) = (Path.Combine(_person.Home, "began"), Path.Combine(_person.Home, "ended"));

        var running = Run.PosternAsync(
            "exec", "--deadline", "30", "--", "sh", "-c", $"trap 'kill $!; touch {ended}; exit 0' TERM; sleep 600 & touch {began}; wait");
        await Patience.UntilAsync("the program", () => File.Exists(began));
        org.Time.Advance(TimeSpan.FromSeconds(30));

        (await running).ShouldFail(7, "It was not done within the 30 s of --deadline.");
        File.Exists(ended).ShouldBeTrue();
    }

    [Theory]
    [InlineData("#!/bin/sh\n", "644", "may not be executed.")]
    [InlineData("#!/no/such/shell\n", "755", "cannot be executed: ")]
    [InlineData("echo hello\n", "755", "cannot be executed: ")]
    public async Task A_file_that_is_no_program_is_told_as_one(string text, string mode, string because)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such files here.");
        _person.Profiles(org.Profile());
        var file = Path.Combine(_person.Home, "script");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32(mode, 8));

        (await Run.PosternAsync("exec", "--", file)).ShouldFail(126, $"{file} {because}");
    }

    [Theory]
    [InlineData(2, "There is no command to run.", "exec")]
    [InlineData(2, "There is no command to run.", "exec", "npm", "test")]
    [InlineData(2, "--set wants NAME, NAME=PROFILE or NAME=PROFILE:id", "exec", "--set", "1X", "--", "sh")]
    [InlineData(2, "There is no profile nobody.", "exec", "--set", "X=nobody", "--", "sh")]
    [InlineData(2, "Okta issued no refresh_token.", "exec", "--set", "X=dev:refresh", "--", "sh")]
    [InlineData(127, "There is no program no-such-program-here.", "exec", "--", "no-such-program-here")]
    public async Task A_slip_is_named_and_nothing_is_run(int exitCode, string because, params string[] args)
    {
        _person.Profiles(org.Profile());

        (await Run.PosternAsync(args)).ShouldFail(exitCode, because);
    }

    public void Dispose() => _person.Dispose();
}
