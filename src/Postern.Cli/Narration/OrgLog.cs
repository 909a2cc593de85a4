using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Postern.Cli;

/// <summary>The log of an org on stderr: what failed and where, and nothing that a caller sent.</summary>
sealed class OrgLog(Terminal io) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("It writes to stderr and nowhere else.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None && logLevel >= Least;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;

        lock (io.Secrets)
        {
            io.Tell($"{io.Time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'} {Word(logLevel)}: {io.Secrets.Words(formatter(state, exception))}");
            for (var cause = exception; cause is not null; cause = cause.InnerException)
                Tell(cause);
        }
    }

    public void Dispose()
    {
        // The terminal is the caller's.
    }

    LogLevel Least => io switch
    {
        { Quiet: true } => LogLevel.Error,
        { Verbose: true } => LogLevel.Information,
        _ => LogLevel.Warning,
    };

    static string Word(LogLevel level) => level switch
    {
        LogLevel.Warning => "warning",
        LogLevel.Error or LogLevel.Critical => "error",
        _ => "info",
    };

    void Tell(Exception cause)
    {
        io.Tell($"  {cause.GetType().ToString()}{(MayBeRepeated(cause) ? $": {io.Secrets.Words(cause.Message)}" : "")}");
        foreach (var line in cause.StackTrace?.ReplaceLineEndings("\n").Split('\n') ?? [])
            io.Tell(line);
    }

    // What cannot be parsed, found or decrypted is quoted by the exceptions that say so, and may be a secret. A database, a file and a
    // network say what is wrong with them.
    static bool MayBeRepeated(Exception cause) =>
        cause is DbException or IOException or SocketException or TimeoutException or UnauthorizedAccessException;
}
