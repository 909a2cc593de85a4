using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Postern.Protocol;

namespace Postern.LocalOrg.Surfaces;

/// <summary>JSON in, JSON out, or a refusal in Okta's words: authn.md 14.</summary>
static class MediaTypes
{
    const string Json = "application/json";
    const string Mismatch = "Bad request.  Accept and/or Content-Type headers likely do not match supported values.";

    public static void Check(HttpRequest request)
    {
        if (request.ContentType is Json && request.Headers.Accept is [Json])
            return;
        if (string.IsNullOrWhiteSpace(request.ContentType))
            throw new OktaError(
                400, OktaErrorCodes.MissingMediaType, "Bad request.  Accept and/or Content-Type headers are likely not set.");
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var given) || !given.MatchesMediaType(Json))
            throw new OktaError(400, OktaErrorCodes.UnsupportedMediaType, Mismatch);

        // No Accept header at all means anything: RFC 9110 section 12.5.1.
        if (request.Headers.Accept.Count > 0
            && !(MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) && accepted.Any(AcceptsJson)))
            throw new OktaError(400, OktaErrorCodes.UnacceptableMediaType, Mismatch);
    }

    /// <summary>Of the Management API: management.md 1.1. UNCONFIRMED: the words of what is no JSON at all.</summary>
    public static void CheckAccepted(HttpRequest request, string offered)
    {
        if (request.Headers.Accept is [] || (offered is Json && request.Headers.Accept is [Json]))
            return;
        if (MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
            && accepted.Any(range => Covers(range, MediaTypeHeaderValue.Parse(offered))))
            return;
        throw offered is Json
            ? new OktaError(406, OktaErrorCodes.NotAcceptable, "The requested media type is not acceptable.")
            : new OktaError(400, OktaErrorCodes.UnacceptableMediaType, Mismatch.Replace("  ", " ", StringComparison.Ordinal));
    }

    /// <summary>Whatever parameters either has. What is offered may be of several subtypes, as pictures are.</summary>
    static bool Covers(MediaTypeHeaderValue range, MediaTypeHeaderValue offered) =>
        range.MatchesAllTypes
            || (range.Type.Equals(offered.Type, StringComparison.OrdinalIgnoreCase)
                && (range.MatchesAllSubTypes || offered.MatchesAllSubTypes
                    || range.SubType.Equals(offered.SubType, StringComparison.OrdinalIgnoreCase)));

    static bool AcceptsJson(MediaTypeHeaderValue range) =>
        range.MatchesAllTypes
            || (range.MatchesAllSubTypes && range.Type.Equals("application", StringComparison.OrdinalIgnoreCase))
            || range.MatchesMediaType(Json);
}
