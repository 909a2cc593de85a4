using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Postern.Testing;

/// <summary>A form on a page, and what a browser sends when it is submitted.</summary>
static class PageForm
{
    public static IHtmlDocument Parse(string page) => new HtmlParser().ParseDocument(page);

    /// <summary>What an input of it holds; null where it has none of the name.</summary>
    public static string? Hidden(this IHtmlFormElement form, string name) =>
        form.QuerySelector($"input[name={name}]")?.GetAttribute("value");

    /// <summary>With what its inputs hold, and what is typed or pressed instead.</summary>
    public static HttpRequestMessage Submit(IHtmlFormElement form, Uri url, params (string Name, string Value)[] typed)
    {
        var fields = form.QuerySelectorAll("input[name]").Where(IsSent)
            .Select(input => (Name: input.GetAttribute("name")!, Value: input.GetAttribute("value") ?? ""))
            .Where(field => !typed.Any(each => each.Name == field.Name))
            .Concat(typed).Select(field => KeyValuePair.Create(field.Name, field.Value));
        return new(HttpMethod.Post, new Uri(url, form.GetAttribute("action") ?? "")) { Content = new FormUrlEncodedContent(fields) };
    }

    /// <summary>A box that is not ticked says nothing: HTML, section 4.10.21.4.</summary>
    static bool IsSent(IElement input) =>
        input.GetAttribute("type") is not ("checkbox" or "radio") || input.HasAttribute("checked");
}
