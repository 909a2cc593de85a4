using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Postern.Cli.Tests.Commands;

/// <summary>Time that a test moves, and that tells when somebody waits for it: however busy the machine is, nobody is overtaken.</summary>
sealed class AwaitedTime(DateTimeOffset now) : FakeTimeProvider(now)
{
    // Between the frames of a line that moves, and the pauses in which an org keeps house.
    static readonly TimeSpan Least = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Most = TimeSpan.FromSeconds(15);

    readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime >= Least && dueTime <= Most)
            _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>How long somebody waits, as soon as somebody does; each wait is told once.</summary>
    public Task<TimeSpan> WaitedForAsync(CancellationToken ct) => _waits.Reader.ReadAsync(ct).AsTask();
}
