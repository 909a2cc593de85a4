using System.Globalization;

namespace Postern.Cli;

/// <summary>How far a run is, how fast, and how long it still takes: a line that moves on a terminal, one a minute in a pipe.</summary>
sealed class MintProgress(Terminal io, int wanted, int before)
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(250);

    readonly Lock _gate = new();
    readonly long _began = io.Time.GetTimestamp();
    long _told = io.Time.GetTimestamp();

    public int Made { get; private set; }

    public int Failed { get; private set; }

    /// <summary>How long nothing could be done for the org's limits.</summary>
    public TimeSpan Waited { get; private set; }

    public TimeSpan Took => io.Time.GetElapsedTime(_began);

    public double PerSecond => Took > TimeSpan.Zero ? Made / Took.TotalSeconds : Made;

    public void Count(MintRecord record)
    {
        lock (_gate)
        {
            (Made, Failed) = record.Tokens is null ? (Made, Failed + 1) : (Made + 1, Failed);
            if (io.ErrorIsTerminal)
                io.Show($"{Line()}");
            else if (io.Time.GetElapsedTime(_told) >= Minute)
                Tell();
        }
    }

    public async Task WaitAsync(TimeSpan wait, CancellationToken ct)
    {
        Waited += wait;
        var until = io.Time.GetUtcNow() + wait;
        while (until - io.Time.GetUtcNow() is var left && left > TimeSpan.Zero)
        {
            io.Show($"{Line()}; the org's limits are reached, {Words.Duration(left)}");
            await Task.Delay(io.ErrorIsTerminal && left > Frame ? Frame : left, io.Time, ct);
        }
    }

    void Tell()
    {
        _told = io.Time.GetTimestamp();
        io.Say($"{Line()}");
    }

    string Line()
    {
        var done = before + Made + Failed;
        var failed = Failed > 0 ? $", {Failed} failed" : "";
        var left = PerSecond > 0 ? Words.Duration(TimeSpan.FromSeconds(Math.Ceiling((wanted - done) / PerSecond))) : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{done} of {wanted}{failed}, {PerSecond:0.0} a second{(left.Length > 0 ? $", {left} left" : "")}");
    }
}
