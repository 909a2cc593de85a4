using System.Text;

namespace Postern.Cli;

/// <summary>All that a command knows of where it runs: three streams, who sits at them, the environment and the clock.</summary>
sealed record Terminal
{
    // Opened when first read: for a terminal that alone costs its description file and some escape codes.
    public required Lazy<TextReader> Input { get; init; }

    public TextReader In => Input.Value;
    public required TextWriter Out { get; init; }
    public required TextWriter Error { get; init; }
    public required Func<string, string?> Environment { get; init; }
    public required Func<string> ReadHidden { get; init; }
    public bool InputIsTerminal { get; init; }
    public bool OutputIsTerminal { get; init; }
    public bool ErrorIsTerminal { get; init; }
    public TimeProvider Time { get; init; } = TimeProvider.System;
    public bool Quiet { get; init; }
    public bool Verbose { get; init; }
    public bool Plain { get; init; }

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
        ReadHidden = ReadKeysUnseen,
        InputIsTerminal = !Console.IsInputRedirected,
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
    };

    public void Say(string remark)
    {
        if (!Quiet)
            Error.WriteLine(remark);
    }

    public void Warn(string warning) => Say($"warning: {warning}");

    public async Task<string> AskAsync(string question, CancellationToken ct)
    {
        await Error.WriteAsync($"{question}: ".AsMemory(), ct);
        return await In.ReadLineAsync(ct).AsTask().WaitAsync(ct) ?? "";
    }

    public async Task<string> AskHiddenAsync(string question, CancellationToken ct)
    {
        await Error.WriteAsync($"{question}: ".AsMemory(), ct);
        // A key press cannot be cancelled; the process ends without waiting for it.
        var answer = await Task.Run(ReadHidden, CancellationToken.None).WaitAsync(ct);
        await Error.WriteLineAsync();
        return answer;
    }

    static UTF8Encoding Utf8 { get; } = new(encoderShouldEmitUTF8Identifier: false);

    static StreamWriter Writer(Stream stream) => new(stream, Utf8) { AutoFlush = true };

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
