namespace Postern.LocalOrg;

/// <summary>The org's clock, which a test may move: lifetimes, <c>iat</c> and <c>exp</c>, rate limits. It belongs to the process, not to the database.</summary>
public sealed class OrgClock : TimeProvider
{
    readonly TimeProvider _inner;
    long _aheadTicks;

    internal OrgClock(TimeProvider inner) => _inner = inner;

    /// <summary>How far it is ahead of the clock that the org was started with.</summary>
    public TimeSpan Ahead => new(Interlocked.Read(ref _aheadTicks));

    /// <inheritdoc/>
    public override long TimestampFrequency => _inner.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _inner.LocalTimeZone;

    /// <summary>Moves it on, never back: what has expired stays so.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than zero, or past the year 9000.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(by, new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero) - GetUtcNow());
        Interlocked.Add(ref _aheadTicks, by.Ticks);
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _inner.GetUtcNow() + Ahead;

    /// <inheritdoc/>
    public override long GetTimestamp() => _inner.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _inner.CreateTimer(callback, state, dueTime, period);
}
