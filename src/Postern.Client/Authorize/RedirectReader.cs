namespace Postern.Client;

/// <summary>Reads an answer out of a redirect to the redirect URI: <c>query</c> and <c>fragment</c>.</summary>
static class RedirectReader
{
    /// <summary>Null where the redirect leads anywhere else.</summary>
    public static AuthorizeAnswer? Read(Uri location, string redirectUri)
    {
        var registered = new Uri(redirectUri);
        if (!IsSamePlace(location, registered))
            return null;

        var query = location.Query.TrimStart('?');
        var own = registered.Query.TrimStart('?');
        if (own.Length > 0 && query.StartsWith(own, StringComparison.Ordinal))
            query = query[own.Length..];
        return new([.. Form(query), .. Form(location.Fragment.TrimStart('#'))]);
    }

    public static bool IsSameOrigin(Uri a, Uri b) =>
        Uri.Compare(a, b, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Null where the query does not name it.</summary>
    public static string? QueryOf(Uri location, string name) =>
        Form(location.Query.TrimStart('?')).Where(pair => pair.Key == name).Select(pair => pair.Value).FirstOrDefault();

    public static bool IsSamePlace(Uri a, Uri b) =>
        IsSameOrigin(a, b)
            && Uri.Compare(a, b, UriComponents.UserInfo | UriComponents.Path, UriFormat.UriEscaped, StringComparison.Ordinal) == 0;

    static IEnumerable<KeyValuePair<string, string>> Form(string encoded) =>
        encoded.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Pair);

    static KeyValuePair<string, string> Pair(string encoded) => encoded.Split('=', 2) is [var name, var value]
        ? new(Decode(name), Decode(value))
        : new(Decode(encoded), "");

    static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
