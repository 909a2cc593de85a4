using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>
/// What an authorize request says, each name once: from the query of a GET, the form of a POST, or what was pushed or kept of an earlier
/// one.
/// </summary>
sealed class AuthorizeParameters
{
    readonly Dictionary<string, string> _values;

    AuthorizeParameters(Dictionary<string, string> values, IReadOnlyList<string> duplicates) =>
        (_values, Duplicates) = (values, duplicates);

    /// <summary>Given more than once, <c>resource</c> among them.</summary>
    public IReadOnlyList<string> Duplicates { get; }

    /// <summary>What it was taken up again from; null where it has just come.</summary>
    public PendingAuthorization? Pending { get; private init; }

    public bool IsPushed { get; private init; }

    /// <summary>Of the session token that came with it.</summary>
    public string? SessionTokenHash
    {
        get => field ?? (this[Parameters.SessionToken] is { } token ? Secrets.Hash(token) : null);
        private init;
    }

    /// <summary>Of the interclient token that came with it.</summary>
    public string? InterclientTokenHash
    {
        get => field ?? (this[Parameters.InterclientToken] is { } token ? Secrets.Hash(token) : null);
        private init;
    }

    public static AuthorizeParameters From(PendingAuthorization pending) =>
        new(pending.Parameters, []) { Pending = pending, IsPushed = true };

    public static AuthorizeParameters From(ClientForm form) =>
        new(form.Fields.ToDictionary(), form.HasManyResources ? [Parameters.Resource] : []) { IsPushed = true };

    /// <summary>RFC 9126 section 4: what was pushed counts, and nothing beside it but a session token.</summary>
    public static AuthorizeParameters From(PushedAuthorization pushed, AuthorizeParameters beside) =>
        new(pushed.Parameters, beside.Duplicates)
        {
            IsPushed = true,
            SessionTokenHash = beside.SessionTokenHash ?? pushed.SessionTokenHash,
            InterclientTokenHash = pushed.InterclientTokenHash,
        };

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

    /// <summary>With what a request object says, which wins (oidc.md 7).</summary>
    public AuthorizeParameters Overruled(IEnumerable<KeyValuePair<string, string>> claims)
    {
        var values = new Dictionary<string, string>(_values);
        values.Remove(Parameters.Request);
        foreach (var (name, value) in claims)
            values[name] = value;
        return new(values, Duplicates) { Pending = Pending, IsPushed = IsPushed };
    }

    /// <summary>To be kept: one-time tokens and what proved the client are nobody's to read later.</summary>
    public Dictionary<string, string> WithoutSecrets() =>
        _values.Where(pair =>
            pair.Key is not (
                Parameters.SessionToken or Parameters.InterclientToken or Parameters.ClientSecret or Parameters.ClientAssertion
                    or Parameters.ClientAssertionType)).ToDictionary();

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
