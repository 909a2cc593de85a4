namespace Postern.Testing;

/// <summary>
/// What is done once for the process before a test waits for it, beside whatever else the test begins with. Nobody is told how it ends, and
/// whoever began it may end it. Safe for concurrent use.
/// </summary>
sealed class Rehearsal(Func<CancellationToken, Task> hold)
{
    int _isBegun;

    /// <summary>Null where it is being held, or has been.</summary>
    public Held? Begin() => Interlocked.Exchange(ref _isBegun, 1) == 0 ? new(this) : null;

    async Task HoldAsync(CancellationToken ct)
    {
        var holding = hold(ct);
        await holding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // What was left halfway the next may go on with; what failed would fail again.
        if (ct.IsCancellationRequested && !holding.IsCompletedSuccessfully)
            Volatile.Write(ref _isBegun, 0);
    }

    /// <summary>One that has begun. Dispose it to end what is left of it.</summary>
    internal sealed class Held : IAsyncDisposable
    {
        readonly CancellationTokenSource _stopping = new();

        public Held(Rehearsal rehearsal)
        {
            // Nothing that a test carries with it, a trace or a runner's context, is to hear of what is done here.
            using (ExecutionContext.SuppressFlow())
                Ended = Task.Run(() => rehearsal.HoldAsync(_stopping.Token));
        }

        /// <summary>Never fails.</summary>
        public Task Ended { get; }

        /// <summary>Once more does no harm.</summary>
        public async ValueTask DisposeAsync()
        {
            if (!_stopping.IsCancellationRequested)
                await _stopping.CancelAsync().ConfigureAwait(false);
            await Ended.ConfigureAwait(false);
            _stopping.Dispose();
        }
    }
}
