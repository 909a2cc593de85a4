namespace Postern.Cli.Tests;

/// <summary>A clock by which whatever is done lasts a thousand times as long; the time of day is the real one.</summary>
sealed class HurriedTime : TimeProvider
{
    const int Times = 1000;

    public override long TimestampFrequency => System.TimestampFrequency / Times;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Hurried(dueTime), Hurried(period));

    static TimeSpan Hurried(TimeSpan time) => time > TimeSpan.Zero ? time / Times : time;
}
