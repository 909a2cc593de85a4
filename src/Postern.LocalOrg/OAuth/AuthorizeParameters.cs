using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Postern.Local.Storage;
using Postern.Protocol;

namespace Postern.Local.OAuth;

/// <summary>What an authorize request says, each name once: from the query of a GET or the form of a POST.</summary>
sealed class AuthorizeParameters
{
    readonly Dictionary<string, string> _values;

    AuthorizeParameters(Dictionary<string, string> values, IReadOnlyList<string> duplicates) => (_values, Duplicates) = (values, duplicates);

    public IReadOnlyList<string> Duplicates { get; }

    public static AuthorizeParameters From(PendingAuthorization pending) => new(pending.Parameters, []);

    // Read here, not by the binder: binding failures happen before the filter and would leave as bare 415s and 500s.
    public static async Task<AuthorizeParameters> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!HttpMethods.IsPost(request.Method))
            return From(request.QueryString);

        if (!UrlEncodedForm.IsIn(request))
            throw OAuthError.InvalidRequest("Invalid request");

        return request.Query.Count == 0
            ? From(await UrlEncodedForm.ReadAsync(request, ct))
            : throw OAuthError.InvalidRequest("Invalid request"); // oidc.md 3: a POST must not also use query parameters
    }

    /// <summary>Null where absent or empty: RFC 6749 section 3.1 makes no difference.</summary>
    public string? this[string name] => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>To be taken up again after the user has signed in; the session token is spent by then.</summary>
    public Dictionary<string, string> WithoutSessionToken() =>
        _values.Where(pair => pair.Key != Parameters.SessionToken).ToDictionary();

    static AuthorizeParameters From(QueryString query)
    {
        Dictionary<string, string> values = [];
        List<string> duplicates = [];
        foreach (var pair in new QueryStringEnumerable(query.Value))
        {
            var name = pair.DecodeName().ToString();
            if (!values.TryAdd(name, pair.DecodeValue().ToString()) && !duplicates.Contains(name))
                duplicates.Add(name);
        }

        return new(values, duplicates);
    }

    static AuthorizeParameters From(IEnumerable<KeyValuePair<string, StringValues>> pairs)
    {
        Dictionary<string, string> values = [];
        List<string> duplicates = [];
        foreach (var (name, given) in pairs)
        {
            values[name] = given[0] ?? "";
            if (given.Count > 1)
                duplicates.Add(name);
        }

        return new(values, duplicates);
    }
}
