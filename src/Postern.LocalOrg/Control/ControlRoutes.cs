using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Postern.LocalOrg.Authn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg;

/// <summary><c>/_postern</c>: what a test does to the org from outside. Errors are RFC 9457 problem details; <see cref="ControlCallers"/> says who may call.</summary>
sealed partial class ControlRoutes(OrgClock clock, Outbox outbox, OrgStore store, ControlCallers callers, ILogger logger)
{
    const string Base = "/_postern";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Base + "/clock", Errors(ClockAsync));
        routes.Map(Base + "/outbox", Errors(OutboxAsync));
        routes.Map(Base + "/pushes/{id}", Errors(PushAsync));
        routes.Map(Base + "/users/{login}", Errors(UserAsync));
        routes.Map(Base + "/step-up", Errors(StepUpAsync));
        routes.Map(Base + "/{**rest}", Errors(_ => throw new ControlProblem(404, "Not Found", "There are /_postern/clock, /_postern/outbox, /_postern/pushes/{id}, /_postern/users/{login} and /_postern/step-up.")));
    }

    async Task ClockAsync(HttpContext context)
    {
        CheckMethod(context, "GET", "POST");
        if (HttpMethods.IsPost(context.Request.Method))
        {
            var request = await ReadAsync(context, ControlJson.Default.ClockRequest);
            if (request.AdvanceSeconds is not (>= 0 and < 200_000_000_000))
                throw new ControlProblem(400, "Bad Request", "Give the seconds to advance by, as {\"advanceSeconds\": 300}; the clock never goes back.");

            try
            {
                await clock.AdvanceAsync(TimeSpan.FromSeconds(request.AdvanceSeconds.Value), context.RequestAborted);
            }
            catch (ArgumentOutOfRangeException)
            {
                throw new ControlProblem(400, "Bad Request", "That is past the year 9000.");
            }
        }

        await context.Response.WriteJsonAsync(new() { Now = clock.GetUtcNow(), AheadSeconds = clock.Ahead.TotalSeconds }, ControlJson.Default.ClockBody);
    }

    async Task OutboxAsync(HttpContext context)
    {
        CheckMethod(context, "GET", "DELETE");
        if (HttpMethods.IsDelete(context.Request.Method))
            await outbox.ClearAsync(context.RequestAborted);

        var messages = await outbox.MessagesAsync(context.RequestAborted);
        string user = context.Request.Query["user"].ToString(), channel = context.Request.Query["channel"].ToString();
        await context.Response.WriteJsonAsync(
            new() { Messages = [.. messages.Where(message => (user.Length == 0 || message.Login == user) && (channel.Length == 0 || message.Channel == channel))] },
            ControlJson.Default.OutboxBody);
    }

    async Task PushAsync(HttpContext context)
    {
        CheckMethod(context, "POST");
        var id = context.Request.RouteValues["id"] as string ?? "";
        var request = await ReadAsync(context, ControlJson.Default.PushRequest);
        var isDecided = request.Decision switch
        {
            "approve" => await outbox.ApproveAsync(id, request.Number, context.RequestAborted),
            "reject" => await outbox.RejectAsync(id, context.RequestAborted),
            _ => throw new ControlProblem(400, "Bad Request", "Give the decision, as {\"decision\": \"approve\"} or \"reject\", with a \"number\" where the push asks for one."),
        };
        if (!isDecided)
            throw new ControlProblem(409, "Conflict", "No push of this id waits: it was answered already, has timed out, or never was.");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    async Task UserAsync(HttpContext context)
    {
        CheckMethod(context, "POST");
        var login = context.Request.RouteValues["login"] as string ?? "";
        var request = await ReadAsync(context, ControlJson.Default.UserStateBody);
        if (!Enum.TryParse<UserState>(request.State, ignoreCase: true, out var state) || !Enum.IsDefined(state))
            throw new ControlProblem(400, "Bad Request", $"Give the state, as {{\"state\": \"lockedOut\"}}; there are {string.Join(", ", Enum.GetNames<UserState>().Select(JsonNamingPolicy.CamelCase.ConvertName))}.");
        if (!await store.SetStateAsync(login, state, context.RequestAborted))
            throw new ControlProblem(404, "Not Found", "There is no user of this login.");
        await context.Response.WriteJsonAsync(new() { Login = login, State = JsonNamingPolicy.CamelCase.ConvertName(state.ToString()) }, ControlJson.Default.UserStateBody);
    }

    /// <summary>As a page of the org's would begin it: for clients that are handed a state token.</summary>
    async Task StepUpAsync(HttpContext context)
    {
        CheckMethod(context, "POST");
        var request = await ReadAsync(context, ControlJson.Default.StepUpRequest);
        if (request.ClientId is not { } clientId || await store.FindAppAsync(clientId, context.RequestAborted) is null)
            throw new ControlProblem(404, "Not Found", "There is no app of this clientId.");
        if (request.ReturnTo is { } path && (!path.StartsWith('/') || path.StartsWith("//", StringComparison.Ordinal) || path.Contains('\\', StringComparison.Ordinal) || path.Any(char.IsControl)))
            throw new ControlProblem(400, "Bad Request", "returnTo must be a path of the org's, such as /oauth2/default/v1/authorize?client_id=….");

        var stateToken = Secrets.NewStateToken();
        await store.InOneWorkAsync(
            work =>
            {
                store.AddTransaction(
                    work, stateToken, new() { UserId = "", Status = AuthnStatuses.Unauthenticated, AppId = clientId, ReturnTo = request.ReturnTo }, clock.GetUtcNow() + Dispatcher.StateTokenLifetime);
                work.Answer(() => context.Response.WriteJsonAsync(new() { StateToken = stateToken }, ControlJson.Default.StepUpBody));
                return Task.CompletedTask;
            },
            context.RequestAborted);
    }

    RequestDelegate Errors(RequestDelegate handle) => async context =>
    {
        try
        {
            callers.Check(context);
            await context.CatchUpAsync();
            await handle(context);
        }
        catch (ControlProblem problem)
        {
            await problem.WriteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone: nobody is left to answer.
        }
        catch (Exception unreadable) when (unreadable is BadHttpRequestException or JsonException)
        {
            await new ControlProblem(400, "Bad Request", "The body is not the JSON that is wanted here.").WriteAsync(context);
        }
        catch (Exception away) when (Outage.IsTold(context, away, logger))
        {
            await new ControlProblem(503, "Service Unavailable", "The org cannot reach its database for the moment. Try again in a few seconds.").WriteAsync(context);
        }
        catch (Exception unexpected) when (!context.Response.HasStarted)
        {
            RequestFailed(logger, unexpected);
            await new ControlProblem(500, "Internal Server Error", "Something went wrong in the local org; its log says what.").WriteAsync(context);
        }
    };

    static void CheckMethod(HttpContext context, params string[] allowed)
    {
        if (!allowed.Contains(context.Request.Method))
            throw new ControlProblem(405, "Method Not Allowed", $"Use {string.Join(" or ", allowed)}.") { Allow = string.Join(", ", allowed) };
    }

    static async Task<T> ReadAsync<T>(HttpContext context, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
            throw new ControlProblem(415, "Unsupported Media Type", "Send JSON, with Content-Type: application/json.");
        return await JsonSerializer.DeserializeAsync(context.Request.BodyReader, type, context.RequestAborted) ?? throw new JsonException();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request to the control surface failed unexpectedly")]
    static partial void RequestFailed(ILogger logger, Exception exception);
}
