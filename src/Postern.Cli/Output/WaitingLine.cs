namespace Postern.Cli;

/// <summary>Keeps a line on a terminal moving while something is awaited, and takes it away again; silent in a pipe.</summary>
sealed class WaitingLine(Terminal io)
{
    const string Frames = @"|/-\";

    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    public async Task<T> WhileAsync<T>(Task<T> awaited, string what, DateTimeOffset until, CancellationToken ct)
    {
        if (io is not { ErrorIsTerminal: true, Quiet: false, Verbose: false })
            return await awaited;

        var shown = 0;
        try
        {
            for (var frame = 0; !awaited.IsCompleted; frame++)
            {
                var line = $"{Frames[frame % Frames.Length]} {what}{Left(until)}";
                await io.Error.WriteAsync($"\r{line.PadRight(shown)}".AsMemory(), ct);
                shown = Math.Max(shown, line.Length);
                await Task.WhenAny(awaited, Task.Delay(Step, io.Time, ct));
            }

            return await awaited;
        }
        finally
        {
            await io.Error.WriteAsync($"\r{new string(' ', shown)}\r");
        }
    }

    string Left(DateTimeOffset until) => Words.Duration(until - io.Time.GetUtcNow()) is { Length: > 0 } left ? $", {left} left" : "";
}
