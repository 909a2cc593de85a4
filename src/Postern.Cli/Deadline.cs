namespace Postern.Cli;

/// <summary>The end of the whole, if there is one: whatever is awaited then is given up.</summary>
sealed class Deadline : IDisposable
{
    readonly TimeSpan? _after;
    readonly CancellationToken _stopped;
    readonly Deadline? _outer;
    readonly CancellationTokenSource? _passed;
    readonly CancellationTokenSource? _either;

    /// <param name="after">Null for as long as it takes.</param>
    /// <param name="time">By which clock.</param>
    /// <param name="outer">That of the command that runs this one; null where none does.</param>
    /// <param name="stopped">Whoever else ends it; the outer one among them.</param>
    public Deadline(TimeSpan? after, TimeProvider time, Deadline? outer, CancellationToken stopped)
    {
        (_after, _stopped, _outer) = (after, stopped, outer);
        if (after is not { } span)
            return;

        _passed = new(span, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(stopped, _passed.Token);
    }

    public CancellationToken Token => _either?.Token ?? _stopped;

    /// <summary>Null where something else went wrong.</summary>
    public Failure? Explain(Exception exception) =>
        exception is OperationCanceledException && _passed is { IsCancellationRequested: true } && !_stopped.IsCancellationRequested
            ? new(ExitCodes.Network, $"It was not done within the {_after!.Value.TotalSeconds:0.###} s of --deadline.")
            {
                Hint = "-v shows what it waited for; --deadline may be longer, and --timeout bounds each answer.",
            }
            : _outer?.Explain(exception);

    public void Dispose()
    {
        _either?.Dispose();
        _passed?.Dispose();
    }
}
