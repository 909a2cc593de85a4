namespace Postern.Client;

/// <summary>
/// Where a request went or a link leads, as messages may say it: user information and query may hold secrets, and are left out.
/// </summary>
static class Address
{
    public static string Of(Uri uri) =>
        uri.IsAbsoluteUri ? $"{uri.Scheme}://{uri.Authority}{uri.AbsolutePath}" : PathOf(uri.OriginalString);

    // On Unix a path alone passes for an absolute file: URI.
    public static string Of(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && !uri.IsFile ? Of(uri) : PathOf(url);

    static string PathOf(string text) => ForeignWords.Of(text.Split('?', '#')[0]);
}
