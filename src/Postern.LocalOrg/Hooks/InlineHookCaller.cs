using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;

namespace Postern.LocalOrg.Hooks;

/// <summary>Asks inline hooks, each in the envelope that all of Okta's have, and says how the log tells of it: management.md 16.</summary>
sealed class InlineHookCaller(OrgDirectory directory, OrgUrls urls, HookCaller caller, TimeProvider time)
{
    /// <summary>The one of this type that is switched on; null: the org has none.</summary>
    public async Task<InlineHook?> FindAsync(string type, CancellationToken ct) =>
        (await directory.InlineHooks.AllAsync(ct)).FirstOrDefault(hook => hook.Type == type && hook.Status is Lifecycle.Active);

    /// <summary>Null where nothing came that can be used.</summary>
    public Task<HookAnswer?> AskAsync(InlineHook hook, HookInquiry inquiry, CancellationToken ct) => caller.PostAsync(
        hook.Channel, JsonSerializer.SerializeToUtf8Bytes(Envelope(hook, inquiry), HookJson.Default.JsonObject), ct);

    /// <summary>The request that it is asked for, as <c>data.context</c> has it.</summary>
    public static JsonObject Request(Origin origin, string method) => new()
    {
        ["id"] = origin.RequestId, ["method"] = method, ["url"] = new JsonObject { ["value"] = origin.Path },
        ["ipAddress"] = origin.Address,
    };

    /// <param name="hook">Which was asked.</param>
    /// <param name="actor">For whom.</param>
    /// <param name="isGood">Whether it did what it is there for.</param>
    /// <param name="why">It did not; null: nobody knows.</param>
    public static LogEvent Executed(InlineHook hook, LogParty actor, bool isGood, string? why) => new()
    {
        Type = "inline_hook.executed", Actor = actor, Result = isGood ? null : "FAILURE", Reason = why,
        Targets = [new(hook.Id, "InlineHook", "unknown", hook.Name)],
    };

    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    JsonObject Envelope(InlineHook hook, HookInquiry inquiry)
    {
        var envelope = new JsonObject
        {
            ["source"] = inquiry.Source ?? $"{urls.Public}/api/v1/inlineHooks/{hook.Id}",
            ["eventId"] = new Guid(RandomNumberGenerator.GetBytes(16)).ToString(), ["eventTime"] = Instant(time.GetUtcNow()),
            ["eventTypeVersion"] = "1.0", ["cloudEventVersion"] = "0.1", ["contentType"] = "application/json", ["eventType"] = hook.Type,
        };
        if (inquiry.RequestType is { } what)
            envelope["requestType"] = what;
        envelope["data"] = inquiry.Data;
        return envelope;
    }
}

/// <summary>What an inline hook is asked.</summary>
sealed record HookInquiry(JsonObject Data)
{
    /// <summary>The address of what asks; null: that of the hook.</summary>
    public string? Source { get; init; }

    /// <summary>What it is for, where hooks of the type are asked for several things.</summary>
    public string? RequestType { get; init; }

    /// <summary>Without what may be a password or a code.</summary>
    public override string ToString() => "an inquiry";
}
