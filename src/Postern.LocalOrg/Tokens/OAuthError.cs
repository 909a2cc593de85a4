using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Tokens;

/// <summary>An error of the OAuth surface, thrown where it is found and written by the routes. Its texts are Okta's (oidc.md 22).</summary>
sealed class OAuthError(string error, string description, int status = StatusCodes.Status400BadRequest) : Refusal(description)
{
    public string Error => error;

    public string Description => Message;

    public int Status => status;

    /// <summary>The claim that could not be worked out; null: it is about something else.</summary>
    public string? Claim { get; init; }

    /// <summary>A header that goes with the answer, such as <c>Allow</c> or <c>WWW-Authenticate</c>.</summary>
    public (string Name, string Value)? Header { get; init; }

    /// <summary>By which the client goes on: direct-auth.md 1. Null: it cannot.</summary>
    public string? MfaToken { get; init; }

    public static OAuthError AccessDenied(string description) => new(OAuthErrors.AccessDenied, description);

    public static OAuthError InvalidClient(string description) =>
        new(OAuthErrors.InvalidClient, description, StatusCodes.Status401Unauthorized);

    public static OAuthError InvalidGrant(string description) => new(OAuthErrors.InvalidGrant, description);

    public static OAuthError InvalidRequest(string description) => new(OAuthErrors.InvalidRequest, description);

    public static OAuthError InvalidScope(string description) => new(OAuthErrors.InvalidScope, description);

    public static OAuthError LoginRequired(string description) => new(OAuthErrors.LoginRequired, description);

    /// <summary>UNCONFIRMED (oidc.md 22): the occasion: whoever a client acts for was suspended, locked out or removed since.</summary>
    public static OAuthError InvalidUserStatus() =>
        new(OAuthErrors.AccessDenied, "User status is invalid.", StatusCodes.Status403Forbidden);

    public static OAuthError ConfidentialClientRequired() =>
        new(OAuthErrors.UnauthorizedClient, "Confidential client is required to make this request.");

    public static OAuthError UnknownAuthorizationServer() => InvalidRequest("The authorization server id is invalid.");

    /// <summary>
    /// UNCONFIRMED (oidc.md 22): the occasion. Here the database is the server's that is away for a moment. Okta's catalogue has 400 beside
    /// it, which clients and
    /// load balancers take for the request's fault; 503 is what RFC 6749 section 4.1.2.1 means.
    /// </summary>
    public static OAuthError TemporarilyUnavailable() => new(
        OAuthErrors.TemporarilyUnavailable,
        "The authorization server is currently unable to handle the request due to a temporary overloading or maintenance of the server.",
        StatusCodes.Status503ServiceUnavailable);

    public static OAuthError Unexpected() =>
        new(
            OAuthErrors.ServerError,
            "The authorization server encountered an unexpected condition that prevented it from fulfilling the request.",
            StatusCodes.Status500InternalServerError);
}
