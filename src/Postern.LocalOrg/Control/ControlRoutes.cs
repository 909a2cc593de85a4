using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg;

/// <summary>
/// <c>/_postern</c>: what a test does to the org from outside. Errors are RFC 9457 problem details; <see cref="ControlCallers"/> says who
/// may call.
/// </summary>
sealed class ControlRoutes(
    OrgClock clock,
    Outbox outbox,
    OrgStore store,
    CredentialStore credentialStore,
    InteractionStore interactionStore,
    OrgDirectory directory,
    ControlCallers callers)
{
    const string Base = "/_postern";

    public void Map(IEndpointRouteBuilder routes, SurfaceKit kit)
    {
        var surface = kit.Surface<ControlRoutes>(routes, WriteAsync, callers.Check);
        surface.Map(Base + "/clock", ["GET", "POST"], ClockAsync);
        surface.Map(Base + "/outbox", ["GET", "DELETE"], OutboxAsync);
        surface.Post(Base + "/pushes/{id}", PushAsync);
        surface.Post(Base + "/users/{login}", UserAsync);
        surface.Post(Base + "/step-up", StepUpAsync);
        surface.NothingAt(Base + "/{**rest}");
    }

    async Task ClockAsync(HttpContext context)
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            var request = await ReadAsync(context, ControlJson.Default.ClockRequest);
            if (request.AdvanceSeconds is not (>= 0 and < 200_000_000_000))
                throw new ControlProblem(
                    400, "Bad Request", "Give the seconds to advance by, as {\"advanceSeconds\": 300}; the clock never goes back.");

            try
            {
                await clock.AdvanceAsync(TimeSpan.FromSeconds(request.AdvanceSeconds.Value), context.RequestAborted);
            }
            catch (ArgumentOutOfRangeException)
            {
                throw new ControlProblem(400, "Bad Request", "That is past the year 9000.");
            }
        }

        await context.Response.WriteJsonAsync(
            new() { Now = clock.GetUtcNow(), AheadSeconds = clock.Ahead.TotalSeconds }, ControlJson.Default.ClockBody);
    }

    async Task OutboxAsync(HttpContext context)
    {
        if (HttpMethods.IsDelete(context.Request.Method))
            await outbox.ClearAsync(context.RequestAborted);

        var messages = await outbox.MessagesAsync(context.RequestAborted);
        string user = context.Request.Query["user"].ToString(), channel = context.Request.Query["channel"].ToString();
        await context.Response.WriteJsonAsync(
            new()
            {
                Messages =
                [
                    .. messages.Where(
                        message => (user.Length == 0 || message.Login == user) && (channel.Length == 0 || message.Channel == channel)),
                ],
            },
            ControlJson.Default.OutboxBody);
    }

    async Task PushAsync(HttpContext context)
    {
        var id = context.Request.RouteValues["id"] as string ?? "";
        var request = await ReadAsync(context, ControlJson.Default.PushRequest);
        var isDecided = request.Decision switch
        {
            "approve" => await outbox.ApproveAsync(id, request.Number, context.RequestAborted),
            "reject" => await outbox.RejectAsync(id, context.RequestAborted),
            _ =>
                throw new ControlProblem(
                    400,
                    "Bad Request",
                    "Give the decision, as {\"decision\": \"approve\"} or \"reject\", with a \"number\" where the push asks for one."),
        };
        if (!isDecided)
            throw new ControlProblem(409, "Conflict", "No push of this id waits: it was answered already, has timed out, or never was.");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    async Task UserAsync(HttpContext context)
    {
        var login = context.Request.RouteValues["login"] as string ?? "";
        var request = await ReadAsync(context, ControlJson.Default.UserStateBody);
        if (!Enum.TryParse<UserState>(request.State, ignoreCase: true, out var state) || !Enum.IsDefined(state))
            throw new ControlProblem(
                400,
                "Bad Request",
                "Give the state, as {\"state\": \"lockedOut\"}; there are " +
                $"{string.Join(", ", Enum.GetNames<UserState>().Select(JsonNamingPolicy.CamelCase.ConvertName))}.");
        if (!await credentialStore.SetStateAsync(login, state, context.RequestAborted))
            throw new ControlProblem(404, "Not Found", "There is no user of this login.");
        await context.Response.WriteJsonAsync(
            new() { Login = login, State = JsonNamingPolicy.CamelCase.ConvertName(state.ToString()) }, ControlJson.Default.UserStateBody);
    }

    /// <summary>As a page of the org's would begin it: for clients that are handed a state token.</summary>
    async Task StepUpAsync(HttpContext context)
    {
        var request = await ReadAsync(context, ControlJson.Default.StepUpRequest);
        if (request.ClientId is not { } clientId || await directory.FindAppAsync(clientId, context.RequestAborted) is null)
            throw new ControlProblem(404, "Not Found", "There is no app of this clientId.");
        if (request.ReturnTo is { } path
            && (
                !path.StartsWith('/')
                    || path.StartsWith("//", StringComparison.Ordinal)
                    || path.Contains('\\', StringComparison.Ordinal)
                    || path.Any(char.IsControl)))
            throw new ControlProblem(
                400, "Bad Request", "returnTo must be a path of the org's, such as /oauth2/default/v1/authorize?client_id=….");

        var stateToken = Secrets.NewStateToken();
        await store.InOneWorkAsync(
            work =>
            {
                interactionStore.AddTransaction(
                    work, stateToken,
                    new() { UserId = "", Status = AuthnStatuses.Unauthenticated, AppId = clientId, ReturnTo = request.ReturnTo },
                    clock.GetUtcNow() +
                        Transactions.StateTokenLifetime);
                work.Answer(() => context.Response.WriteJsonAsync(new() { StateToken = stateToken }, ControlJson.Default.StepUpBody));
                return Task.CompletedTask;
            },
            context.RequestAborted);
    }

    static Task WriteAsync(HttpContext context, Trouble trouble) => (trouble switch
    {
        Trouble.Refused { Refusal: ControlProblem problem } => problem,
        Trouble.MethodNotAllowed(var allowed) =>
            new(405, "Method Not Allowed", $"Use {allowed.Replace(", ", " or ", StringComparison.Ordinal)}."),
        Trouble.NothingHere => new(
            404,
            "Not Found",
            "There are /_postern/clock, /_postern/outbox, /_postern/pushes/{id}, /_postern/users/{login} and /_postern/step-up."),
        Trouble.Garbage => new(400, "Bad Request", "The body is not the JSON that is wanted here."),
        Trouble.DatabaseAway =>
            new(503, "Service Unavailable", "The org cannot reach its database for the moment. Try again in a few seconds."),
        _ => new ControlProblem(500, "Internal Server Error", "Something went wrong in the local org; its log says what."),
    }).WriteAsync(context);

    static Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class => context.Request.HasJsonContentType()
            ? JsonBody.ReadAsync(context.Request, type, context.RequestAborted)
            : throw new ControlProblem(415, "Unsupported Media Type", "Send JSON, with Content-Type: application/json.");
}
