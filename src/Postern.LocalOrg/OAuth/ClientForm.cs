using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>The form of a request that a client authenticates.</summary>
sealed class ClientForm(IFormCollection form, HttpRequest request, string? authorization, string endpointUrl)
{
    public HttpContext Http => request.HttpContext;

    /// <summary>The URL that a client assertion must name as its audience.</summary>
    public string EndpointUrl => endpointUrl;

    public string? Authorization => authorization;

    /// <summary>RFC 8707 section 2 alone allows a parameter to come more than once.</summary>
    public bool HasManyResources => form[Parameters.Resource].Count > 1;

    /// <summary>Each once.</summary>
    public IEnumerable<KeyValuePair<string, string>> Fields => form.Select(given => KeyValuePair.Create(given.Key, given.Value.ToString()));

    /// <summary>Null where absent or empty.</summary>
    public string? this[string name] => form[name] is [{ Length: > 0 } value] ? value : null;

    public string Required(string name) => this[name] ?? throw OAuthError.InvalidRequest($"The required parameter '{name}' is missing.");

    // Read here, not by the binder: binding failures happen before the filter and would leave as bare 415s and 500s.
    public static async Task<ClientForm> ReadAsync(HttpRequest request, string endpointUrl, CancellationToken ct)
    {
        if (request.Query.ContainsKey(Parameters.ClientSecret) || request.Query.ContainsKey(Parameters.ClientAssertion))
            throw OAuthError.InvalidRequest("Client credentials cannot be supplied via query parameters.");

        // UNCONFIRMED (oidc.md 9): a JSON body is refused as this surface refuses.
        var form = await UrlEncodedForm.ReadAsync(request, ct);
        if (form.Any(field => field.Value.Count > 1 && field.Key is not Parameters.Resource))
            throw OAuthError.InvalidRequest("The request contained multiple parameters with the same name.");

        // two of them are one that says nothing good
        return new(form, request, request.Headers.Authorization.ToString() is { Length: > 0 } value ? value : null, endpointUrl);
    }
}
