namespace Postern.Client;

/// <summary>
/// Remembers them for as long as it lives itself, which is as far as a library may go unasked; share one among the clients of a process.
/// </summary>
public sealed class InMemorySpentPasscodes : ISpentPasscodes
{
    // Those of half an hour and more: six times as long as a transaction waits for its code.
    const int Remembered = 100;

    readonly Lock _gate = new();
    readonly Dictionary<string, List<long>> _steps = [];

    /// <inheritdoc/>
    public ValueTask<bool> TryTakeAsync(string seed, long timeStep, CancellationToken ct = default)
    {
        lock (_gate)
        {
            if (!_steps.TryGetValue(seed, out var taken))
                _steps[seed] = taken = [];

            if (taken.Contains(timeStep))
                return new(false);

            taken.Add(timeStep);
            taken.RemoveRange(0, Math.Max(0, taken.Count - Remembered));
            return new(true);
        }
    }
}
