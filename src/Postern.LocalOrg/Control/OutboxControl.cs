using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg;

/// <summary><c>/_postern/outbox</c> and <c>/_postern/pushes</c>: what would have left the org, and what people answer.</summary>
sealed class OutboxControl(Outbox outbox) : IControlTheme
{
    public void Map(ControlTable table)
    {
        table.Map("/outbox", ["GET", "DELETE"], OutboxAsync);
        table.Post("/pushes/{id}", PushAsync);
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
        var request = await ControlBody.ReadAsync(context, ControlJson.Default.PushRequest);
        var isDecided = request.Decision switch
        {
            "approve" => await outbox.ApproveAsync(id, request.Number, context.RequestAborted),
            "reject" => await outbox.RejectAsync(id, context.RequestAborted),
            _ => throw ControlProblem.Wrong(
                "Give the decision, as {\"decision\": \"approve\"} or \"reject\", with a \"number\" where the push asks for one."),
        };
        if (!isDecided)
            throw new ControlProblem(409, "Conflict", "No push of this id waits: it was answered already, has timed out, or never was.");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
