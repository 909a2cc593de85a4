using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Postern.LocalOrg.Tests.Surfaces;

/// <summary>What an org logs of its requests, as a program hears it: by name.</summary>
sealed class HeardRequests : ILoggerFactory, ILogger
{
    /// <summary>Whether there is anybody who wants to hear of them.</summary>
    public bool IsOn { get; set; } = true;

    public ConcurrentQueue<IReadOnlyDictionary<string, object?>> Events { get; } = [];

    public ConcurrentQueue<string> Lines { get; } = [];

    public IReadOnlyDictionary<string, object?> Last => Events.Last();

    public ILogger CreateLogger(string categoryName) =>
        categoryName is "Postern.LocalOrg.Requests" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public bool IsEnabled(LogLevel logLevel) => IsOn;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        logLevel.ShouldBe(LogLevel.Information);
        eventId.Name.ShouldBe("RequestAnswered");
        Events.Enqueue(((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary());
        Lines.Enqueue(formatter(state, exception));
    }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
