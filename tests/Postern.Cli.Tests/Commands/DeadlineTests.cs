using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace Postern.Cli.Tests.Commands;

/// <summary><c>--deadline</c> ends the whole, whatever it waits for: a person, a pipe, another program, another process.</summary>
public sealed class DeadlineTests(TheOrg org) : IDisposable
{
    readonly FakeTimeProvider _time = new();
    readonly DataFolder _folder = new();
    readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly ManualResetEventSlim _over = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    string[] Token => ["token", "--org", org.Org.Url, .. org.AsSpa];

    [Fact]
    public async Task A_password_that_nobody_types() =>
        await EndsAsync(io => io with { ReadHidden = NeverTyped }, [.. Token, "--username", "ada@example.com"]);

    [Fact]
    public async Task A_question_that_nobody_answers() => await EndsAsync(io => io with { Input = new(() => new Silent(_reached)) }, Token);

    [Fact]
    public async Task A_pipe_that_nothing_comes_through() =>
        await EndsAsync(io => io with { Input = new(() => new Silent(_reached)), InputIsTerminal = false }, ["decode"]);

    [Fact]
    public async Task A_command_that_prints_no_password()
    {
        var began = _folder.File("began");
        var running = EndsAsync(io => io, [.. Token, "--username", "ada@example.com", "--password", $"cmd:touch '{began}'; sleep 600"]);
        await Patience.UntilAsync("the command", () => File.Exists(began));
        _reached.SetResult();

        await running;
    }

    [Fact]
    public async Task A_pipe_by_name_that_nobody_writes_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such pipes here.");
        var (pipe, opened) = (_folder.File("pipe"), _folder.File("opened"));
        // Somebody has it open as soon as it is read from, and writes nothing.
        using var writer = Process.Start("sh", ["-c", $"mkfifo '{pipe}'; exec 3>'{pipe}'; touch '{opened}'; sleep 600"]);
        await Patience.UntilAsync("the pipe", () => File.Exists(pipe));
        var running = EndsAsync(io => io, [.. Token, "--username", "ada@example.com", "--password", $"file:{pipe}"]);
        await Patience.UntilAsync("a reader of the pipe", () => File.Exists(opened));
        _reached.SetResult();

        await running;
        writer.Kill(entireProcessTree: true);
    }

    [Fact]
    public async Task Another_process_that_signs_in()
    {
        var run = org.Run with { Time = _time, DataFolder = _folder.Path, Home = _folder.Path };
        Directory.CreateDirectory(_folder.File(".okta"));
        await File.WriteAllTextAsync(
            _folder.File(Path.Combine(".okta", "postern.yaml")),
            $"default: dev\nprofiles:\n  dev:\n    org: {org.Org.Url}\n    client-id: {org.Spa.ClientId}\n" +
            $"    redirect-uri: {org.Spa.RedirectUris[0]}\n    username: ada@example.com\n    password: env:NOWHERE\n",
            Ct);
        (await run.PosternAsync("token")).ShouldFail(2, "NOWHERE, which is not set");
        using var other = FileLock.TryTake(Directory.GetFiles(_folder.File("postern/tokens"), "*.lock").Single()).ShouldNotBeNull();
        using var error = new Heard();
        var running = PosternCommand.RunAsync(
            ["token", "--deadline", "30"], (run with { AtTerminal = true }).Terminal(TextWriter.Null, error), Ct);
        await Patience.UntilAsync("a line that says so", () => error.ToString().Contains("Another postern is", StringComparison.Ordinal));

        _time.Advance(TimeSpan.FromSeconds(30));

        (await running.InTimeAsync("the end of the command")).ShouldBe(7, error.ToString());
    }

    public void Dispose()
    {
        _over.Set();
        _over.Dispose();
        _folder.Dispose();
    }

    async Task EndsAsync(Func<Terminal, Terminal> at, string[] args)
    {
        using var output = new Heard();
        using var error = new Heard();
        var io = at((org.Run with { Time = _time, AtTerminal = true }).Terminal(output, error));
        var running = PosternCommand.RunAsync([.. args, "--deadline", "30"], io, Ct);
        await _reached.Task.InTimeAsync("what is waited for", error.ToString);

        _time.Advance(TimeSpan.FromSeconds(30));

        (await running.InTimeAsync("the end of the command", error.ToString)).ShouldBe(7, error.ToString());
        error.ToString().ShouldContain("It was not done within the 30 s of --deadline.");
    }

    string NeverTyped()
    {
        _reached.SetResult();
        _over.Wait();
        return "";
    }

    /// <summary>Somebody from whom nothing comes.</summary>
    sealed class Silent(TaskCompletionSource reached) : TextReader
    {
        readonly TaskCompletionSource<string?> _never = new();

        public override ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
        {
            reached.SetResult();
            return new(_never.Task);
        }

        public override async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
        {
            reached.SetResult();
            return await _never.Task ?? "";
        }
    }
}
