using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Hooks;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn;

/// <summary>
/// Hands the messages and calls of factors to the telephony inline hook, where the org has one that is switched on. UNCONFIRMED
/// (management.md 16 has no more than the type): the bodies; and that what it does not take is not sent at all, where Okta's own provider
/// may step in.
/// </summary>
sealed class Telephony(OrgStore store, OrgDirectory directory, HookCaller caller, OrgUrls urls)
{
    static readonly string[] Taken = ["SUCCESSFUL", "PENDING"];

    /// <summary>Whether it is on its way: also where there is no hook, and it lies in the outbox alone.</summary>
    public async Task<bool> TakesAsync(PhoneMessage message, Origin origin, CancellationToken ct)
    {
        var hooks = await directory.InlineHooks.AllAsync(ct);
        if (hooks.FirstOrDefault(hook => hook is { Type: InlineHook.Telephony, Status: Lifecycle.Active }) is not { } asked)
            return true;

        var body = JsonSerializer.SerializeToUtf8Bytes(Body(message, asked, origin), HookJson.Default.JsonObject);
        var answer = await caller.PostAsync(asked.Channel, body, ct);
        var isTaken = answer is { Status: 200 } && IsTaken(answer.Body);
        LogEvent happened = new()
        {
            Type = "inline_hook.executed", Actor = LogParty.Of(message.To), Targets = [new(asked.Id, "InlineHook", "unknown", asked.Name)],
            Result = isTaken ? null : "FAILURE", Reason = answer is null ? "TIMEOUT" : null,
        };
        await store.Journal.AddAsync(origin, [happened.Written()], ct);
        return isTaken;
    }

    JsonObject Body(PhoneMessage message, InlineHook hook, Origin origin) => new()
    {
        ["eventId"] = new Guid(RandomNumberGenerator.GetBytes(16)).ToString(),
        ["eventTime"] = Instant(store.Time.GetUtcNow()),
        ["eventType"] = hook.Type, ["eventTypeVersion"] = "1.0", ["contentType"] = "application/json", ["cloudEventVersion"] = "0.1",
        ["source"] = $"{urls.Public}/api/v1/inlineHooks/{hook.Id}",
        ["data"] = new JsonObject
        {
            ["context"] = new JsonObject
            {
                ["request"] = new JsonObject
                {
                    ["id"] = origin.RequestId, ["method"] = "POST", ["url"] = new JsonObject { ["value"] = origin.Path },
                    ["ipAddress"] = origin.Address,
                },
            },
            ["userProfile"] = new JsonObject
            {
                ["firstName"] = message.To.FirstName, ["lastName"] = message.To.LastName, ["login"] = message.To.Login,
                ["userId"] = message.To.Id,
            },
            ["messageProfile"] = new JsonObject
            {
                ["msgTemplate"] = "Your verification code is ${code}.", ["phoneNumber"] = message.Number,
                ["otpExpires"] = Instant(message.ExpiresAt),
                ["deliveryChannel"] = message.Channel is FactorTypes.Call ? "VOICE CALL" : "SMS", ["otpCode"] = message.Code,
                ["locale"] = message.To.Locale,
            },
        },
    };

    static string Instant(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    static bool IsTaken(byte[] answer) =>
        ForeignJson.Find(answer) is JsonObject body
        && body["commands"] is JsonArray commands
        && commands.OfType<JsonObject>().Any(command =>
            command["type"]?.ToString() is "com.okta.telephony.action"
            && command["value"] is JsonArray values
            && values.OfType<JsonObject>().Any(value => value["status"]?.ToString() is { } status && Taken.Contains(status)));
}

/// <summary>A code on its way to a phone, by <c>sms</c> or <c>call</c>.</summary>
sealed record PhoneMessage(User To, string Channel, string Number, string Code, DateTimeOffset ExpiresAt)
{
    public override string ToString() => $"{Channel} to {To.Login}";
}
