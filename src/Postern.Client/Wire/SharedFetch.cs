namespace Postern.Client;

/// <summary>
/// Runs one fetch for all who want it at the time; who gives up does not take it from the others, and the last one to give up stops it.
/// </summary>
sealed class SharedFetch<T>(Func<CancellationToken, Task<T>> fetch)
{
    readonly Lock _gate = new();
    Flight? _flight;

    public async Task<T> RunAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var flight = Join();
        try
        {
            return await flight.Result.WaitAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            Leave(flight);
        }
    }

    Flight Join()
    {
        lock (_gate)
        {
            if (_flight is not { Result.IsCompleted: false })
                _flight = Depart();
            _flight.Waiting++;
            return _flight;
        }
    }

    Flight Depart()
    {
        // Without a timer and without wait handles, a source holds nothing that would need disposal.
        var stop = new CancellationTokenSource();

        // Task.Run: nothing of the fetch may run under the gate, nor in the first caller's context.
        return new(Task.Run(() => fetch(stop.Token)), stop.Cancel);
    }

    void Leave(Flight flight)
    {
        lock (_gate)
        {
            if (--flight.Waiting > 0 || flight.Result.IsCompleted)
                return;

            // Whoever comes now must not join a fetch that is about to be cancelled.
            _flight = null;
        }

        flight.Stop();
    }

    sealed class Flight(Task<T> result, Action stop)
    {
        public Task<T> Result { get; } = result;

        public Action Stop { get; } = stop;

        public int Waiting { get; set; }
    }
}
