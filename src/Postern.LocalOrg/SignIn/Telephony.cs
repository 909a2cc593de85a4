using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Hooks;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn;

/// <summary>
/// Hands codes by SMS and call to the telephony inline hook, where the org has one that is switched on: management.md 16. UNCONFIRMED
/// there: that what it does not take is not sent at all, where Okta's own provider may step in.
/// </summary>
sealed class Telephony(OrgStore store, InlineHookCaller hooks)
{
    static readonly string[] Taken = ["SUCCESSFUL", "PENDING"];

    /// <summary>Whether it is on its way: also where there is no hook, and it lies in the outbox alone.</summary>
    public async Task<bool> TakesAsync(PhoneMessage message, Origin origin, CancellationToken ct)
    {
        if (await hooks.FindAsync(InlineHook.Telephony, ct) is not { } asked)
            return true;

        var answer = await hooks.AskAsync(asked, new(Data(message, origin)) { RequestType = message.RequestType }, ct);
        var isTaken = answer is { Status: 200 } && IsTaken(answer.Body);
        var happened = InlineHookCaller.Executed(asked, LogParty.Of(message.To), isTaken, answer is null ? "TIMEOUT" : null);
        await store.Journal.AddAsync(origin, [happened.Written()], ct);
        return isTaken;
    }

    static JsonObject Data(PhoneMessage message, Origin origin) => new()
    {
        ["context"] = new JsonObject { ["request"] = InlineHookCaller.Request(origin, "POST") },
        ["userProfile"] = new JsonObject
        {
            ["firstName"] = message.To.FirstName, ["lastName"] = message.To.LastName, ["login"] = message.To.Login,
            ["userId"] = message.To.Id,
        },
        ["messageProfile"] = new JsonObject
        {
            ["msgTemplate"] = message.Text, ["phoneNumber"] = message.Number,
            ["otpExpires"] = InlineHookCaller.Instant(message.ExpiresAt),
            ["deliveryChannel"] = message.Channel is FactorTypes.Call ? "VOICE CALL" : "SMS", ["otpCode"] = message.Code,
            ["locale"] = message.To.Locale,
        },
    };

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
    /// <summary>One of <see cref="PhoneRequests"/>.</summary>
    public required string RequestType { get; init; }

    /// <summary>With the code in it.</summary>
    public required string Text { get; init; }

    public override string ToString() => $"{Channel} to {To.Login}";
}

/// <summary>What a code is sent for, as <c>requestType</c> has it.</summary>
static class PhoneRequests
{
    public const string
        Enrollment = "com.okta.user.telephony.pre-enrollment", Verification = "com.okta.user.telephony.mfa-verification",
        PasswordReset = "com.okta.user.telephony.password-reset", Unlock = "com.okta.user.telephony.account-unlock";
}
