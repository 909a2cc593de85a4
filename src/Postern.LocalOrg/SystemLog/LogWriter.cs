using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SystemLog;

/// <summary>An event in Okta's words, in wire order: management.md 17, api-access-management.md 18.</summary>
static class LogWriter
{
    public static JsonObject Write(LoggedEvent logged)
    {
        var (happened, origin) = (logged.Event, logged.Origin);
        return new()
        {
            ["actor"] = Write(happened.Actor ?? LogParty.Unknown),
            ["client"] = Client(origin),
            ["device"] = null,
            ["authenticationContext"] = Authentication(),
            ["displayMessage"] = EventTypes.MessageOf(happened.Type),
            ["eventType"] = happened.Type,
            ["outcome"] = new JsonObject { ["result"] = happened.Result ?? "SUCCESS", ["reason"] = happened.Reason },
            ["published"] = logged.Published.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["securityContext"] = new JsonObject
            {
                ["asNumber"] = null, ["asOrg"] = null, ["isp"] = null, ["domain"] = null, ["isProxy"] = null,
            },
            ["severity"] = happened.Result is "FAILURE" or "DENY" ? "WARN" : "INFO",
            ["debugContext"] = new JsonObject { ["debugData"] = Debug(happened, origin) },
            ["legacyEventType"] = null,
            ["transaction"] = new JsonObject
            {
                ["type"] = origin.RequestId is "" ? "JOB" : "WEB", ["id"] = origin.RequestId is "" ? "unknown" : origin.RequestId,
                ["detail"] = happened.ApiTokenId is { } token ? new JsonObject { ["requestApiTokenId"] = token } : [],
            },
            ["uuid"] = logged.Id.ToString(),
            ["version"] = "0",
            ["request"] = new JsonObject { ["ipChain"] = IpChain(origin) },
            ["target"] = happened.Targets is { Count: > 0 } targets ? new JsonArray([.. targets.Select(Write)]) : null,
        };
    }

    static JsonObject Write(LogParty party) => new()
    {
        ["id"] = party.Id, ["type"] = party.Type, ["alternateId"] = party.AlternateId, ["displayName"] = party.DisplayName,
        ["detailEntry"] = null,
    };

    static JsonObject Client(Origin origin) => new()
    {
        ["userAgent"] = origin.UserAgent is ""
            ? null
            : new JsonObject { ["rawUserAgent"] = origin.UserAgent, ["os"] = "Unknown", ["browser"] = "UNKNOWN" },
        ["zone"] = "null",
        ["device"] = "Unknown",
        ["id"] = null,
        ["ipAddress"] = origin.Address,
        ["geographicalContext"] = null,
    };

    static JsonObject Authentication() => new()
    {
        ["authenticationProvider"] = null, ["credentialProvider"] = null, ["credentialType"] = null, ["issuer"] = null,
        ["interface"] = null,
        ["authenticationStep"] = 0, ["externalSessionId"] = "unknown", ["rootSessionId"] = "unknown",
    };

    static JsonObject Debug(LogEvent happened, Origin origin)
    {
        JsonObject debug = new() { ["requestId"] = origin.RequestId, ["requestUri"] = origin.Path, ["url"] = origin.Path };
        foreach (var (name, value) in happened.Debug ?? new Dictionary<string, string>())
            debug[name] = value;
        return debug;
    }

    static JsonArray IpChain(Origin origin) => origin.Address is { } address
        ?
        [
            (JsonNode)new JsonObject
            {
                ["ip"] = address, ["geographicalContext"] = null,
                ["version"] = address.Contains(':', StringComparison.Ordinal) ? "V6" : "V4", ["source"] = null,
            },
        ]
        : [];
}

/// <summary>An event with where and when it happened.</summary>
/// <param name="Number">Of the journal's entry.</param>
/// <param name="Index">Among the events of that.</param>
/// <param name="Published">When.</param>
/// <param name="Origin">Where the request came from.</param>
/// <param name="Event">What happened.</param>
sealed record LoggedEvent(long Number, int Index, DateTimeOffset Published, Origin Origin, LogEvent Event)
{
    /// <summary>The same whenever it is read: made of the request and the place in it.</summary>
    public Guid Id
    {
        get
        {
            var text = string.Join(
                '\n', Origin.RequestId, Published.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
                Index.ToString(CultureInfo.InvariantCulture), Event.Type);
            return new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
        }
    }

    public static IEnumerable<LoggedEvent> Of(JournalEntry entry) => entry.Lines.Select(
        (line, index) => new LoggedEvent(entry.Number, index, entry.Published, entry.Origin, LogEvent.Read(line)));
}
