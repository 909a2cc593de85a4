using System.Text.Json;

namespace Postern.Client;

/// <summary>Turns an answer that is no success into the exception that says so: Okta's error shape, OAuth's, or neither.</summary>
static class Refusal
{
    public static OktaException Read(HttpAnswer answer)
    {
        if (!answer.IsJson)
            return NotAsExpected(answer, $"Okta answered {answer.Status} with {answer.MediaType ?? "nothing"} where JSON was expected.");

        try
        {
            if (FromOkta(answer) is { } okta)
                return okta;
            if (FromOAuth(answer) is { } oauth)
                return oauth;
            return NotAsExpected(answer, $"Okta answered {answer.Status} with JSON that is none of its error shapes.");
        }
        catch (JsonException)
        {
            return NotAsExpected(answer, $"Okta answered {answer.Status} with malformed JSON.");
        }
    }

    public static UnexpectedResponseException NotAsExpected(HttpAnswer answer, string message) =>
        new(answer.Stage, message, Hints.Unexpected(answer.Stage, answer.Status)) { StatusCode = answer.Status, RequestId = answer.RequestId };

    static OktaApiException? FromOkta(HttpAnswer answer)
    {
        if (JsonSerializer.Deserialize(answer.Body, OktaJson.Default.OktaErrorResponse) is not { ErrorCode: { } code } error)
            return null;

        var causes = error.ErrorCauses?.Select(cause => cause.ErrorSummary ?? "").ToList() ?? [];
        return new(answer.Stage, code, error.ErrorSummary ?? "", Hints.ForOkta(code, causes))
        {
            ErrorLink = error.ErrorLink,
            ErrorId = error.ErrorId,
            Causes = causes,
            StatusCode = answer.Status,
            RequestId = answer.RequestId,
        };
    }

    static OAuthException? FromOAuth(HttpAnswer answer) =>
        JsonSerializer.Deserialize(answer.Body, OAuthJson.Default.OAuthErrorResponse) is { Error: { } error } body
            ? new(answer.Stage, error, body.ErrorDescription, Hints.ForOAuth(answer.Stage, error, body.ErrorDescription)) { StatusCode = answer.Status, RequestId = answer.RequestId }
            : null;
}
