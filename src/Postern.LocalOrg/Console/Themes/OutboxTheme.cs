using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.SignIn.Factors;
using Postern.Protocol;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>What would have left the org: codes and recovery mails to read, pushes to approve and reject.</summary>
sealed class OutboxTheme(Outbox outbox, FactorStore factors, RequestRecord record) : IConsoleTheme
{
    const int MostShown = 100;
    const string Path = ConsolePaths.Base + "/outbox";

    public void Map(ConsoleTable table)
    {
        table.Page("/outbox", ShowAsync);
        table.Act("/outbox/clear", ClearAsync);
        table.Act("/outbox/{id}/approve", (context, form) => DecideAsync(context, form, approves: true));
        table.Act("/outbox/{id}/reject", (context, form) => DecideAsync(context, form, approves: false));
    }

    async Task<ConsoleView> ShowAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var all = await record.AllAsync(ct: ct);
        List<Markup[]> rows = [];
        foreach (var message in (await outbox.MessagesAsync(ct)).Reverse().Take(MostShown))
            rows.Add(Row(message, message.Channel is "push" ? await factors.PushDecisionAsync(message.Id, ct) : null));
        return new(
            "Outbox",
            "Outbox",
            Markup.Of(
                $"""
                <div id="outbox" data-live>
                {ConsoleParts.TableOr(
                    "Nothing was sent. Codes, recovery mails and pushes appear here.", "The latest first",
                    ["When", "To", "What it says", "Code or answer"], rows)}
                </div>
                {ConsoleParts.Danger("/outbox/clear", "Empty the outbox", Markup.None)}
                """))
        {
            Mark = SignInsTheme.LastOf(all),
        };
    }

    static Markup[] Row(OutboxMessage message, string? decision) =>
    [
        ConsoleParts.Text(ConsoleParts.Instant(message.SentAt)),
        Markup.Of($"{message.Login} <span class=\"quiet\">{message.Channel}, {message.To}</span>"),
        ConsoleParts.Text(message.Text),
        message.Channel is "push" ? Push(message, decision) : ConsoleParts.Code(message.Code),
    ];

    static Markup Push(OutboxMessage message, string? decision) => decision switch
    {
        FactorResults.Waiting => Markup.Of(
            $"""
            <div class="actions">
            {ConsoleParts.Action($"/outbox/{message.Id}/approve", "Approve", Number(message))}
            {ConsoleParts.Danger($"/outbox/{message.Id}/reject", "Reject", Markup.None)}
            </div>
            """),
        null => ConsoleParts.Text("timed out"),
        _ => ConsoleParts.Badge(decision is FactorResults.Success ? "approved" : "rejected", decision is FactorResults.Success),
    };

    /// <summary>Where the phone must be given one; left empty it is the right one.</summary>
    static Markup Number(OutboxMessage message) => message.Text.Contains("number", StringComparison.Ordinal)
        ? ConsoleParts.Field($"number-{message.Id}", "number", "Number on the screen (none: the right one)", type: "number")
        : Markup.None;

    async Task<string> DecideAsync(HttpContext context, IFormCollection form, bool approves)
    {
        var id = context.Request.RouteValues["id"] as string ?? "";
        int? number = form["number"] is not [{ Length: > 0 } given] ? null
            : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var chosen) ? chosen
            : throw ConsoleProblem.Wrong("The number is one of two digits.");
        var isDecided = approves
            ? await outbox.ApproveAsync(id, number, context.RequestAborted)
            : await outbox.RejectAsync(id, context.RequestAborted);
        return ConsoleDone.With(Path, !isDecided ? "gone" : approves ? "approved" : "rejected");
    }

    async Task<string> ClearAsync(HttpContext context, IFormCollection form)
    {
        await outbox.ClearAsync(context.RequestAborted);
        return ConsoleDone.With(Path, "emptied");
    }
}
