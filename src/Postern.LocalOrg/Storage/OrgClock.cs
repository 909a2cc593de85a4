using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>
/// The org's clock, which a test may move: lifetimes, <c>iat</c> and <c>exp</c>, rate limits. How far it is moved belongs to the org: its
/// database keeps it, and every process on that knows it.
/// </summary>
public sealed class OrgClock : TimeProvider
{
    static readonly DateTimeOffset End = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly TimeProvider _inner;
    readonly SharedState _shared;

    internal OrgClock(TimeProvider inner, SharedState shared) => (_inner, _shared) = (inner, shared);

    /// <summary>
    /// How far it is ahead of the clock that the org was started with. What another process moves is seen at this one's next request.
    /// </summary>
    public TimeSpan Ahead => _shared.ClockAhead;

    /// <inheritdoc/>
    public override long TimestampFrequency => _inner.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _inner.LocalTimeZone;

    /// <summary>Moves it on, never back: what has expired stays so. A restart on the same file or database keeps it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than zero, or past the year 9000.</exception>
    public void Advance(TimeSpan by) => Check(by >= TimeSpan.Zero && by <= Most && _shared.Advance(by, Most), by);

    internal async Task AdvanceAsync(TimeSpan by, CancellationToken ct) =>
        Check(by >= TimeSpan.Zero && by <= Most && await _shared.AdvanceAsync(by, Most, ct), by);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _inner.GetUtcNow() + Ahead;

    /// <inheritdoc/>
    public override long GetTimestamp() => _inner.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _inner.CreateTimer(callback, state, dueTime, period);

    TimeSpan Most => End - _inner.GetUtcNow();

    static void Check(bool isMoved, TimeSpan by)
    {
        if (!isMoved)
            throw new ArgumentOutOfRangeException(nameof(by), by, "The clock is moved on, by zero or more, and not past the year 9000.");
    }
}
