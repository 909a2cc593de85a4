using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Explaining;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg;

/// <summary><c>/_postern/explain</c>: why a token is as it is, and a request was answered as it was.</summary>
sealed class ExplainControl(Explainer explainer) : IControlTheme
{
    public void Map(ControlTable table) => table.Post("/explain", ExplainAsync);

    async Task ExplainAsync(HttpContext context)
    {
        var request = await ControlBody.ReadAsync(context, ControlJson.Default.ExplainRequest);
        if ((request.Token ?? request.RequestId) is not { Length: > 0 } given
            || (request.Token is not null && request.RequestId is not null))
            throw ControlProblem.Wrong("Give a token, as {\"token\": \"eyJ…\"}, or the id of a request, as {\"requestId\": \"…\"}.");

        var explanation = await explainer.ExplainAsync(given, context.RequestAborted)
            ?? throw ControlProblem.NotFound(
                request.Token is not null
                    ? "It is no access, ID or refresh token of this org's, or has expired as a refresh token."
                    : "No request of this id is on record; POST {\"record\": true} to /_postern/requests begins one.");
        await context.Response.WriteJsonAsync(explanation, ControlJson.Default.Explanation);
    }
}

/// <summary>What is to be explained: one of the two.</summary>
sealed record ExplainRequest
{
    public string? Token { get; init; }
    public string? RequestId { get; init; }

    public override string ToString() => RequestId ?? "a token";
}
