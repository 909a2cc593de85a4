using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Surfaces;

/// <summary>An error of Okta's own APIs, thrown where it is found and written by the routes. Codes and texts: authn.md 14.</summary>
sealed class OktaError(int status, string code, string summary, params string[] causes) : Refusal(summary)
{
    public int Status => status;

    public string Code => code;

    public IReadOnlyList<string> Causes => causes;

    /// <summary>A header that goes with the answer, such as <c>Allow</c>.</summary>
    public (string Name, string Value)? Header { get; init; }

    public static OktaError AuthenticationFailed() => new(401, OktaErrorCodes.AuthenticationFailed, "Authentication failed");

    public static OktaError InvalidToken((string Name, string Value)? header = null) =>
        new(401, OktaErrorCodes.InvalidToken, "Invalid token provided") { Header = header };

    public static OktaError Invalid(string what, string cause) =>
        new(400, OktaErrorCodes.ApiValidationFailed, $"Api validation failed: {what}", cause);

    /// <summary>What is needed is missing or blank.</summary>
    public static OktaError Blank(string member) => Invalid(member, $"{member}: The field cannot be left blank");

    public static OktaError Malformed() => new(400, OktaErrorCodes.MalformedBody, "The request body was not well-formed.");

    public static OktaError NotFound(string id, string type) =>
        new(404, OktaErrorCodes.ResourceNotFound, $"Not found: Resource not found: {id} ({type})");

    public static OktaError PathNotFound() => new(404, OktaErrorCodes.PathNotFound, "The requested path was not found");

    static OktaError MethodNotSupported() =>
        new(405, OktaErrorCodes.MethodNotSupported, "The endpoint does not support the provided HTTP method");

    /// <summary>authn.md 5.</summary>
    public static OktaError WrongState() =>
        new(
            403,
            OktaErrorCodes.OperationNotAllowedInState,
            "This operation is not allowed in the current authentication state.",
            "This operation is not allowed in the current authentication state.");

    public static OktaError NotPermitted((string Name, string Value)? header = null) =>
        new(403, OktaErrorCodes.NotPermitted, "You do not have permission to perform the requested action") { Header = header };

    public static OktaError Unexpected() => new(500, OktaErrorCodes.InternalServerError, "Internal Server Error");

    /// <summary>authn.md 14: the one error that Okta gives 503 with. Here the database is away for a moment.</summary>
    public static OktaError Unavailable() => new(503, OktaErrorCodes.ReadOnlyMode, "Service is in read only mode");

    public static OktaError RateLimited() =>
        new(429, OktaErrorCodes.RateLimitExceeded, "API call exceeded rate limit due to too many requests.");

    /// <summary>Of Okta's that this org does not have: management.md 1.5.</summary>
    public static OktaError FeatureMissing() =>
        new(401, OktaErrorCodes.FeatureNotPermitted, "You do not have permission to access the feature you are requesting");

    public static OktaError Unsupported(string what, string cause) =>
        new(501, OktaErrorCodes.FeatureNotPermitted, "You do not have permission to access the feature you are requesting", cause)
        {
            Header = (OktaHeaders.Unsupported, what),
        };

    /// <summary>For every surface that has this shape of error.</summary>
    public static Task WriteAsync(HttpContext context, Trouble trouble) => Of(trouble).WriteAsync(context);

    static OktaError Of(Trouble trouble) => trouble switch
    {
        Trouble.Refused { Refusal: OktaError error } => error,
        Trouble.MethodNotAllowed => MethodNotSupported(),
        Trouble.NotBuilt(var call) => Unsupported(call, $"The local org does not support {call} yet."),
        Trouble.NothingHere => PathNotFound(),
        Trouble.TooMany => RateLimited(),
        Trouble.Garbage => Malformed(),
        Trouble.DatabaseAway => Unavailable(),
        _ => Unexpected(),
    };

    public Task WriteAsync(HttpContext context)
    {
        context.NoteError(code);
        if (Header is var (name, value))
            context.Response.Tell(name, value);

        OktaErrorBody body = new()
        {
            ErrorCode = code, ErrorSummary = Message, ErrorLink = code, ErrorId = "oae" + Secrets.New(16),
            ErrorCauses = [.. causes.Select(cause => new ErrorCause { ErrorSummary = cause })],
        };
        return context.Response.WriteJsonAsync(body, OktaErrorJson.Wire.OktaErrorBody, status);
    }
}
