namespace Postern.Cli;

/// <summary>Keeps a line on a terminal moving while something is awaited, and takes it away again; silent in a pipe.</summary>
sealed class WaitingLine(Terminal io)
{
    const string Frames = @"|/-\";

    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    int _frame;

    public async Task<T> WhileAsync<T>(Task<T> awaited, string what, DateTimeOffset until, CancellationToken ct)
    {
        try
        {
            while (!awaited.IsCompleted && io.ErrorIsTerminal)
            {
                Show(what, until);
                await Task.WhenAny(awaited, Task.Delay(Step, io.Time, ct));
            }

            return await awaited;
        }
        finally
        {
            io.Unshow();
        }
    }

    public void Show(string what, DateTimeOffset until)
    {
        var left = Words.Duration(until - io.Time.GetUtcNow());
        io.Show($"{Frames[_frame++ % Frames.Length]} {what}{(left.Length > 0 ? $", {left} left" : "")}");
    }
}
