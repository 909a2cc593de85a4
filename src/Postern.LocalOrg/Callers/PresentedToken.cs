using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Callers;

/// <summary>An access token as a request presents it: RFC 6750 section 2, RFC 9449 section 7.1.</summary>
sealed record PresentedToken(string Value, bool IsDpop)
{
    /// <summary>The header, or the body of a POST, never both and never the query. Null where there is none.</summary>
    public static async Task<PresentedToken?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.Query.ContainsKey(Parameters.AccessToken))
            throw OAuthError.InvalidRequest("The access token cannot be presented in a query string.");

        var form = HttpMethods.IsPost(request.Method) ? await UrlEncodedForm.ReadAsync(request, ct) : FormCollection.Empty;
        if (form[Parameters.AccessToken].Count > 1)
            throw OAuthError.InvalidRequest("The request contained multiple parameters with the same name.");

        var inBody = form[Parameters.AccessToken].ToString();
        var header = request.Headers.Authorization.ToString();
        var isDpop = header.StartsWith("DPoP ", StringComparison.OrdinalIgnoreCase);
        var inHeader = isDpop || header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header[header.IndexOf(' ', StringComparison.Ordinal)..].Trim()
            : "";
        if (inBody.Length > 0 && inHeader.Length > 0)
            throw OAuthError.InvalidRequest("The access token cannot be specified in both the Authorization header and the request-body.");

        return (inHeader.Length > 0 ? inHeader : inBody) is { Length: > 0 } token ? new(token, isDpop) : null;
    }

    public override string ToString() => IsDpop ? "DPoP token" : "Bearer token";
}
