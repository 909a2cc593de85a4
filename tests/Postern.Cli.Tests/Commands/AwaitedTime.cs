using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Postern.Cli.Tests.Commands;

/// <summary>
/// Time that a test moves, and that tells when the command waits for it: however busy the machine is, nobody is overtaken, and no wait of
/// the command goes unheard.
/// </summary>
sealed class AwaitedTime : FakeTimeProvider
{
    /// <summary>
    /// Between two frames of a line that moves: whoever moved the time for each would move it faster than an answer can come.
    /// </summary>
    static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(250);

    readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public AwaitedTime(DateTimeOffset now)
        : base(now) => OfTheOrg = new Untold(this);

    /// <summary>The same time for the org, which keeps house by it and waits for nobody.</summary>
    public TimeProvider OfTheOrg { get; }

    // Told when the timer runs, not before: a time that moved earlier would leave it waiting.
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime != Frame)
            _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>How long the command waits, as soon as it does; each wait is told once.</summary>
    public Task<TimeSpan> WaitedForAsync(CancellationToken ct) => _waits.Reader.ReadAsync(ct).AsTask();

    ITimer CreateUntold(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime, period);

    sealed class Untold(AwaitedTime time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override long GetTimestamp() => time.GetTimestamp();

        public override long TimestampFrequency => time.TimestampFrequency;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            time.CreateUntold(callback, state, dueTime, period);
    }
}
