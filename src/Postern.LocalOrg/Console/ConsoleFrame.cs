using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Console;

/// <summary>What every page of the console has: the way to the others, and whether requests are recorded.</summary>
sealed class ConsoleFrame(OrgDirectory directory, RequestRecord record)
{
    /// <summary>Nothing runs, loads or is sent but what this origin has, and no page shows another in a frame.</summary>
    const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; " +
        "frame-ancestors 'none'; base-uri 'none'";

    static readonly (string Section, string Path)[] Sections =
    [
        ("Overview", ConsolePaths.Home + "/"), ("Sign-ins", ConsolePaths.Base + "/sign-ins"),
        ("Requests", ConsolePaths.Base + "/requests"), ("Users", ConsolePaths.Base + "/users"), ("Apps", ConsolePaths.Base + "/apps"),
        ("Servers", ConsolePaths.Base + "/servers"), ("Policies", ConsolePaths.Base + "/policies"),
        ("Tokens", ConsolePaths.Base + "/tokens"), ("Outbox", ConsolePaths.Base + "/outbox"), ("Clock", ConsolePaths.Base + "/clock"),
        ("Faults", ConsolePaths.Base + "/faults"), ("State", ConsolePaths.Base + "/state"),
    ];

    public Task WriteAsync(HttpContext context, ConsoleView view) => SendAsync(
        context,
        Whole(
            view.Title,
            Markup.Of(
                $"""
                <header>
                <p class="org"><a href="{ConsolePaths.Home}/">{directory.Org.Name}</a></p>
                <nav aria-label="Console"><ul>
                {Markup.Each(Sections, section => Entry(section, view.Section))}
                </ul></nav>
                </header>
                <main id="main" tabindex="-1"{Mark(view.Mark)}>
                <h1>{view.Title}</h1>
                {Problem(view.Problem)}
                {Done(context.Request.Query["done"].ToString())}
                {view.Body}
                </main>
                <footer>
                {Recording}
                {ConsoleParts.Action("/close", "Close the console", Markup.None)}
                </footer>
                """)),
        view.Status);

    /// <summary>Without the way in, and without anything that not everybody may see.</summary>
    public static Task WriteProblemAsync(HttpContext context, ConsoleProblem problem) => SendAsync(
        context,
        Whole(
            problem.Title,
            Markup.Of(
                $"""
                <main id="main" tabindex="-1" class="narrow">
                <h1>{problem.Title}</h1>
                <p class="problem" role="alert">{problem.Message}</p>
                {(problem.Status == StatusCodes.Status403Forbidden ? HowToOpen : Markup.None)}
                <p><a href="{ConsolePaths.Home}/">Open the console</a></p>
                </main>
                """)),
        problem.Status);

    static readonly Markup HowToOpen = new(
        """
        <h2>How to open it</h2>
        <ul>
        <li>Follow the link that <code>postern org start</code> prints. It is good once, for an hour.</li>
        <li>A new one: <code>postern org console</code>, with <code>--control-key</code> where the org was started with one.</li>
        <li>On the machine that the org runs on, where it has no control key: type the address, <code>http://127.0.0.1:7777/_postern/</code>
        with the org&#x27;s own port.</li>
        </ul>
        """);

    Markup Recording => record.IsOn
        ? Markup.Of($"<p>Requests are recorded.</p>{ConsoleParts.Action("/recording/stop", "Stop recording", Markup.None)}")
        : Markup.Of(
            $"""
            <p><strong>Requests are not recorded:</strong> no sign-in is seen.</p>
            {ConsoleParts.Action("/recording/start", "Record requests", Markup.None)}
            """);

    static Markup Mark(long? mark) => mark is { } number ? Markup.Of($" data-mark=\"{number}\"") : Markup.None;

    static Markup Problem(string? problem) =>
        problem is null ? Markup.None : Markup.Of($"<p class=\"problem\" role=\"alert\">{problem}</p>");

    static Markup Done(string what) =>
        ConsoleDone.Sentence(what) is { } sentence ? Markup.Of($"<p class=\"done\" role=\"status\">{sentence}</p>") : Markup.None;

    static Markup Entry((string Section, string Path) section, string current) => Markup.Of(
        $"<li><a href=\"{section.Path}\"{(section.Section == current ? Current : Markup.None)}>{section.Section}</a></li>");

    static readonly Markup Current = new(" aria-current=\"page\"");

    static string Whole(string title, Markup body) => Page.Document(
        Markup.Of($"{title} - Postern").Text,
        Markup.Of(
            $"""
            <link rel="icon" href="{ConsolePaths.Icon}" type="image/svg+xml">
            <link rel="stylesheet" href="{ConsolePaths.Sheet}">
            <script src="{ConsolePaths.Script}" defer></script>
            """).Text,
        Markup.Of(
            $"""
            <a class="skip" href="#main">Skip to the content</a>
            {body}
            """).Text);

    static Task SendAsync(HttpContext context, string html, int status)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        // Not less: where nothing is referred to, browsers do not say of a form either where it comes from.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.Vary = "Accept, Cookie, Sec-Fetch-Site";
        return context.Response.WriteHtmlAsync(html, status);
    }
}

/// <summary>What was done is told on the page that comes after: by a word, so that nobody's link can put sentences there.</summary>
static class ConsoleDone
{
    public static string? Sentence(string word) => word switch
    {
        "state" => "The user is in that state now.",
        "app" => "The app is as you wished.",
        "switched" => "It is switched, and holds from the next request on.",
        "approved" => "The push is approved.",
        "rejected" => "The push is rejected.",
        "gone" => "No push of this id waits: it was answered already, or has timed out.",
        "emptied" => "The outbox is empty.",
        "clock" => "The clock was moved on.",
        "fault" => "The fault script is obeyed from the next request on.",
        "unfault" => "The fault script is gone.",
        "reset" => "The org is as its seed has it.",
        "taken" => "The state is put aside.",
        "restored" => "The state was brought back.",
        "forgotten" => "The snapshot is gone.",
        "cleared" => "The record is empty.",
        "recording" => "Requests are recorded from now on.",
        "stopped" => "Requests are recorded no more.",
        _ => null,
    };

    public static string With(string path, string word) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}done={word}");
}
