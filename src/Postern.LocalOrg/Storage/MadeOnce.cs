namespace Postern.LocalOrg.Storage;

/// <summary>
/// Made by one attempt that all wait for, and kept. An attempt that failed is nobody's any more: whoever asks next makes the next one.
/// </summary>
sealed class MadeOnce<T>(Func<Task<T>> make)
{
    readonly Lock _gate = new();
    volatile Task<T>? _made;

    /// <summary>The latest, going on or ended; null where there was none.</summary>
    public Task<T>? Attempt => _made;

    public bool IsMade => _made is { IsCompletedSuccessfully: true };

    // Not cancelled with the request that asked first: others wait for the same attempt.
    public Task<T> Value
    {
        get
        {
            if (_made is { IsCompletedSuccessfully: true } made)
                return made;

            lock (_gate)
                return _made is { IsFaulted: false, IsCanceled: false } going ? going : _made = Task.Run(make);
        }
    }
}
