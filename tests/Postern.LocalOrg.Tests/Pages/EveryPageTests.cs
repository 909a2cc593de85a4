using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Postern.LocalOrg.Tests.Pages;

/// <summary>What no page that a person sees may lack, found on every one of them.</summary>
public sealed partial class EveryPageTests(HostedPages pages) : IClassFixture<HostedPages>
{
    [Fact]
    public void Every_page_fits_a_phone_and_the_night() => Complaints(page =>
    [
        .. If(Meta(page, "viewport") is not "width=device-width, initial-scale=1", "no viewport"),
        .. If(Meta(page, "color-scheme") is not "light dark", "no colour scheme"),
        .. If(!StyleOf(page).Contains("@media (prefers-color-scheme: dark)", StringComparison.Ordinal), "no dark colours"),
    ]).ShouldBeEmpty();

    [Fact]
    public void Every_page_says_what_it_is_once() => Complaints(page =>
    [
        .. If(page.DocumentElement.GetAttribute("lang") is not "en", "no language"),
        .. If(page.Title?.Contains(" - ", StringComparison.Ordinal) is not true, $"title {page.Title}"),
        .. If(page.QuerySelectorAll("h1") is not [{ TextContent.Length: > 2 }], "not one heading"),
        .. If(page.QuerySelectorAll("main").Length != 1, "not one main"),
        // What Identity Engine's clients read is written as a script would be, and no browser runs it.
        .. If(page.QuerySelectorAll("script:not([type='text/plain'])").Length > 0, "a script"),
    ]).ShouldBeEmpty();

    [Fact]
    public void No_two_controls_of_a_page_have_one_name() => Complaints(page => Controls(page)
        .GroupBy(NameOf, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1)
            .Select(group => $"{group.Count()} × '{group.Key}'")).ShouldBeEmpty();

    [Fact]
    public void Every_control_has_a_name_of_its_own_and_every_field_a_label() => Complaints(page =>
    [
        .. Controls(page).Where(control => NameOf(control).Length == 0).Select(control => $"no name: {control.OuterHtml}"),
        .. page.QuerySelectorAll("label[for]").Where(label => page.GetElementById(label.GetAttribute("for")!) is null)
            .Select(label => $"label of nothing: {label.TextContent}"),
        .. page.QuerySelectorAll("[id]").GroupBy(element => element.Id).Where(group => group.Count() > 1)
            .Select(group => $"two of id {group.Key}"),
        .. page.QuerySelectorAll("img:not([alt]), img[alt='']").Select(image => $"picture without words: {image.OuterHtml}"),
        .. page.QuerySelectorAll("form button:not([type=submit])").Select(button => $"button that does nothing: {button.OuterHtml}"),
    ]).ShouldBeEmpty();

    [Fact]
    public void No_list_is_empty() => Complaints(page =>
        page.QuerySelectorAll("ul, ol, dl, select, table").Where(list => list.Children.Length == 0)
            .Select(list => list.OuterHtml)).ShouldBeEmpty();

    [Fact]
    public void The_keyboard_is_where_the_page_asks()
    {
        var wrong = pages.All
            .Select(page => (page.Name, page.Focus, Has: string.Join(" and ", Parse(page).QuerySelectorAll("[autofocus]").Select(NameOf))))
            .Where(page => page.Has != (page.Focus ?? ""));

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Whoever_uses_the_keyboard_sees_where_it_is() => Complaints(page =>
    [
        .. If(!StyleOf(page).Contains(":focus-visible { outline: 3px solid", StringComparison.Ordinal), "no visible focus"),
        .. If(OutlineTakenAway().IsMatch(StyleOf(page)), "an outline taken away"),
    ]).ShouldBeEmpty();

    [Fact]
    public void Both_palettes_can_be_read()
    {
        var palettes = Palette().Matches(pages.All[0].Html)
            .Select(palette =>
                Colour().Matches(palette.Value).ToDictionary(colour => colour.Groups[1].Value, colour => colour.Groups[2].Value)).ToList();
        List<(string, string, double)> pairs =
        [
            ("text", "card", 4.5),
            ("text", "ground", 4.5),
            ("quiet", "card", 4.5), ("accent", "card", 4.5), ("on-accent", "accent", 4.5), ("on-accent", "pressed", 4.5),
            ("problem", "problem-ground", 4.5), ("edge", "card", 3), // WCAG 1.4.3 and 1.4.11
        ];

        var faint = palettes.SelectMany(palette => pairs.Where(pair => Contrast(palette[pair.Item1], palette[pair.Item2]) < pair.Item3))
            .Select(pair => pair.ToString());

        palettes.Count.ShouldBe(2);
        faint.ShouldBeEmpty();
    }

    [Fact]
    public void What_apps_get_has_a_title_and_a_language_too()
    {
        foreach (var page in pages.OfApps)
        {
            Parse(page).Title.ShouldBe("Signing in...", page.Name);
            Parse(page).DocumentElement.GetAttribute("lang").ShouldBe("en", page.Name);
            Parse(page).QuerySelectorAll("form, script").ShouldNotBeEmpty(page.Name);
        }
    }

    List<string> Complaints(Func<IHtmlDocument, IEnumerable<string>> about) =>
        [.. pages.All.SelectMany(page => about(Parse(page)).Select(complaint => $"{page.Name}: {complaint}"))];

    static IEnumerable<string> If(bool isWrong, string complaint) => isWrong ? [complaint] : [];

    static string? Meta(IHtmlDocument page, string name) =>
        page.QuerySelectorAll($"meta[name={name}]") is [var meta] ? meta.GetAttribute("content") : null;

    static string StyleOf(IHtmlDocument page) => page.QuerySelector("style")?.TextContent ?? "";

    static IHtmlDocument Parse(HostedPage page) => new HtmlParser().ParseDocument(page.Html);

    static IEnumerable<IElement> Controls(IHtmlDocument page) =>
        page.QuerySelectorAll("input:not([type=hidden]), select, textarea, button, a");

    /// <summary>What a screen reader says.</summary>
    static string NameOf(IElement control) => Space().Replace(control switch
    {
        IHtmlButtonElement or IHtmlAnchorElement => control.TextContent,
        _ when control.Id is { } id && control.Owner!.QuerySelector($"label[for='{id}']") is { } label => label.TextContent,
        _ => control.Closest("label")?.TextContent ?? "",
    }, " ").Trim();

    /// <summary>WCAG 2.2's contrast ratio.</summary>
    static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    static double Luminance(string colour)
    {
        var digits = colour.Length == 3 ? string.Concat(colour.Select(digit => $"{digit}{digit}")) : colour;
        var linear = Enumerable.Range(0, 3)
            .Select(i => int.Parse(digits.AsSpan(i * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255d)
            .Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToList();
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    [GeneratedRegex(@":root \{[^}]*\}")]
    private static partial Regex Palette();

    [GeneratedRegex("--([a-z-]+): #([0-9a-f]{6}|[0-9a-f]{3});")]
    private static partial Regex Colour();

    [GeneratedRegex("outline: *(none|0)")]
    private static partial Regex OutlineTakenAway();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
