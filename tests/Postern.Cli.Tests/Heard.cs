using System.Text;

namespace Postern.Cli.Tests;

/// <summary>What a command says while it still runs; a test can wait for a line. Every way of writing ends in one of these.</summary>
sealed class Heard : TextWriter
{
    readonly Lock _gate = new();
    readonly StringBuilder _text = new();
    readonly List<(string Part, TaskCompletionSource<string> Line)> _waiting = [];

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Said before or to be said.</summary>
    public Task<string> LineWithAsync(string part)
    {
        var line = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Add((part, line));
            Hear();
        }

        return line.Task.InTimeAsync($"a line with '{part}'", ToString);
    }

    public override void Write(char value) => Keep(text => text.Append(value));

    public override void Write(string? value) => Keep(text => text.Append(value));

    public override void WriteLine(string? value) => Keep(text => text.Append(value).Append(CoreNewLine));

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        Keep(text => text.Append(buffer));
        return Task.CompletedTask;
    }

    public override string ToString()
    {
        lock (_gate)
            return _text.ToString();
    }

    void Keep(Action<StringBuilder> write)
    {
        lock (_gate)
        {
            write(_text);
            Hear();
        }
    }

    void Hear()
    {
        if (_waiting.TrueForAll(waiting => waiting.Line.Task.IsCompleted))
            return;

        var lines = _text.ToString().Split('\n')[..^1];
        foreach (var (part, waiting) in _waiting)
        {
            if (lines.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal)) is { } line)
                waiting.TrySetResult(line);
        }
    }
}
