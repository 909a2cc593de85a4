using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>An HTML answer: the form of <c>form_post</c>, a script that carries the answer, an error, or a page for a person.</summary>
sealed partial class Page
{
    readonly HttpAnswer _answer;
    readonly IHtmlDocument _document;

    Page(HttpAnswer answer)
    {
        _answer = answer;
        _document = Nesting.IsTooDeep(answer.Body)
            ? throw Refusal.NotAsExpected(
                answer,
                $"The answer to the {StepNames.Of(answer.Stage)} is a page that nests deeper than any browser would follow; it was not " +
                "read.")
            : new HtmlParser().ParseDocument(answer.Body);
    }

    /// <summary>Null where there is none.</summary>
    public string? Title => TitleOf(_document);

    public static Page Of(HttpAnswer answer) => new(answer);

    public static string? TitleOf(IHtmlDocument document) =>
        document.Title?.Trim() is { Length: > 0 } title ? ForeignWords.Of(title) : null;

    public AuthorizeAnswer Read(string redirectUri) =>
        ReadForm(redirectUri)
        ?? ScriptReader.Read(_document.Scripts.Select(script => script.TextContent), redirectUri)
        ?? throw InteractivePage.Shown(_document, _answer);

    /// <summary>Okta shows its error page where it does not trust the redirect URI; the page has no machine-readable part.</summary>
    public OktaException Error()
    {
        // a proxy's page repeats the address that was asked for
        var text = ForeignWords.Of(Squeezed(_document.QuerySelector(".error-content") ?? _document.Body));
        var error = CodeIn(text);
        var advice = Hints.ForOAuth(_answer.Stage, error, text);
        return new OAuthException(_answer.Stage, error, text, advice.Hint)
        {
            Reason = advice.Reason,
            StatusCode = _answer.Status,
            RequestId = _answer.RequestId,
        };
    }

    AuthorizeAnswer? ReadForm(string redirectUri)
    {
        var form = _document.Forms.FirstOrDefault(form => form.GetAttribute("action") == redirectUri)
            ?? _document.Forms.FirstOrDefault(form => form.Id == "appForm" || form.GetAttribute("name") == "oauthResponse");
        if (form is null)
            return null;

        // What is meant for another address is not for us, and must not be believed.
        if (form.GetAttribute("action") != redirectUri)
            throw new TokenValidationException(
                "authorize response",
                "redirect_uri",
                "The answer's form is addressed to another redirect URI than the one asked for.",
                "Something between here and the org has changed the page: begin again without it.")
            {
                Expected = redirectUri,
                Actual = form.GetAttribute("action") is { } action ? Address.Of(action) : null,
            };

        return new(
            form.QuerySelectorAll("input[name]")
                .Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value") ?? "")));
    }

    // Newer pages print the code, older ones only its description.
    static string CodeIn(string text) =>
        ErrorCode().Match(text) is { Success: true } printed ? printed.Groups["code"].Value
        : text.Contains("'client_id'", StringComparison.Ordinal) ? OAuthErrors.InvalidClient
        : OAuthErrors.InvalidRequest;

    // Node by node: "<h1>400</h1><p>Bad" must not read "400Bad".
    static string Squeezed(IElement? element)
    {
        var words = (element?.Descendants<IText>() ?? [])
            .Where(text => text.ParentElement is not { LocalName: "script" or "style" })
            .SelectMany(text => text.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return string.Join(' ', words);
    }

    [
        GeneratedRegex(
            """\b(?<code>(?:invalid|unsupported|unauthorized|access|server|temporarily)_[a-z_]+)\b""", RegexOptions.CultureInvariant),
    ]
    private static partial Regex ErrorCode();
}
