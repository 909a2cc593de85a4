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
sealed class PasswordImport(OrgStore store, InlineHookCaller hooks)
{
    /// <summary>What no hook answers is not right.</summary>
    public async Task<bool> VerifiesAsync(User user, string password, Origin origin, CancellationToken ct)
    {
        if (await hooks.FindAsync(InlineHook.PasswordImport, ct) is not { } asked)
            return false;

        var answer = await hooks.AskAsync(asked, new(Data(user, password, origin)), ct);
        var happened = InlineHookCaller.Executed(
            asked, LogParty.Of(user), answer is { Status: 200 or 204 }, answer is null ? "TIMEOUT" : null);
        await store.Journal.AddAsync(origin, [happened.Written()], ct);
        return answer is { Status: 200 } && IsVerified(answer.Body);
    }

    static JsonObject Data(User user, string password, Origin origin) => new()
    {
        ["context"] = new JsonObject
        {
            ["request"] = InlineHookCaller.Request(origin, "POST"),
            ["credential"] = new JsonObject { ["username"] = user.Login, ["password"] = password },
        },
        ["action"] = new JsonObject { ["credential"] = "UNVERIFIED" },
    };

    static bool IsVerified(byte[] answer) =>
        ForeignJson.Find(answer) is JsonObject body
        && body["commands"] is JsonArray commands
        && commands.OfType<JsonObject>().Any(command =>
            command["type"]?.ToString() is "com.okta.action.update"
            && command["value"] is JsonObject value && value["credential"]?.ToString() is "VERIFIED");
}
