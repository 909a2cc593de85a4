using Microsoft.Extensions.Time.Testing;

namespace Postern.Client.Tests;

/// <summary>A clock that jumps ahead whenever somebody waits, so that nobody sleeps and only waiting takes time.</summary>
sealed class ImpatientTime() : FakeTimeProvider(The.Now)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero)
            _ = Task.Run(() => Advance(dueTime));
        return timer;
    }
}
