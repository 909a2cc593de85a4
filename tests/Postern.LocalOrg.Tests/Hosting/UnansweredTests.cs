using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Postern.LocalOrg.Tests.Hosting;

/// <summary>What fails outside of every surface.</summary>
public sealed class UnansweredTests
{
    [Fact]
    public async Task A_500_that_no_surface_wrote_has_its_reason_in_the_log()
    {
        using var log = new FailureLog();
        await using var org = await LocalOrg.StartAsync(
            new() { Logs = log, Middleware = _ => _ => throw new InvalidOperationException("spoilt by the test") }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.GetAsync("/");

        answer.Status.ShouldBe(500);
        log.Failures.ShouldHaveSingleItem().Message.ShouldBe("spoilt by the test");
    }

    [Fact]
    public async Task Middleware_sees_the_answer_whole()
    {
        var seen = new TaskCompletionSource<(int, string)>();
        await using var org = await LocalOrg.StartAsync(new()
        {
            Middleware = next => async context =>
            {
                await next(context);
                seen.TrySetResult((context.Response.StatusCode, context.Response.Headers["X-Okta-Request-Id"].ToString()));
            },
        }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.GetAsync("/.well-known/okta-organization");

        (await seen.Task.InTimeAsync("the middleware's turn after the answer")).ShouldBe((200, answer.Headers["X-Okta-Request-Id"]));
    }

    sealed class FailureLog : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<Exception> Failures { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not null)
                Failures.Enqueue(exception);
        }

        public void Dispose()
        {
        }
    }
}
