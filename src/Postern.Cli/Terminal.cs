using System.Runtime.InteropServices;
using System.Text;
using Postern.Client;

namespace Postern.Cli;

/// <summary>
/// All that a command knows of where it runs: three streams, who sits at them, the environment and the clock. What people read passes here,
/// and is made safe here.
/// </summary>
sealed record Terminal
{
    // Opened when first read: for a terminal that alone costs its description file and some escape codes.
    public required Lazy<TextReader> Input { get; init; }

    public TextReader In => Input.Value;
    public required TextWriter Out { get; init; }
    public required TextWriter Error { get; init; }
    public required Func<string, string?> Environment { get; init; }
    /// <summary>The names of what stands in the environment.</summary>
    public Func<IEnumerable<string>> Variables { get; init; } = () => [];
    public required Func<string> ReadHidden { get; init; }

    /// <summary>Where questions are asked, in stderr's place where nobody would see them there; null where stderr is looked at.</summary>
    public Lazy<TextWriter?>? Questions { get; init; }

    /// <summary>The folder where this user's programs keep their data; null where there is none.</summary>
    public Func<string?> DataFolder { get; init; } = () => null;

    public SettingsFolders Folders { get; init; } = new(null, null);

    /// <summary>The files that say something beforehand.</summary>
    public SettingsFiles Files { get; init; } = SettingsFiles.None;

    /// <summary>How many columns a line of stderr may have; null where nobody knows.</summary>
    public Func<int?> Columns { get; init; } = () => null;

    /// <summary>Whether stdout is a pipe whose reader has gone.</summary>
    public Func<bool> OutputIsUnread { get; init; } = () => false;

    /// <summary>Hands the signals that would stop this process to somebody else, until that is disposed; null where none come.</summary>
    public Func<Action<PosixSignal>, IDisposable>? TakeSignals { get; init; }
    public bool InputIsTerminal { get; init; }
    public bool OutputIsTerminal { get; init; }
    public bool ErrorIsTerminal { get; init; }
    public TimeProvider Time { get; init; } = TimeProvider.System;
    public bool Quiet { get; init; }
    public bool Verbose { get; init; }
    public bool Plain { get; init; }

    /// <summary>What answers in the org's place; null where the org itself is asked.</summary>
    public Cassette? Replayed { get; init; }

    /// <summary>What stands between this run and whatever it asks, nearest to the network; null where nothing does.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler>? Around { get; init; }

    /// <summary>Where what is made is written down, so that it can be ended; null where nobody wants that.</summary>
    public Ledger? Ledger { get; init; }

    /// <summary>The end of the command that is run, for those that it runs itself; null where none is run yet.</summary>
    public Deadline? Deadline { get; init; }

    /// <summary>What was refused before, for whoever asks again and again with nobody there; null where somebody runs a command.</summary>
    public RefusedSignIns? Refused { get; init; }

    /// <summary>The secrets that this run has met, so that they are not repeated by whatever it says.</summary>
    public Redaction Secrets { get; init; } = new();

    StatusLine Status { get; } = new();

    // https://no-color.org: present and not empty, whatever its value.
    bool ColorIsWelcome => !Plain && string.IsNullOrEmpty(Environment("NO_COLOR")) && Environment("TERM") is not "dumb";

    public bool ColorsOutput => OutputIsTerminal && ColorIsWelcome;
    public bool ColorsError => ErrorIsTerminal && ColorIsWelcome;

    public static Terminal OfProcess() => new()
    {
        Input = new(() => new StreamReader(Console.OpenStandardInput(), Utf8)),
        Out = Writer(Console.OpenStandardOutput()),
        Error = Writer(Console.OpenStandardError()),
        Environment = System.Environment.GetEnvironmentVariable,
        Variables = () => System.Environment.GetEnvironmentVariables().Keys.Cast<string>(),
        ReadHidden = ReadKeysUnseen,
        Questions = Console.IsErrorRedirected && !Console.IsInputRedirected ? new(SystemStreams.OpenTerminal) : null,
        // As it is named, there or not: whoever keeps something makes it, and says so where that cannot be.
        DataFolder = () => System.Environment.GetFolderPath(
            System.Environment.SpecialFolder.LocalApplicationData,
            System.Environment.SpecialFolderOption.DoNotVerify),
        Folders = new(
            System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? home : null,
            WorkingFolder()),
        Columns = SystemStreams.ColumnsOfError,
        OutputIsUnread = SystemStreams.OutputIsUnread,
        InputIsTerminal = !Console.IsInputRedirected,
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
    };

    /// <summary>Data, exact to the last byte; where people look at it, with nothing that steers their terminal.</summary>
    public void Write(string data) => WriteLine(Out, OutputIsTerminal ? SafeText.Lines(data) : data);

    /// <summary>A line of an answer that people read.</summary>
    public void Print(SafeLine line) => WriteLine(Out, line.ToString());

    /// <summary>A remark, which is not made where none are wanted.</summary>
    public void Say(SafeLine remark)
    {
        if (!Quiet)
            Tell(remark);
    }

    public void Warn(SafeLine warning) => Say($"warning: {warning}");

    /// <summary>What must be read even where remarks are not wanted.</summary>
    public void Tell(SafeLine line) => WriteLine(Error, line.ToString());

    /// <summary>Whether a line may come and go while something is awaited.</summary>
    public bool ShowsWaiting => this is { ErrorIsTerminal: true, Quiet: false, Verbose: false };

    /// <summary>Whether that line is free for answers that are late; a command with progress of its own has it to itself.</summary>
    public bool ShowsAnswers { get; init; } = true;

    /// <summary>One line, in place of the last one shown so; nothing where there is no terminal to show it on.</summary>
    public void Show(SafeLine status)
    {
        if (ShowsWaiting)
            Status.Show(Error, status.ToString(), Columns());
    }

    /// <summary>Takes away what was shown.</summary>
    public void Unshow() => Status.Clear(Error);

    public async Task<string> AskAsync(SafeLine question, CancellationToken ct)
    {
        Ask(question);
        return await In.ReadLineAsync(ct).AsTask().WaitAsync(ct) ?? "";
    }

    public async Task<string> AskHiddenAsync(SafeLine question, CancellationToken ct)
    {
        Ask(question);
        // A key press cannot be cancelled; the process ends without waiting for it.
        var answer = await Task.Run(ReadHidden, CancellationToken.None).WaitAsync(ct);
        await Asking.WriteLineAsync();
        return answer;
    }

    /// <summary>The same terminal with one more between it and what is asked; those that were there stay nearer to the network.</summary>
    public Terminal Through(Func<HttpMessageHandler, HttpMessageHandler> around) =>
        this with { Around = Around is { } nearer ? inner => around(nearer(inner)) : around };

    /// <summary>The same terminal without a word on stderr; who cannot be asked is not asked.</summary>
    public Terminal Silenced() => this with
    {
        Error = TextWriter.Null,
        ErrorIsTerminal = false,
        InputIsTerminal = false,
        Quiet = true,
        Verbose = false,
    };

    public Style OnOutput(Style style) => ColorsOutput ? style : Style.None;

    public Style OnError(Style style) => ColorsError ? style : Style.None;

    TextWriter Asking => Questions?.Value ?? Error;

    void Ask(SafeLine question)
    {
        Unshow();
        Asking.Write($"{question}: ");
    }

    void WriteLine(TextWriter writer, string line)
    {
        lock (Status.Gate)
        {
            Unshow();
            writer.WriteLine(line);
        }
    }

    static UTF8Encoding Utf8 { get; } = new(encoderShouldEmitUTF8Identifier: false);

    static StreamWriter Writer(Stream stream) => new(new StandardStream(stream), Utf8) { AutoFlush = true };

    // One may be in a folder that somebody has removed meanwhile.
    static string? WorkingFolder()
    {
        try
        {
            return System.Environment.CurrentDirectory;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static string ReadKeysUnseen()
    {
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key is ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        return typed.ToString();
    }
}
