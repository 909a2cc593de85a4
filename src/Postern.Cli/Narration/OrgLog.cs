using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>
/// The log of an org on stderr, in the form that was asked for: what failed and where, where it is wanted each request too, and nothing
/// that a caller sent.
/// </summary>
sealed class OrgLog(Terminal io, LogForm form = LogForm.Remarks) : ILoggerFactory
{
    const string Requests = "Postern.LocalOrg.Requests";

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName is Requests);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("It writes to stderr and nowhere else.");

    /// <summary>What the command itself has to say of the org.</summary>
    public void Say(string remark)
    {
        if (form is LogForm.Json && !io.Quiet)
            io.Tell(LogLine.Json(Now, "info", [new("message", remark)]));
        else
            io.Say(remark);
    }

    /// <summary>What the command itself warns of.</summary>
    public void Warn(string warning)
    {
        if (form is LogForm.Json && !io.Quiet)
            io.Tell(LogLine.Json(Now, "warning", [new("message", warning)]));
        else
            io.Warn(warning);
    }

    /// <summary>What would have left the org. Its text has a code in it, which belongs to whoever sits there and in no log.</summary>
    public void Say(OutboxMessage message)
    {
        if (form is LogForm.Remarks)
            io.Say($"{message.Channel} to {message.To}: {message.Text}{(message.Channel is "push" ? $" (push {message.Id})" : "")}");
        else if (form is LogForm.Text)
            io.Say($"{message.Channel} to {message.To}: in the outbox");
        else if (!io.Quiet)
            io.Tell(LogLine.Json(
                Now, "info", [new("event", "message"), new("id", message.Id), new("channel", message.Channel), new("to", message.To)]));
    }

    public void Dispose()
    {
        // The terminal is the caller's.
    }

    LogLevel Least => (io, form) switch
    {
        ({ Quiet: true }, _) => LogLevel.Error,
        ({ Verbose: true }, _) or (_, not LogForm.Remarks) => LogLevel.Information,
        _ => LogLevel.Warning,
    };

    DateTimeOffset Now => io.Time.GetUtcNow();

    void Write(LogLevel level, string message, Exception? exception)
    {
        lock (io.Secrets)
        {
            if (form is LogForm.Json)
                io.Tell(LogLine.Json(
                    Now, Word(level), [new("message", io.Secrets.Words(message)), .. LogLine.Causes(exception, cause => Sentence(cause))]));
            else
                WriteText(level, message, exception);
        }
    }

    void WriteText(LogLevel level, string message, Exception? exception)
    {
        io.Tell($"{Now:yyyy-MM-dd'T'HH:mm:ss'Z'} {Word(level)}: {io.Secrets.Words(message)}");
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            io.Tell($"  {cause.GetType().ToString()}{(Sentence(cause) is { } sentence ? $": {sentence}" : "")}");
            foreach (var line in cause.StackTrace?.ReplaceLineEndings("\n").Split('\n') ?? [])
                io.Tell(line);
        }
    }

    /// <summary>Nothing in it can be a secret: it need not be looked for, thousands of times a second.</summary>
    void WriteRequest(IReadOnlyList<KeyValuePair<string, object?>> parts, string line)
    {
        if (form is LogForm.Json)
            io.Tell(LogLine.Json(Now, "info", [new("event", "request"), .. parts]));
        else
            io.Tell($"{Now:yyyy-MM-dd'T'HH:mm:ss'Z'} {line}");
    }

    static string Word(LogLevel level) => level switch
    {
        LogLevel.Warning => "warning",
        LogLevel.Error or LogLevel.Critical => "error",
        _ => "info",
    };

    // What cannot be parsed, found or decrypted is quoted by the exceptions that say so, and may be a secret. A database, a file and a
    // network say what is wrong with them.
    string? Sentence(Exception cause) =>
        cause is DbException or IOException or SocketException or TimeoutException or UnauthorizedAccessException
            ? io.Secrets.Words(cause.Message)
            : null;

    /// <summary>One of the things that an org logs: requests are one, and everything else is another.</summary>
    sealed class Category(OrgLog log, bool isOfRequests) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) =>
            logLevel is not LogLevel.None && logLevel >= log.Least && !(isOfRequests && log.IsOfRemarks);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;

            if (isOfRequests && state is IReadOnlyList<KeyValuePair<string, object?>> parts)
                log.WriteRequest(parts, formatter(state, exception));
            else
                log.Write(logLevel, formatter(state, exception), exception);
        }
    }

    bool IsOfRemarks => form is LogForm.Remarks;
}

/// <summary>How the log is written.</summary>
enum LogForm
{
    /// <summary>What goes wrong, for whoever sits there; codes that are sent, too.</summary>
    Remarks,

    /// <summary>A line for each request besides, and no codes.</summary>
    Text,

    /// <summary>The same as JSON, one object a line.</summary>
    Json,
}
