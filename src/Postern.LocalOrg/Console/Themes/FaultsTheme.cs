using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>What goes wrong on purpose: the scripts that are obeyed, and ready-made ones to add.</summary>
sealed class FaultsTheme(FaultScripts faults) : IConsoleTheme
{
    const string Path = ConsolePaths.Base + "/faults";

    static readonly (string Label, FaultScript Script)[] ReadyMade =
    [
        ("The next token request is answered 503", FaultScript.Answering(503) with { Endpoint = "token", ToCall = 1 }),
        ("The next 3 token requests are rate limited", new() { Fault = FaultKind.RateLimited, Endpoint = "token", ToCall = 3 }),
        ("Every answer comes 2 seconds late", FaultScript.Latency(TimeSpan.FromSeconds(2))),
        ("One authn request of three is answered 500", FaultScript.Answering(500) with { Endpoint = "authn", Chance = 0.33 }),
        ("The next token request loses its connection", new() { Fault = FaultKind.ConnectionReset, Endpoint = "token", ToCall = 1 }),
        ("The next token answer is lost, its code spent", new() { Fault = FaultKind.AnswerLost, Endpoint = "token", ToCall = 1 }),
        ("The next token answer is cut in half", new() { Fault = FaultKind.HalfBody, Endpoint = "token", ToCall = 1 }),
        ("The next token answer is no JSON", new() { Fault = FaultKind.MalformedJson, Endpoint = "token", ToCall = 1 }),
        ("The key set is an old one", new() { Fault = FaultKind.StaleKeys }),
        ("Keys rotate before the next token request", new() { Fault = FaultKind.KeyRotation, ToCall = 1 }),
        ("Tokens are issued 5 minutes ahead", FaultScript.ClockSkew(TimeSpan.FromMinutes(5))),
        ("Tokens are issued 5 minutes behind", FaultScript.ClockSkew(TimeSpan.FromMinutes(-5))),
    ];

    public void Map(ConsoleTable table)
    {
        table.Page("/faults", ShowAsync);
        table.Act("/faults/add", AddAsync);
        table.Act("/faults/remove", RemoveAsync);
        table.Act("/faults/clear", ClearAsync);
    }

    async Task<ConsoleView> ShowAsync(HttpContext context)
    {
        var all = await faults.AllAsync(context.RequestAborted);
        var choices = ReadyMade.Select((each, i) => (i.ToString(CultureInfo.InvariantCulture), each.Label));
        return new(
            "Faults",
            "Faults",
            Markup.Of(
                $"""
                {ConsoleParts.TableOr(
                    "Nothing goes wrong on purpose.", "Obeyed by every process of the org", ["Script", "Matched", "Struck", "To do"],
                    [.. all.Select(Row)])}
                {Markup.If(all.Count > 1, () => ConsoleParts.Danger("/faults/clear", "Remove all of them", Markup.None))}
                <h2>Add one</h2>
                <form class="row" method="post" action="{Path}/add">
                <div>{ConsoleParts.Choice("fault", "fault", "What goes wrong", choices, null)}</div>
                <div>{ConsoleParts.Field("clientId", "clientId", "For this client id only")}</div>
                <div>{ConsoleParts.Field("user", "user", "For this user's login only")}</div>
                <button type="submit">Add</button>
                </form>
                <p class="quiet">Any other: <code>postern org fault add --help</code>.</p>
                """));
    }

    static Markup[] Row(CountedFault fault) =>
    [
        ConsoleParts.Text(fault.Script.ToString()), Markup.Of($"{fault.Calls}"), Markup.Of($"{fault.Strikes}"),
        ConsoleParts.Danger("/faults/remove", $"Remove {fault.Script.Id}", ConsoleParts.Hidden("id", fault.Script.Id!)),
    ];

    async Task<string> AddAsync(HttpContext context, IFormCollection form)
    {
        if (!int.TryParse(form["fault"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index >= ReadyMade.Length)
            throw ConsoleProblem.Wrong("There is no ready-made fault script of this number.");
        await faults.AddAsync(
            ReadyMade[index].Script with { ClientId = Given(form, "clientId"), User = Given(form, "user") }, context.RequestAborted);
        return ConsoleDone.With(Path, "fault");
    }

    async Task<string> RemoveAsync(HttpContext context, IFormCollection form)
    {
        await faults.RemoveAsync(form["id"].ToString(), context.RequestAborted);
        return ConsoleDone.With(Path, "unfault");
    }

    async Task<string> ClearAsync(HttpContext context, IFormCollection form)
    {
        await faults.ClearAsync(context.RequestAborted);
        return ConsoleDone.With(Path, "unfault");
    }

    static string? Given(IFormCollection form, string name) => form[name].ToString().Trim() is { Length: > 0 } given ? given : null;
}
