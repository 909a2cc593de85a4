using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Postern.Client;

namespace Postern.Cli;

/// <summary>A page in a few lines: its title, its forms with their fields, and what its script hands over.</summary>
static partial class HtmlSummary
{
    public static string Of(string html, Redaction redaction)
    {
        if (Nesting.IsTooDeep(html))
            return $"({html.Length} characters of a page that nests deeper than any browser would follow)";

        var page = new HtmlParser().ParseDocument(html);
        var lines = new List<string> { $"(page \"{page.Title}\", {html.Length} characters)" };
        foreach (var form in page.Forms)
            lines.AddRange(Form(form, redaction));

        foreach (var script in page.Scripts)
            lines.AddRange(HandedOver().Matches(script.TextContent).Select(match => Assignment(match, redaction)));

        return string.Join('\n', lines);
    }

    static IEnumerable<string> Form(IHtmlFormElement form, Redaction redaction) =>
        form.QuerySelectorAll<IHtmlInputElement>("input[name]")
            .Select(input => $"  {input.Name} = {redaction.Field(input.Name!, input.Value)}")
            .Prepend($"form to {redaction.Url(form.GetAttribute("action") ?? "itself")}");

    static string Assignment(Match match, Redaction redaction)
    {
        var value = HexEscape()
            .Replace(match.Groups["value"].Value, escape => ((char)Convert.ToByte(escape.Groups[1].Value, 16)).ToString());
        return $"  data.{match.Groups["name"].Value} = {redaction.Field(match.Groups["name"].Value, value)}";
    }

    [GeneratedRegex("""data\.(?<name>\w+)\s*=\s*(?<quote>['"])(?<value>.*?)\k<quote>""")]
    private static partial Regex HandedOver();

    [GeneratedRegex(@"\\x([0-9A-Fa-f]{2})")]
    private static partial Regex HexEscape();
}
