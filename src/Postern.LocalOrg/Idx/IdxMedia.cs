using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Idx;

/// <summary>
/// Ion in and out, or plain JSON, each with or without the version (idx.md 3). UNCONFIRMED there: how others are refused, which is as
/// Okta's own APIs refuse.
/// </summary>
static class IdxMedia
{
    public const string Ion = "application/ion+json; okta-version=1.0.0";

    const string Mismatch = "Bad request.  Accept and/or Content-Type headers likely do not match supported values.";
    static readonly string[] Known = ["application/json", "application/ion+json"];

    public static void Check(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var given) || !Known.Any(known => given.MatchesMediaType(known)))
            throw new OktaError(StatusCodes.Status415UnsupportedMediaType, OktaErrorCodes.UnsupportedMediaType, Mismatch);

        // No Accept header at all means anything: RFC 9110 section 12.5.1.
        if (request.Headers.Accept.Count > 0
            && !(MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) && accepted.Any(Takes)))
            throw new OktaError(StatusCodes.Status406NotAcceptable, OktaErrorCodes.UnacceptableMediaType, Mismatch);
    }

    static bool Takes(MediaTypeHeaderValue range) =>
        range.MatchesAllTypes
            || (range.MatchesAllSubTypes && range.Type.Equals("application", StringComparison.OrdinalIgnoreCase))
            || Known.Any(known => range.MatchesMediaType(known));
}
