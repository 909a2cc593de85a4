using System.Collections;
using System.Text;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// What a form says, in the order it is sent; a value that is null is not sent, and a name may come more than once (RFC 8707).
/// </summary>
sealed class FormParameters : IEnumerable<KeyValuePair<string, string>>
{
    /// <summary>
    /// Not sent: where a recorded answer is played back, its ID token must repeat a nonce that no request of the client's named.
    /// </summary>
    public static HttpRequestOptionsKey<string> NonceOption { get; } = new("Postern.Client.ExpectedNonce");

    readonly List<KeyValuePair<string, string>> _pairs = [];

    /// <summary>What the ID token that answers the form must repeat; null where it need not.</summary>
    public string? ExpectedNonce { get; set; }

    public void Add(string name, string? value)
    {
        if (value is not null)
            _pairs.Add(new(name, value));
    }

    public void Add(string name, IEnumerable<string> values)
    {
        foreach (var value in values)
            Add(name, value);
    }

    public FormParameters AddScopes(IReadOnlyList<string> scopes)
    {
        Add(Parameters.Scope, scopes.Count > 0 ? string.Join(' ', scopes) : null);
        return this;
    }

    /// <summary>Throws <see cref="ArgumentException"/> for a parameter that is set already.</summary>
    public FormParameters AddExtras(IReadOnlyDictionary<string, string> extras)
    {
        foreach (var (name, value) in extras)
        {
            if (_pairs.Any(pair => pair.Key == name))
                throw new ArgumentException(
                    $"The parameter '{name}' is set by the client itself. Use the option of that name, and leave it out of the extra " +
                    "parameters.");
            Add(name, value);
        }

        return this;
    }

    public FormParameters Without(string name)
    {
        var others = new FormParameters();
        others._pairs.AddRange(_pairs.Where(pair => pair.Key != name));
        return others;
    }

    public string UrlAt(string endpoint)
    {
        var url = new StringBuilder(endpoint).Append(endpoint.Contains('?', StringComparison.Ordinal) ? '&' : '?');
        foreach (var (name, value) in _pairs)
            _ = url.Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value)).Append('&');
        return url.ToString(0, url.Length - 1);
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
