using System.Text.Json;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// Which 429 is the rate limit's: another is an answer to the very request, such as that a code was sent a moment ago (authn.md 7.3).
/// </summary>
static class RateLimit
{
    const int TooManyRequests = 429;

    /// <summary>Where the body names no code, as a proxy's page or an empty one does not, the status alone says it.</summary>
    public static bool IsReached(HttpAnswer answer) =>
        answer.Status == TooManyRequests && IsCode(CodeIn(answer)) && !SaysHowItStands(answer);

    // OAuth's shape has it as invalid_grant, which beside this status says nothing about the grant: oidc.md 22, direct-auth.md 3.
    static bool IsCode(string? code) => code is null or OktaErrorCodes.RateLimitExceeded or "user_rate_limited" or OAuthErrors.InvalidGrant;

    // Of Identity Engine's sign-in: a code was sent a moment ago, and the one that was sent before is still good (idx.md 9.5).
    static bool SaysHowItStands(HttpAnswer answer)
    {
        try
        {
            return answer.IsJson && JsonElement.Parse(answer.Body).Member("remediation").ValueKind is JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Okta's, or OAuth's; null where the body has neither.</summary>
    public static string? CodeIn(HttpAnswer answer)
    {
        try
        {
            return !answer.IsJson ? null
                : JsonSerializer.Deserialize(answer.Body, OktaJson.Default.OktaErrorResponse)?.ErrorCode
                ?? JsonSerializer.Deserialize(answer.Body, OAuthJson.Default.OAuthErrorResponse)?.Error;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
