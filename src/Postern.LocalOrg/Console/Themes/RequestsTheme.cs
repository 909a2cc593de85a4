using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Console.SignIns;
using Postern.LocalOrg.Explaining;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>The requests on record, filtered, and each with what it sent, what it was answered and why.</summary>
sealed class RequestsTheme(RequestRecord record, Explainer explainer) : IConsoleTheme
{
    const int OnePage = 100;

    static readonly (string Name, string Label)[] Fields =
    [
        ("endpoint", "Endpoint, as token"), ("clientId", "Client id"), ("user", "User"), ("status", "Status"),
        ("outcome", "Outcome or error, as refused"),
    ];

    public void Map(ConsoleTable table)
    {
        table.Page("/requests", ListAsync);
        table.Page("/requests/{id}", OneAsync);
        table.Act("/requests/clear", ClearAsync);
    }

    async Task<ConsoleView> ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var all = await record.AllAsync(ct: context.RequestAborted);
        var before = long.TryParse(query["after"].ToString(), out var number) ? number : long.MaxValue;
        var matches = FilterOf(query).Compiled();
        var found = all.Reverse().Where(request => request.Number < before && matches(request)).Take(OnePage + 1).ToList();
        var next = found.Count > OnePage ? found[OnePage - 1].Number.ToString(CultureInfo.InvariantCulture) : null;
        return new(
            "Requests",
            "Requests",
            Markup.Of(
                $"""
                <form class="row" method="get" action="{ConsolePaths.Base}/requests" role="search">
                {Markup.Each(Fields, field => Filter(field.Name, field.Label, query))}
                <button type="submit">Filter</button>
                </form>
                <div id="requests" data-live>
                {ConsoleParts.TableOr(
                    "Nothing on record is so.", "The latest first", ["When", "Request", "Status", "Who", "App"],
                    [.. found.Take(OnePage).Select(Row)])}
                {ConsoleParts.Next(ConsolePaths.Base + "/requests", next, Again(query))}
                </div>
                {ConsoleParts.Danger("/requests/clear", "Forget what is on record", Markup.None)}
                """))
        {
            Mark = SignInsTheme.LastOf(all),
        };
    }

    async Task<ConsoleView> OneAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var request = await record.FindAsync(context.Request.RouteValues["id"] as string ?? "", ct)
            ?? throw ConsoleProblem.NotFound("No request of this id is on record: it has made room for later ones, or was cleared.");
        var explanation = await explainer.ExplainAsync(request.Id, ct);
        var isOfSignIn = Stories.Of(await record.AllAsync(ct: ct)).Any(story => story.Steps.Any(step => step.Id == request.Id));
        return new(
            "Requests",
            $"{request.Method} {request.Path}",
            Markup.Of(
                $"""
                {Facts(request)}
                {(isOfSignIn ? ConsoleParts.Link(ConsolePaths.SignIn(request.Id), "The sign-in that it belongs to") : Markup.None)}
                <h2>What it sent</h2>
                {Told(request.Sent)}
                <h2>What it was answered</h2>
                {Told(request.Answered)}
                {(explanation is null ? Markup.None : Why(explanation))}
                <h2>Commands</h2>
                {ConsoleParts.Command($"postern explain {request.Id}")}
                """));
    }

    static Markup Filter(string name, string label, IQueryCollection query) =>
        Markup.Of($"<div>{ConsoleParts.Field(name, name, label, query[name].ToString(), "search")}</div>");

    static Markup Why(Explanation explanation) => Markup.Of(
        $"""
        <h2>Why</h2>
        {ExplanationParts.Remarks(explanation)}
        {ExplanationParts.Policies(explanation)}
        {ExplanationParts.Claims(explanation)}
        """);

    static Markup Facts(RecordedRequest request) => ConsoleParts.Facts(
        ("Answered", Badge(request)),
        ("Why", ConsoleParts.Text(request.Reason?.Replace('_', ' '))),
        ("When", ConsoleParts.Text(ConsoleParts.Instant(request.At))),
        ("Took", ConsoleParts.Text(string.Create(CultureInfo.InvariantCulture, $"{request.Milliseconds} ms"))),
        ("Endpoint", ConsoleParts.Code(request.Endpoint)),
        ("User", ConsoleParts.Text(request.User)),
        ("Client id", ConsoleParts.Code(request.ClientId)),
        ("From", ConsoleParts.Text(request.Address)),
        ("Fault scripts", ConsoleParts.Text(string.Join(", ", request.Faults))),
        ("Id", ConsoleParts.Code(request.Id)));

    static Markup Told(IReadOnlyDictionary<string, string> told) => told.Count == 0
        ? new("<p>Nothing that is told.</p>")
        : ConsoleParts.Facts(
            told.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, ConsoleParts.Code(pair.Value))));

    static Markup[] Row(RecordedRequest request) =>
    [
        ConsoleParts.Text(request.At.ToUniversalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)),
        ConsoleParts.Link(ConsolePaths.Request(request.Id), $"{request.Method} {request.Path}"), Badge(request),
        ConsoleParts.Text(request.User), ConsoleParts.Text(request.ClientId),
    ];

    static Markup Badge(RecordedRequest request) => ConsoleParts.Badge(
        string.Create(CultureInfo.InvariantCulture, $"{request.Status} {request.Error ?? request.Outcome}"), !Story.IsNo(request));

    async Task<string> ClearAsync(HttpContext context, IFormCollection form)
    {
        await record.ClearAsync(context.RequestAborted);
        return ConsoleDone.With(ConsolePaths.Base + "/requests", "cleared");
    }

    static RequestFilter FilterOf(IQueryCollection query) => new()
    {
        Endpoint = Text(query, "endpoint"),
        ClientId = Text(query, "clientId"),
        User = Text(query, "user"),
        Outcome = Text(query, "outcome"),
        Status = Text(query, "status") is not { } status ? null
            : int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw ConsoleProblem.Wrong("The status is a number of HTTP, such as 400."),
    };

    static string Again(IQueryCollection query) => string.Join('&', Fields.Select(field => (field.Name, Text(query, field.Name)))
        .Where(field => field.Item2 is not null).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Item2!)}"));

    static string? Text(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } value] ? value : null;
}
