using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg;

/// <summary><c>/_postern/users</c> and <c>/_postern/step-up</c>: puts users into states, and begins what an app's request begins.</summary>
sealed class UsersControl(
    OrgStore store, CredentialStore credentialStore, InteractionStore interactionStore, OrgDirectory directory) : IControlTheme
{
    public void Map(ControlTable table)
    {
        table.Post("/users/{login}", UserAsync);
        table.Post("/step-up", StepUpAsync);
    }

    async Task UserAsync(HttpContext context)
    {
        var login = context.Request.RouteValues["login"] as string ?? "";
        var request = await ControlBody.ReadAsync(context, ControlJson.Default.UserStateBody);
        if (!Enum.TryParse<UserState>(request.State, ignoreCase: true, out var state) || !Enum.IsDefined(state))
            throw ControlProblem.Wrong(
                "Give the state, as {\"state\": \"lockedOut\"}; there are " +
                $"{string.Join(", ", Enum.GetNames<UserState>().Select(JsonNamingPolicy.CamelCase.ConvertName))}.");
        if (!await credentialStore.SetStateAsync(login, state, context.RequestAborted))
            throw ControlProblem.NotFound("There is no user of this login.");
        await context.Response.WriteJsonAsync(
            new() { Login = login, State = JsonNamingPolicy.CamelCase.ConvertName(state.ToString()) }, ControlJson.Default.UserStateBody);
    }

    /// <summary>As a page of the org's would begin it: for clients that are handed a state token.</summary>
    async Task StepUpAsync(HttpContext context)
    {
        var request = await ControlBody.ReadAsync(context, ControlJson.Default.StepUpRequest);
        if (request.ClientId is not { } clientId || await directory.FindAppAsync(clientId, context.RequestAborted) is null)
            throw ControlProblem.NotFound("There is no app of this clientId.");
        if (request.ReturnTo is { } path && !IsOwnPath(path))
            throw ControlProblem.Wrong("returnTo must be a path of the org's, such as /oauth2/default/v1/authorize?client_id=….");

        var stateToken = Secrets.NewStateToken();
        await store.InOneWorkAsync(
            work =>
            {
                interactionStore.AddTransaction(
                    work, stateToken,
                    new() { UserId = "", Status = AuthnStatuses.Unauthenticated, AppId = clientId, ReturnTo = request.ReturnTo },
                    store.Time.GetUtcNow() + Transactions.StateTokenLifetime);
                work.Answer(() => context.Response.WriteJsonAsync(new() { StateToken = stateToken }, ControlJson.Default.StepUpBody));
                return Task.CompletedTask;
            },
            context.RequestAborted);
    }

    /// <summary>It becomes a header, and must lead nowhere else: browsers read two slashes, or a backslash, as another host's.</summary>
    static bool IsOwnPath(string path) =>
        path is ['/', ..] and not ['/', '/', ..] && path.All(c => c is > ' ' and < '\x7f' and not '\\');
}
