namespace Postern.Cli;

/// <summary>At which of its steps a run of many is, for whoever sits at a terminal and has waited for a second; silent in a pipe.</summary>
sealed class StepLine(Terminal io, int steps)
{
    const string Frames = @"|/-\";

    static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    int _begun;
    string? _now;

    /// <summary>Steps come one after the other.</summary>
    public void Begin(string step) => Volatile.Write(ref _now, steps > 1 ? $"{++_begun} of {steps}: {step}" : step);

    public async Task<T> WhileAsync<T>(Task<T> run)
    {
        await WhileAsync((Task)run);
        return await run;
    }

    public async Task WhileAsync(Task run)
    {
        var (began, frame) = (io.Time.GetTimestamp(), 0);
        try
        {
            while (!run.IsCompleted && io.ShowsWaiting)
            {
                await Task.WhenAny(run, Task.Delay(Frame, io.Time, CancellationToken.None));
                if (!run.IsCompleted && io.Time.GetElapsedTime(began) >= Second && Volatile.Read(ref _now) is { } now)
                    io.Show($"{Frames[frame++ % Frames.Length]} {now}");
            }

            await run;
        }
        finally
        {
            io.Unshow();
        }
    }
}
