using System.Text.Json;

namespace Postern.Cli.Tests;

/// <summary>One run of the command in this process, with streams, environment and clock of our choosing.</summary>
sealed record Run
{
    public string Input { get; init; } = "";
    public bool AtTerminal { get; init; }
    public string Typed { get; init; } = "";

    /// <summary>What is typed unseen, one answer after the other; then <see cref="Typed"/>.</summary>
    public Queue<string> TypedInTurn { get; init; } = [];
    public Dictionary<string, string> Environment { get; init; } = [];
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where its user's programs keep their data; mostly nowhere.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The user's home, and the folder that they are in; mostly none.</summary>
    public string? Home { get; init; }
    public string? Working { get; init; }

    public Run With(string name, string value) => this with { Environment = new(Environment) { [name] = value } };

    /// <summary>As the next command in a pipe.</summary>
    public Run After(Said said) => this with { Input = said.Out };

    public static Task<Said> Postern(params string[] args) => new Run().PosternAsync(args);

    public async Task<Said> PosternAsync(params string[] args)
    {
        using var output = new Heard();
        using var error = new Heard();
        var exitCode = await PosternCommand.RunAsync(args, Terminal(output, error), TestContext.Current.CancellationToken)
            .InTimeAsync($"the end of 'postern {args.FirstOrDefault()}'", () => $"{output}{error}");
        return new(exitCode, output.ToString(), error.ToString());
    }

    public Terminal Terminal(TextWriter output, TextWriter error) => new()
    {
        Input = new(new StringReader(Input)),
        Out = output,
        Error = error,
        Environment = Environment.GetValueOrDefault,
        Variables = () => Environment.Keys,
        ReadHidden = () => TypedInTurn.TryDequeue(out var typed) ? typed : Typed,
        InputIsTerminal = AtTerminal,
        OutputIsTerminal = AtTerminal,
        ErrorIsTerminal = AtTerminal,
        Time = Time,
        DataFolder = () => DataFolder,
        Folders = new(Home, Working),
    };
}

/// <summary>What a run said, and how it ended.</summary>
sealed record Said(int ExitCode, string Out, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>The last line on stderr, where a JSON error stands.</summary>
    public JsonElement JsonError => JsonDocument.Parse(Error.TrimEnd().Split('\n')[^1]).RootElement;

    public string Text(string member) => Json.GetProperty(member).GetString()!;

    public Said ShouldSucceed()
    {
        ExitCode.ShouldBe(0, Error);
        return this;
    }

    public void ShouldFail(int exitCode, string because)
    {
        ExitCode.ShouldBe(exitCode, Error);
        Out.ShouldBeEmpty();
        Error.ShouldContain(because);
        Error.ShouldNotContain("   at ");
    }
}
