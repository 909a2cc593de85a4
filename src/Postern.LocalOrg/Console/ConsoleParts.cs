using System.Globalization;

namespace Postern.LocalOrg.Console;

/// <summary>What several pages of the console are made of.</summary>
static class ConsoleParts
{
    /// <summary>A form that changes something: one button, and the fields before it.</summary>
    public static Markup Action(string path, string label, Markup fields) => Markup.Of(
        $"<form method=\"post\" action=\"{ConsolePaths.Base + path}\">{fields}<button type=\"submit\">{label}</button></form>");

    /// <summary>One that takes something away, which looks like it.</summary>
    public static Markup Danger(string path, string label, Markup fields) => Markup.Of(
        $"<form method=\"post\" action=\"{ConsolePaths.Base + path}\">{fields}<button type=\"submit\" " +
        $"class=\"danger\">{label}</button></form>");

    /// <summary>Switches something off, or on where it is off.</summary>
    /// <param name="path">Without its last part, which says which.</param>
    /// <param name="what">Whose switch it is, for whoever does not see what is beside it.</param>
    /// <param name="isOn">Whether it is on.</param>
    public static Markup Switch(string path, string what, bool isOn)
    {
        var (act, label) = isOn ? ("deactivate", "Deactivate") : ("activate", "Activate");
        return Markup.Of(
            $"<form method=\"post\" action=\"{ConsolePaths.Base + path}/{act}\"><button type=\"submit\"{(isOn ? Red : Markup.None)} " +
            $"aria-label=\"{label} {what}\">{label}</button></form>");
    }

    static readonly Markup Red = new(" class=\"danger\"");

    public static Markup Hidden(string name, string value) => Markup.Of($"<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");

    /// <param name="id">Unique on the page.</param>
    /// <param name="name">Of the parameter.</param>
    /// <param name="label">For people.</param>
    /// <param name="value">What is there already.</param>
    /// <param name="type">Of HTML.</param>
    public static Markup Field(string id, string name, string label, string value = "", string type = "text") => Markup.Of(
        $"<label for=\"{id}\">{label}</label><input id=\"{id}\" name=\"{name}\" type=\"{type}\" value=\"{value}\" autocomplete=\"off\">");

    public static Markup Choice(string id, string name, string label, IEnumerable<(string Value, string Text)> options, string? chosen) =>
        Markup.Of(
            $"""
            <label for="{id}">{label}</label>
            <select id="{id}" name="{name}">
            {Markup.Each(options, option => Option(option.Value, option.Text, option.Value == chosen))}
            </select>
            """);

    /// <summary>Facts, each with its name.</summary>
    public static Markup Facts(params IEnumerable<(string Name, Markup Value)> facts) => Markup.Of(
        $"<dl>\n{Markup.Each(facts, fact => Markup.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"))}\n</dl>");

    /// <summary>On a phone each row stands by itself, with the heads beside its cells.</summary>
    public static Markup Table(string caption, string[] heads, IEnumerable<Markup[]> rows) => Markup.Of(
        $"""
        <table>
        <caption>{caption}</caption>
        <thead><tr>{Markup.Each(heads, head => Markup.Of($"<th scope=\"col\">{head}</th>"))}</tr></thead>
        <tbody>
        {Markup.Each(rows, row => Markup.Of($"<tr>{Markup.Each(heads.Zip(row), Cell)}</tr>"))}
        </tbody>
        </table>
        """);

    /// <summary>The same, or a sentence where there are no rows.</summary>
    public static Markup TableOr(string nothing, string caption, string[] heads, IReadOnlyList<Markup[]> rows) =>
        rows.Count == 0 ? Markup.Of($"<p>{nothing}</p>") : Table(caption, heads, rows);

    /// <summary>A command that works as it stands; a script adds a button that copies it.</summary>
    public static Markup Command(string text) => Markup.Of($"<pre class=\"command\" tabindex=\"0\">{text}</pre>");

    public static Markup Code(string? text) =>
        text is { Length: > 0 } ? Markup.Of($"<code>{text}</code>") : new("<span class=\"quiet\">none</span>");

    public static Markup Text(string? text) => text is { Length: > 0 } ? Markup.Of($"{text}") : new("<span class=\"quiet\">none</span>");

    public static Markup Link(string path, string text) => Markup.Of($"<a href=\"{path}\">{text}</a>");

    public static Markup Badge(string text, bool isGood) =>
        Markup.Of($"<span class=\"{(isGood ? "badge good" : "badge bad")}\">{text}</span>");

    /// <summary>Lists go on by the last that was shown: no list of a large org is read whole.</summary>
    public static Markup Next(string path, string? after, string query = "") => after is null
        ? Markup.None
        : Markup.Of($"<p><a href=\"{path}?{(query.Length > 0 ? query + "&" : "")}after={Uri.EscapeDataString(after)}\">Next page</a></p>");

    public static string Instant(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Instant(long seconds) => seconds == 0 ? "never" : Instant(DateTimeOffset.FromUnixTimeSeconds(seconds));

    static Markup Option(string value, string text, bool isChosen) =>
        Markup.Of($"<option value=\"{value}\"{(isChosen ? new(" selected") : Markup.None)}>{text}</option>");

    static Markup Cell((string Head, Markup Value) cell) => Markup.Of($"<td data-head=\"{cell.Head}\">{cell.Value}</td>");
}
