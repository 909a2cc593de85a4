using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Calls;

/// <summary>A call of an operation: who calls, and what of.</summary>
/// <param name="http">Where it came.</param>
/// <param name="caller">Null where the operation is everybody's.</param>
/// <param name="body">Null where none was sent.</param>
/// <param name="urls">Of the org.</param>
sealed class ManagementCall(HttpContext http, ApiPrincipal? caller, RequestObject? body, OrgUrls urls)
{
    public HttpContext Http => http;

    /// <exception cref="InvalidOperationException">The operation is everybody's.</exception>
    public ApiPrincipal Caller => caller ?? throw new InvalidOperationException("Nobody needs to say who calls.");

    public ApiPrincipal? CallerOrNobody => caller;

    public CancellationToken Ct => http.RequestAborted;

    /// <summary>What the path has in the place of a name in braces.</summary>
    public string this[string name] => http.GetRouteValue(name) as string ?? "";

    /// <exception cref="OktaError">None was sent: management.md 1.1.</exception>
    public RequestObject Body => body ?? throw OktaError.Malformed();

    /// <summary>Empty where none was sent.</summary>
    public RequestObject BodyOrNothing => body ?? RequestObject.Nothing;

    /// <summary>The address of a path below <c>/api/v1</c>.</summary>
    public string Url(string path) => $"{urls.Public}/api/v1{path}";

    /// <summary>The address of the org itself, without a slash at the end.</summary>
    public string Org => urls.Public;

    /// <summary>A parameter of the query; null where it is absent or empty.</summary>
    public string? Query(string name) => http.Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;

    /// <summary>A parameter that is <c>true</c> or <c>false</c>, in any case; anything else is <paramref name="otherwise"/>.</summary>
    public bool Flag(string name, bool otherwise) => bool.TryParse(Query(name), out var value) ? value : otherwise;

    /// <summary>How many the caller wants on a page: more than <paramref name="most"/> are given as that many.</summary>
    /// <exception cref="OktaError">It is no number, or less than one. UNCONFIRMED: management.md 3.1.</exception>
    public int Limit(int usual, int most)
    {
        if (Query("limit") is not { } asked)
            return usual;
        if (!long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit < 1)
            throw OktaError.Invalid("limit", $"limit: The limit must be between 1 and {most}.");
        return (int)Math.Min(limit, most);
    }
}
