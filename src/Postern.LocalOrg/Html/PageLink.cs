namespace Postern.LocalOrg.Html;

/// <summary>A link from one page to another for which the same sign-in waits.</summary>
static class PageLink
{
    public static string Way(string path, string key, string text) =>
        $"<a class=\"way\" href=\"{Escape.Html(Of(path, key))}\">{Escape.Html(text)}</a>";

    public static string Of(string path, string key) => $"{path}?okta_key={Uri.EscapeDataString(key)}";
}
