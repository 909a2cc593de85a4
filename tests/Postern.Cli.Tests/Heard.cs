using System.Text;

namespace Postern.Cli.Tests;

/// <summary>What a command says while it still runs; a test can wait for a line.</summary>
sealed class Heard : StringWriter
{
    readonly Lock _gate = new();
    readonly List<(string Part, TaskCompletionSource<string> Line)> _waiting = [];

    public Task<string> LineWithAsync(string part)
    {
        lock (_gate)
        {
            var line = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((part, line));
            Hear();
            return line.Task.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public override void Write(char value) => Keep(text => text.Append(value));

    public override void Write(string? value) => Keep(text => text.Append(value));

    public override void WriteLine(string? value) => Keep(text => text.Append(value).Append('\n'));

    public override void WriteLine() => Keep(text => text.Append('\n'));

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        Keep(text => text.Append(buffer));
        return Task.CompletedTask;
    }

    public override string ToString()
    {
        lock (_gate)
            return base.ToString();
    }

    void Keep(Action<StringBuilder> write)
    {
        lock (_gate)
        {
            write(GetStringBuilder());
            Hear();
        }
    }

    void Hear()
    {
        var lines = GetStringBuilder().ToString().Split('\n')[..^1];
        foreach (var (part, waiting) in _waiting)
        {
            if (lines.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal)) is { } line)
                waiting.TrySetResult(line);
        }
    }
}
