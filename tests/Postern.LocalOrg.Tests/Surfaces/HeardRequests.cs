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

    /// <summary>What is told of the request that was answered so: by whoever answered, and so a moment later.</summary>
    public async Task<IReadOnlyDictionary<string, object?>> OfAsync(Answer answer)
    {
        IReadOnlyDictionary<string, object?>? told = null;
        await Patience.UntilAsync(
            "a request in the log",
            () => (told = Events.FirstOrDefault(each => Equals(each["RequestId"], answer.Headers["X-Okta-Request-Id"]))) is not null);
        return told!;
    }

    public Task<string> LineOfAsync(Answer answer) => OfAsync(answer).ContinueWith(
        _ => Lines.Single(line => line.EndsWith(answer.Headers["X-Okta-Request-Id"], StringComparison.Ordinal)), The.Ct,
        TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);

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
        Lines.Enqueue(formatter(state, exception));
        Events.Enqueue(((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary());
    }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
