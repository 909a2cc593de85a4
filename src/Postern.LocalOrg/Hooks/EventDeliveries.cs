using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;

namespace Postern.LocalOrg.Hooks;

/// <summary>
/// Tells event hooks of what has been logged, after the request that it was: nobody waits for a hook. Each delivery is tried twice; what a
/// hook that is slow cannot take in time is lost to it, and stays in the log.
/// </summary>
sealed class EventDeliveries : IAsyncDisposable
{
    const int MostWaiting = 1000;

    readonly Channel<Delivery> _waiting = Channel.CreateBounded<Delivery>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    readonly CancellationTokenSource _stopping = new();
    readonly OrgStore _store;
    readonly OrgDirectory _directory;
    readonly OrgUrls _urls;
    readonly HookCaller _caller;
    readonly Task _delivering;

    public EventDeliveries(OrgStore store, OrgDirectory directory, OrgUrls urls, HookCaller caller)
    {
        (_store, _directory, _urls, _caller) = (store, directory, urls, caller);
        _store.Journal.Written += Take;
        _delivering = Task.Run(DeliverAsync);
    }

    public async ValueTask DisposeAsync()
    {
        _store.Journal.Written -= Take;
        await _stopping.CancelAsync();
        await _delivering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    void Take(JournalEntry entry)
    {
        var hooks = _directory.Org.EventHooks;
        if (hooks.Count == 0)
            return;

        foreach (var logged in LoggedEvent.Of(entry))
            foreach (var hook in hooks)
                if (hook.Events.Contains(logged.Event.Type))
                    _waiting.Writer.TryWrite(new(hook, logged));
    }

    async Task DeliverAsync()
    {
        await foreach (var (hook, logged) in _waiting.Reader.ReadAllAsync(_stopping.Token))
            await _caller.PostAsync(
                hook.Channel, JsonSerializer.SerializeToUtf8Bytes(Body(hook, logged), HookJson.Default.JsonObject), _stopping.Token);
    }

    JsonObject Body(EventHook hook, LoggedEvent logged) => new()
    {
        ["eventType"] = "com.okta.event_hook", ["eventTypeVersion"] = "1.0", ["cloudEventsVersion"] = "0.1",
        ["source"] = $"{_urls.Public}/api/v1/eventHooks/{hook.Id}", ["eventId"] = logged.Id.ToString(),
        ["data"] = new JsonObject { ["events"] = new JsonArray(LogWriter.Write(logged)) },
        ["eventTime"] = InlineHookCaller.Instant(_store.Time.GetUtcNow()),
        ["contentType"] = "application/json",
    };

    sealed record Delivery(EventHook Hook, LoggedEvent Logged);
}
