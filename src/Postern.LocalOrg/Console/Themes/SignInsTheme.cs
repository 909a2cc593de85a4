using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Console.SignIns;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Explaining;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>The sign-ins on record, and each as a diagram that grows while it is looked at.</summary>
sealed class SignInsTheme(RequestRecord record, OrgDirectory directory, Explainer explainer) : IConsoleTheme
{
    const int OnePage = 40;

    const string Nothing =
        "Nobody has signed in since requests are recorded. Sign in by an app, or with a command of a user's page: it appears here.";

    /// <summary>Of one sign-in; each of them is worked out anew.</summary>
    const int MostExplained = 12;

    public void Map(ConsoleTable table)
    {
        table.Page("/sign-ins", ListAsync);
        table.Page("/sign-ins/{id}", OneAsync);
    }

    async Task<ConsoleView> ListAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var requests = await record.AllAsync(ct: ct);
        var before = long.TryParse(context.Request.Query["after"].ToString(), out var number) ? number : long.MaxValue;
        var stories = Stories.Of(requests).Where(story => story.Steps[0].Number < before).ToList();
        List<Markup[]> rows = [];
        foreach (var story in stories.Take(OnePage))
            rows.Add(await RowAsync(story, ct));
        var next = stories.Count > OnePage ? stories[OnePage - 1].Steps[0].Number.ToString(CultureInfo.InvariantCulture) : null;
        return new(
            "Sign-ins",
            "Sign-ins",
            Markup.Of(
                $"""
                <div id="sign-ins" data-live>
                {ConsoleParts.TableOr(Nothing, "The latest first", ["When", "Who", "App", "Came to", "Requests"], rows)}
                {ConsoleParts.Next(ConsolePaths.Base + "/sign-ins", next)}
                </div>
                """))
        {
            Mark = LastOf(requests),
        };
    }

    async Task<ConsoleView> OneAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var requests = await record.AllAsync(ct: ct);
        var id = context.Request.RouteValues["id"] as string;
        var story = Stories.Of(requests).FirstOrDefault(story => story.Steps.Any(step => step.Id == id))
            ?? throw ConsoleProblem.NotFound("No sign-in of this id is on record: it has made room for later ones, or was cleared.");
        var explained = await ExplainedAsync(story, ct);
        return new(
            "Sign-ins",
            $"Sign-in of {story.User ?? "nobody yet"}",
            Markup.Of(
                $"""
                <div id="sign-in" data-live>
                {ConsoleParts.Facts(
                    ("App", await AppAsync(story, ct)),
                    ("Began", ConsoleParts.Text(ConsoleParts.Instant(story.Steps[0].At))),
                    ("From", ConsoleParts.Text(story.Steps[0].Address)),
                    ("Came to", ConsoleParts.Badge(story.CameTo, !story.IsRefused)))}
                {Diagram.Of(story, explained.ToDictionary(pair => pair.Key, pair => ExplanationParts.Decision(pair.Value) ?? ""))}
                <p class="quiet">Secrets are told by their fingerprints, as <code>postern -v</code> shows them.
                Each step leads to its request.</p>
                {Markup.Each(explained.Where(pair => pair.Value.Request is { } request && Story.IsNo(request)), Refused)}
                </div>
                """))
        {
            Mark = LastOf(requests),
        };
    }

    public static long LastOf(IReadOnlyList<RecordedRequest> requests) => requests.Count == 0 ? 0 : requests[^1].Number;

    static Markup Refused(KeyValuePair<string, Explanation> explained) => Markup.Of(
        $"""
        <h2>Why {explained.Value.Request!.Endpoint} was answered {explained.Value.Request.Error ?? explained.Value.Request.Outcome}</h2>
        {ExplanationParts.Policies(explained.Value)}
        {ExplanationParts.Remarks(explained.Value)}
        """);

    /// <summary>What policies have a word in: whatever was refused, and what gave tokens or codes.</summary>
    async Task<Dictionary<string, Explanation>> ExplainedAsync(Story story, CancellationToken ct)
    {
        Dictionary<string, Explanation> explained = [];
        var worth = story.Steps.Where(step => Story.IsNo(step) || step.Answered.ContainsKey("access_token")
            || step.Answered.GetValueOrDefault("status") is "MFA_REQUIRED" or "MFA_ENROLL" or "LOCKED_OUT" or "PASSWORD_EXPIRED");
        foreach (var step in worth.TakeLast(MostExplained))
            if (await explainer.ExplainAsync(step.Id, ct) is { } explanation)
                explained[step.Id] = explanation;
        return explained;
    }

    async Task<Markup[]> RowAsync(Story story, CancellationToken ct) =>
    [
        ConsoleParts.Link(ConsolePaths.SignIn(story.Id), ConsoleParts.Instant(story.Steps[0].At)), ConsoleParts.Text(story.User),
        await AppAsync(story, ct), ConsoleParts.Badge(story.CameTo, !story.IsRefused), Markup.Of($"{story.Steps.Count}"),
    ];

    async Task<Markup> AppAsync(Story story, CancellationToken ct) =>
        story.ClientId is { } clientId && await directory.Apps.FindAsync(clientId, ct) is { } app
            ? ConsoleParts.Link(ConsolePaths.App(clientId), app.Name)
            : ConsoleParts.Text(null);
}
