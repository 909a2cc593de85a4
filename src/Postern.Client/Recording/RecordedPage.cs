using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Postern.Client;

/// <summary>
/// What a page says to a program: its title, forms, message, redirect and, where it is an error, its words. The rest of it is for people,
/// and is not kept.
/// </summary>
static class RecordedPage
{
    const string Reauthentication = "password-verification-challenge";

    // By which a sign-in behind the page is gone through.
    const string StateToken = "stateToken";

    static readonly string[] FormAttributes = ["id", "name", "action"];

    public static JsonObject Read(string html, int status, ExchangeWriter writer)
    {
        if (Nesting.IsTooDeep(html))
            return new() { ["left_out"] = "a page that nests deeper than any browser would follow" };

        var page = new HtmlParser().ParseDocument(html);
        var script = string.Join('\n', page.Scripts.Select(each => each.TextContent));
        var json = new JsonObject();
        if (page.Title?.Trim() is { Length: > 0 } title)
            json["title"] = writer.Words(title);
        if (page.GetElementById(Reauthentication) is not null)
            json["id"] = Reauthentication;
        AddForms(json, page, writer);
        AddScript(json, script, writer);
        if (status >= 400)
            json["text"] = writer.Words(TextOf(page.QuerySelector(".error-content") ?? page.Body));
        return json;
    }

    /// <summary>A page that says the same, every value of it filled in.</summary>
    public static string Write(JsonObject page)
    {
        var html = new StringBuilder("<!DOCTYPE html><html><head>");
        if (Text(page, "title") is { } title)
            html.Append(CultureInfo.InvariantCulture, $"<title>{WebUtility.HtmlEncode(title)}</title>");
        html.Append("</head><body>");
        if (Text(page, "id") is { } id)
            html.Append(CultureInfo.InvariantCulture, $"<div id=\"{WebUtility.HtmlEncode(id)}\"></div>");
        foreach (var form in page["forms"] as JsonArray ?? [])
            WriteForm(html, (JsonObject)form!);
        WriteScript(html, page);
        if (Text(page, "text") is { } text)
            html.Append(CultureInfo.InvariantCulture, $"<div class=\"error-content\">{WebUtility.HtmlEncode(text)}</div>");
        return html.Append("</body></html>").ToString();
    }

    static void AddForms(JsonObject json, IHtmlDocument page, ExchangeWriter writer)
    {
        var forms = page.Forms.Select(form =>
        {
            var told = new JsonObject();
            foreach (var attribute in FormAttributes)
            {
                if (form.GetAttribute(attribute) is { } value)
                    told[attribute] = writer.Words(value);
            }

            var fields = new JsonObject();
            foreach (var input in form.QuerySelectorAll("input[name]"))
                ExchangeWriter.AddPair(
                    fields, input.GetAttribute("name")!, writer.Parameter(input.GetAttribute("name")!, input.GetAttribute("value") ?? ""));
            told["fields"] = fields;
            return (JsonNode)told;
        }).ToArray();
        if (forms.Length > 0)
            json["forms"] = new JsonArray(forms);
    }

    static void AddScript(JsonObject json, string script, ExchangeWriter writer)
    {
        var message = new JsonObject();
        foreach (var (name, value) in ScriptReader.Assignments(script))
            ExchangeWriter.AddPair(message, name, writer.Parameter(name, value));
        if (message.Count > 0)
            json["message"] = message;
        if (HostedPage.StateTokenIn(script) is { } stateToken)
            json[StateToken] = writer.Parameter(StateToken, stateToken);

        var answer = ScriptReader.Addresses(script).FirstOrDefault(url =>
            RedirectReader.QueryOf(url, "state") is not null || url.Fragment.Contains("state=", StringComparison.Ordinal));
        if (answer is not null)
            json["redirect"] = writer.Location(answer.AbsoluteUri);
    }

    static void WriteForm(StringBuilder html, JsonObject form)
    {
        html.Append("<form method=\"post\"");
        foreach (var attribute in FormAttributes)
        {
            if (Text(form, attribute) is { } value)
                html.Append(CultureInfo.InvariantCulture, $" {attribute}=\"{WebUtility.HtmlEncode(value)}\"");
        }

        html.Append('>');
        foreach (var (name, value) in PlayedUrl.Pairs(form["fields"]))
            html.Append(
                CultureInfo.InvariantCulture,
                $"<input type=\"hidden\" name=\"{WebUtility.HtmlEncode(name)}\" value=\"{WebUtility.HtmlEncode(value)}\"/>");
        html.Append("</form>");
    }

    static void WriteScript(StringBuilder html, JsonObject page)
    {
        var lines = PlayedUrl.Pairs(page["message"]).Select(pair => $"data.{pair.Key} = '{Escaped(pair.Value)}';");
        if (page["redirect"] is JsonObject redirect)
            lines = lines.Append($"window.location.href = '{Escaped(PlayedUrl.Of(redirect))}';");
        if (Text(page, StateToken) is { } stateToken)
            lines = lines.Append($"var {StateToken} = '{Escaped(stateToken)}';");
        html.Append("<script>var data = {};").AppendJoin('\n', lines).Append("</script>");
    }

    // As Okta does: all but letters, digits, comma, dot and underscore.
    static string Escaped(string value) => string.Concat(value.Select(c => char.IsAsciiLetterOrDigit(c) || c is ',' or '.' or '_'
        ? c.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")));

    static string TextOf(IElement? element) => string.Join(
        ' ',
        (element?.Descendants<IText>() ?? []).Where(text => text.ParentElement is not { LocalName: "script" or "style" })
            .SelectMany(text => text.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
