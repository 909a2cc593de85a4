namespace Postern.Cli;

/// <summary>Which exception means which exit code, and what to say about it.</summary>
static class Errors
{
    public static Failure Explain(Exception exception, CancellationToken ct) => exception switch
    {
        UsageException e => new(ExitCodes.Usage, e.Message) { Hint = e.Hint },
        NotATokenException e => new(ExitCodes.InvalidToken, e.Message) { Hint = e.Hint },
        OperationCanceledException when ct.IsCancellationRequested => new(ExitCodes.Interrupted, "Interrupted."),
        _ => new(ExitCodes.Unexpected, $"{exception.GetType().Name}: {exception.Message}") { Hint = "This is a bug in postern: please report it, with what -v prints." },
    };
}
