using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Hooks;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;

namespace Postern.LocalOrg.SignIn;

/// <summary>
/// Asks the password import inline hook whether a password is right that only somebody else's service knows (management.md 16). UNCONFIRMED
/// there: the body beside <c>data.context.credential</c>, made like that of the token hook.
/// </summary>
sealed class PasswordImport(OrgStore store, OrgDirectory directory, HookCaller caller, OrgUrls urls)
{
    /// <summary>What no hook answers is not right.</summary>
    public async Task<bool> VerifiesAsync(User user, string password, Origin origin, CancellationToken ct)
    {
        var hooks = await directory.InlineHooks.AllAsync(ct);
        if (hooks.FirstOrDefault(hook => hook is { Type: InlineHook.PasswordImport, Status: Lifecycle.Active }) is not { } asked)
            return false;

        var body = JsonSerializer.SerializeToUtf8Bytes(Body(user, password, asked, origin), HookJson.Default.JsonObject);
        var answer = await caller.PostAsync(asked.Channel, body, ct);
        var isGood = answer is { Status: 200 } && IsVerified(answer.Body);
        LogEvent happened = new()
        {
            Type = "inline_hook.executed", Actor = LogParty.Of(user), Targets = [new(asked.Id, "InlineHook", "unknown", asked.Name)],
            Result = answer is { Status: 200 or 204 } ? null : "FAILURE", Reason = answer is null ? "TIMEOUT" : null,
        };
        await store.Journal.AddAsync(origin, [happened.Written()], ct);
        return isGood;
    }

    JsonObject Body(User user, string password, InlineHook hook, Origin origin) => new()
    {
        ["eventId"] = new Guid(RandomNumberGenerator.GetBytes(16)).ToString(),
        ["eventTime"] = store.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
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
                ["credential"] = new JsonObject { ["username"] = user.Login, ["password"] = password },
            },
            ["action"] = new JsonObject { ["credential"] = "UNVERIFIED" },
        },
    };

    static bool IsVerified(byte[] answer) =>
        ForeignJson.Find(answer) is JsonObject body
        && body["commands"] is JsonArray commands
        && commands.OfType<JsonObject>().Any(command =>
            command["type"]?.ToString() is "com.okta.action.update"
            && command["value"] is JsonObject value && value["credential"]?.ToString() is "VERIFIED");
}
