namespace Postern.Cli.Tests.Settings;

public sealed class SecretReaderTests : IDisposable
{
    readonly StringWriter _error = new();
    readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task An_environment_variable_is_read_by_its_name() =>
        (await ReadAsync("env:HIDDEN", new() { Environment = { ["HIDDEN"] = "correct horse" } })).ShouldBe("correct horse");

    [Theory]
    [InlineData("correct horse", "correct horse")]
    [InlineData("correct horse\n", "correct horse")]
    [InlineData("correct horse\r\n", "correct horse")]
    [InlineData(" correct\nhorse \n\n", " correct\nhorse \n")]
    public async Task A_file_is_read_without_the_line_break_at_its_end(string content, string expected)
    {
        await File.WriteAllTextAsync(_file, content, TestContext.Current.CancellationToken);

        (await ReadAsync($"file:{_file}", new())).ShouldBe(expected);
    }

    [Fact]
    public async Task A_dash_is_standard_input() => (await ReadAsync("-", new() { Input = "correct horse\n" })).ShouldBe("correct horse");

    [Fact]
    public async Task A_prompt_asks_on_stderr_and_shows_nothing_of_the_answer()
    {
        (await ReadAsync("prompt", new() { AtTerminal = true, Typed = "correct horse" })).ShouldBe("correct horse");

        _error.ToString().ShouldBe($"Password: {Environment.NewLine}");
    }

    [Fact]
    public async Task A_literal_is_taken_with_a_warning_that_does_not_repeat_it()
    {
        (await ReadAsync("correct horse", new())).ShouldBe("correct horse");

        _error.ToString().ShouldStartWith("warning: --password holds the secret itself");
        _error.ToString().ShouldNotContain("correct horse");
    }

    [Theory]
    [InlineData("prompt", "--password prompt needs a terminal")]
    [InlineData("env:NOWHERE", "NOWHERE, which is not set")]
    [InlineData("env:EMPTY", "--password is empty.")]
    [InlineData("file:/no/such/file", "which cannot be read")]
    [InlineData("-", "--password is empty.")]
    public async Task What_cannot_be_read_is_named(string reference, string because) =>
        (
            await Should.ThrowAsync<UsageException>(
                () => ReadAsync(reference, new() { Environment = { ["EMPTY"] = "" } }))).Message.ShouldContain(because);

    [Fact]
    public async Task Standard_input_is_given_away_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var reader = new SecretReader(new Run { Input = "one" }.Terminal(TextWriter.Null, _error));
        await reader.ReadAsync("-", "--password", "Password", ct);

        var refused = await Should.ThrowAsync<UsageException>(() => reader.ReadAsync("-", "--client-secret", "Client secret", ct));

        refused.Message.ShouldBe("--password and --client-secret both read standard input.");
    }

    Task<string> ReadAsync(string reference, Run run) =>
        new SecretReader(run.Terminal(TextWriter.Null, _error))
            .ReadAsync(reference, "--password", "Password", TestContext.Current.CancellationToken);

    public void Dispose()
    {
        File.Delete(_file);
        _error.Dispose();
    }
}
