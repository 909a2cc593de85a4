using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>What goes wrong, in the words of the OAuth surface.</summary>
static class OAuthTrouble
{
    /// <summary>
    /// Too many requests, and what is not there, have the other surface's shape (oidc.md 20); so has whoever is nobody that may register
    /// clients.
    /// </summary>
    public static Task WriteAsync(HttpContext context, Trouble trouble) => trouble switch
    {
        Trouble.TooMany or Trouble.NothingHere or Trouble.Refused { Refusal: OktaError } => OktaError.WriteAsync(context, trouble),
        Trouble.Refused { Refusal: CallerRefusal { Wrong: null } } => OktaError.InvalidToken().WriteAsync(context),
        _ => WriteAsync(context, Of(trouble)),
    };

    public static OAuthError Of(Trouble trouble) => trouble switch
    {
        Trouble.Refused { Refusal: OAuthError error } => error,
        Trouble.Refused { Refusal: CallerRefusal { Wrong: { } wrong } } => wrong,
        Trouble.MethodNotAllowed => new(
            OAuthErrors.InvalidRequest, "The endpoint does not support the provided HTTP method", StatusCodes.Status405MethodNotAllowed),
        Trouble.NotBuilt(var call) =>
            new(OAuthErrors.ServerError, $"The local org does not support {call} yet.", StatusCodes.Status501NotImplemented),
        Trouble.Garbage => OAuthError.InvalidRequest("Invalid request"),
        Trouble.DatabaseAway => OAuthError.TemporarilyUnavailable(),
        _ => OAuthError.Unexpected(),
    };

    /// <summary>
    /// What Okta's texts repeat of a request comes behind a colon or in brackets; of a client's metadata they repeat it anywhere.
    /// </summary>
    public static void Note(HttpContext context, OAuthError error)
    {
        context.NoteError(error.Error);
        if (error.Error is not (OAuthErrors.InvalidClientMetadata or "invalid_redirect_uri"))
            context.NoteReason(error.Description.Split([':', '[', '='], 2)[0].TrimEnd());
    }

    // What has been set so far stays: a page may read its refusal, and the rate limit's headers belong to every answer.
    static Task WriteAsync(HttpContext context, OAuthError error)
    {
        Note(context, error);
        if (error.Header is var (name, value))
            context.Response.Headers[name] = value;
        return context.Response.WriteJsonAsync(
            new() { Error = error.Error, ErrorDescription = error.Description, MfaToken = error.MfaToken }, OAuthJson.Wire.ErrorBody,
            error.Status);
    }
}
