using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using BegunSessions = Postern.LocalOrg.SignIn.Sessions;

namespace Postern.LocalOrg.Management.Sessions;

/// <summary>Browser sessions: begun with a session token, looked at, prolonged and ended. management.md 13.</summary>
sealed class SessionOperations(SessionStore store, BegunSessions sessions, OrgDirectory directory, SessionWriter writer)
    : IOperations
{
    const string Every = "/api/v1/sessions", Mine = Every + "/me", One = Every + "/{sessionId}";
    const string Reading = "okta.sessions.read", Managing = "okta.sessions.manage";

    public IEnumerable<Operation> All =>
    [
        Operation.Change("POST", Every, null, BeginAsync),
        Operation.Read(Mine, null, FindMineAsync),
        Operation.Change("DELETE", Mine, null, (call, _) => EndAsync(call, HashOfMine(call), "me")),
        Operation.Change("POST", Mine + "/lifecycle/refresh", null, (call, _) => RefreshMineAsync(call)),
        Operation.Read(One, Reading, FindAsync),
        Operation.Change("DELETE", One, Managing, (call, _) => EndAsync(call, SessionIds.HashOf(call["sessionId"]), call["sessionId"])),
        Operation.Change("POST", One + "/lifecycle/refresh", Managing, (call, _) => RefreshAsync(call)),
    ];

    /// <summary>The only time that the session's secret is told, which is good as a cookie: to whoever had the session token.</summary>
    async Task<Answer> BeginAsync(ManagementCall call, Work work)
    {
        // Whoever it was issued for may have been deactivated since.
        var begun = await sessions.BeginAsync(work, Secrets.Hash(call.Body.Needed("sessionToken")), _ => { }, call.Ct);
        if (begun is not { Authentication: var proved } || await directory.FindActiveUserAsync(proved.UserId, call.Ct) is not { } user)
            throw OktaError.AuthenticationFailed();

        var expiresAt = Math.Min(writer.Now + proved.IdleSeconds, proved.EndsAt);
        return Answer.Ok(await writer.WriteAsync(call, new(begun.Hash, proved, expiresAt), user, begun.Id, isMine: true));
    }

    async Task<Answer> FindMineAsync(ManagementCall call) =>
        await WriteAsync(call, await store.FindSessionAsync(HashOfMine(call), call.Ct), id: null);

    async Task<Answer> RefreshMineAsync(ManagementCall call) =>
        await WriteAsync(call, await store.RefreshSessionAsync(HashOfMine(call), call.Ct), id: null);

    async Task<Answer> FindAsync(ManagementCall call) =>
        await WriteAsync(call, await store.FindSessionAsync(SessionIds.HashOf(call["sessionId"]), call.Ct), call["sessionId"]);

    /// <summary>One statement: of a session that is ended at the same time it finds nothing.</summary>
    async Task<Answer> RefreshAsync(ManagementCall call) =>
        await WriteAsync(call, await store.RefreshSessionAsync(SessionIds.HashOf(call["sessionId"]), call.Ct), call["sessionId"]);

    async Task<Answer> EndAsync(ManagementCall call, string hash, string id) =>
        await store.EndFoundSessionAsync(hash, call.Ct) ? Answer.NoContent() : throw NotFound(id);

    /// <param name="call">Which wants it.</param>
    /// <param name="session">Null: there is none.</param>
    /// <param name="id">As the path has it; null: the session is the browser's that calls, and its secret is not told to its pages.</param>
    async Task<Answer> WriteAsync(ManagementCall call, BegunSession? session, string? id)
    {
        if (session is null || await directory.Users.FindAsync(session.Authentication.UserId, call.Ct) is not { } user)
            throw NotFound(id ?? "me");

        return Answer.Ok(await writer.WriteAsync(call, session, user, id ?? SessionIds.NameOf(session.Hash), isMine: id is null));
    }

    /// <summary>UNCONFIRMED (management.md 24): without a cookie as without a session.</summary>
    static string HashOfMine(ManagementCall call) =>
        BrowserSession.IdOf(call.Http) is { } id ? Secrets.Hash(id) : throw NotFound("me");

    static OktaError NotFound(string id) => OktaError.NotFound(id, "AppSession");
}
