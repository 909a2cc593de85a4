namespace Postern.Cli.Tests.Settings;

/// <summary>What a profile says of reaching orgs holds for whatever reaches one, whichever command does.</summary>
public sealed class StandingHttpTests : IDisposable
{
    readonly Person _person = new();

    Run Run => _person.Profiles("default: dev\nprofiles:\n  dev: {ca-file: no-such.pem}\n").Run.With("TOKEN", "00token-of-the-tests");

    [Theory]
    [InlineData("discover", "--org", "https://localhost:9")]
    [InlineData("org", "health", "--org", "https://localhost:9")]
    [InlineData("org", "log", "--once", "--org", "https://localhost:9")]
    [InlineData("org", "export", "--org", "https://localhost:9")]
    [InlineData("org", "import", "--api-token", "env:TOKEN", "--org", "https://localhost:9")]
    [InlineData("exam", "https://localhost:9/orders", "--org", "https://localhost:9")]
    public async Task Whom_a_profile_trusts_every_command_trusts(params string[] args) =>
        (await Run.PosternAsync(args)).ShouldFail(2, "no-such.pem cannot be read");

    [Fact]
    public async Task So_does_whoever_ends_sessions()
    {
        var ledger = Path.Combine(_person.Home, "run.ledger");
        await File.WriteAllTextAsync(
            ledger,
            """{"id":"1","what":"session","made":"2026-02-03T10:00:00Z","issuer":"https://localhost:9","cookie":"sid=x"}""" + "\n",
            TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(ledger, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        (await Run.PosternAsync("cleanup", "--ledger", ledger)).Out.ShouldContain("no-such.pem cannot be read");
    }

    [Fact]
    public async Task Where_nothing_is_encrypted_nobody_need_be_trusted() =>
        (await Run.PosternAsync("org", "health", "--org", "http://127.0.0.1:9")).ExitCode.ShouldBe(ExitCodes.Network);

    public void Dispose() => _person.Dispose();
}
