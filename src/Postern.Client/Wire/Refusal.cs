using System.Text.Json;
using System.Text.RegularExpressions;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>Turns an answer that is no success into the exception that says so: Okta's error shape, OAuth's, or neither.</summary>
static partial class Refusal
{
    public static OktaException Read(HttpAnswer answer)
    {
        if (!answer.IsJson)
            return FromChallenge(answer) as OktaException
                ?? NotAsExpected(answer, $"Okta answered {answer.Status} with {answer.MediaType ?? "nothing"} where JSON was expected.");

        try
        {
            if (FromOkta(answer) is { } okta)
                return okta;
            if ((FromOAuth(answer) ?? FromChallenge(answer)) is { } oauth)
                return oauth;
            return NotAsExpected(answer, $"Okta answered {answer.Status} with JSON that is none of its error shapes.");
        }
        catch (JsonException)
        {
            return NotAsExpected(answer, $"Okta answered {answer.Status} with malformed JSON.");
        }
    }

    public static UnexpectedResponseException NotAsExpected(HttpAnswer answer, string message)
    {
        var advice = AdviceFor(answer, Hints.Unexpected(answer));
        return new(
            answer.Stage,
            answer.UnsupportedCall is { } call ? $"The local org does not do {call} yet." : message,
            advice.Hint)
        {
            Reason = advice.Reason,
            StatusCode = answer.Status,
            RequestId = answer.RequestId,
        };
    }

    /// <summary>Names the member that is wrong, where it is one; else says what may be lacking.</summary>
    public static UnexpectedResponseException Malformed(HttpAnswer answer, JsonException at, string lacking) =>
        NotAsExpected(
            answer,
            at.Path is ['$', '.', _, ..] path
                ? $"The answer to the {StepNames.Of(answer.Stage)} is malformed: its {path[2..]} is not what it should be."
                : lacking);

    static OktaApiException? FromOkta(HttpAnswer answer)
    {
        if (JsonSerializer.Deserialize(answer.Body, OktaJson.Default.OktaErrorResponse) is not { ErrorCode: { } code } error)
            return null;

        var causes = error.ErrorCauses?.Select(cause => cause.ErrorSummary ?? "").ToList() ?? [];
        var advice = AdviceFor(answer, Hints.ForOkta(code, causes));
        return new(answer.Stage, code, error.ErrorSummary ?? "", advice.Hint)
        {
            Reason = advice.Reason,
            ErrorLink = error.ErrorLink,
            ErrorId = error.ErrorId,
            Causes = causes,
            StatusCode = answer.Status,
            RequestId = answer.RequestId,
        };
    }

    // RFC 6750 section 3: a resource may say it in WWW-Authenticate alone.
    static OAuthException? FromChallenge(HttpAnswer answer) => answer.Challenges
        .Where(challenge => challenge.Scheme is TokenTypes.Bearer or TokenTypes.Dpop)
        .Select(challenge => FromChallenge(challenge.Parameter ?? "", answer))
        .FirstOrDefault(refusal => refusal is not null);

    /// <summary>The <c>error</c> of a challenge's parameters; null where they name none.</summary>
    public static string? ErrorIn(string parameters) => Parameter(parameters, Parameters.Error);

    static OAuthException? FromChallenge(string parameters, HttpAnswer answer) => ErrorIn(parameters) is { } error
        ? OAuth(answer, error, Parameter(parameters, Parameters.ErrorDescription))
        : null;

    static string? Parameter(string parameters, string name) => ChallengeParameter().Matches(parameters)
        .FirstOrDefault(
            parameter => parameter.Groups["name"].Value == name)?.Groups["value"].Value.Replace("\\", "", StringComparison.Ordinal);

    static OAuthException? FromOAuth(HttpAnswer answer) =>
        JsonSerializer.Deserialize(answer.Body, OAuthJson.Default.OAuthErrorResponse) is { Error: { } error } body
            ? OAuth(answer, error, body.ErrorDescription, body)
            : null;

    static OAuthException OAuth(HttpAnswer answer, string error, string? description, OAuthErrorResponse? body = null)
    {
        var advice = AdviceFor(answer, Hints.ForOAuth(answer.Stage, error, description));
        return new(answer.Stage, error, description, advice.Hint)
        {
            Reason = advice.Reason,
            StatusCode = answer.Status,
            RequestId = answer.RequestId,
            MfaToken = body?.MfaToken,
            ChallengeTypes = body?.SupportedChallengeTypes?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
        };
    }

    // The local org says that it lacks a call: what Okta would mean by the same answer does not apply.
    static Advice AdviceFor(HttpAnswer answer, Advice advice) =>
        answer.UnsupportedCall is { } call ? Hints.Unsupported(call) : advice;

    [GeneratedRegex("""(?<name>[\w-]+)\s*=\s*"(?<value>(?:[^"\\]|\\.)*)"\s*""", RegexOptions.CultureInvariant)]
    private static partial Regex ChallengeParameter();
}
