using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>Puts the org's state aside and brings it back, or brings the org back to its seed.</summary>
sealed class StateTheme(OrgSnapshots snapshots, Func<CancellationToken, Task> reset) : IConsoleTheme
{
    const string Path = ConsolePaths.Base + "/state";

    public void Map(ConsoleTable table)
    {
        table.Page("/state", ShowAsync);
        table.Act("/state/reset", ResetAsync);
        table.Act("/state/take", TakeAsync);
        table.Act("/state/restore", RestoreAsync);
        table.Act("/state/forget", ForgetAsync);
    }

    async Task<ConsoleView> ShowAsync(HttpContext context)
    {
        var all = await snapshots.AllAsync(context.RequestAborted);
        return new(
            "State",
            "State",
            Markup.Of(
                $"""
                <h2>Snapshots</h2>
                {ConsoleParts.TableOr("Nothing was put aside.", "What was put aside", ["Name", "Taken", "To do"], [.. all.Select(Row)])}
                <form class="row" method="post" action="{Path}/take">
                <div>{ConsoleParts.Field("name", "name", "Put the state aside under this name")}</div>
                <button type="submit">Take a snapshot</button>
                </form>
                <h2>Reset</h2>
                <p>Users, apps, policies, passwords and factors as the seed has them; sessions, tokens, messages, faults and the record are
                gone. Keys and the clock stay.</p>
                {ConsoleParts.Danger("/state/reset", "Reset to the seed", Markup.None)}
                """));
    }

    static Markup[] Row(OrgSnapshot snapshot)
    {
        var name = ConsoleParts.Hidden("name", snapshot.Name);
        return
        [
            ConsoleParts.Text(snapshot.Name), ConsoleParts.Text(ConsoleParts.Instant(snapshot.TakenAt)),
            Markup.Of(
                $"""
                <div class="actions">
                {ConsoleParts.Action("/state/restore", $"Restore {snapshot.Name}", name)}
                {ConsoleParts.Danger("/state/forget", $"Forget {snapshot.Name}", name)}
                </div>
                """),
        ];
    }

    async Task<string> ResetAsync(HttpContext context, IFormCollection form)
    {
        await reset(context.RequestAborted);
        return ConsoleDone.With(Path, "reset");
    }

    Task<string> TakeAsync(HttpContext context, IFormCollection form) =>
        DoneAsync("taken", () => snapshots.TakeAsync(Name(form), context.RequestAborted));

    Task<string> RestoreAsync(HttpContext context, IFormCollection form) =>
        DoneAsync("restored", () => snapshots.RestoreAsync(Name(form), context.RequestAborted));

    Task<string> ForgetAsync(HttpContext context, IFormCollection form) =>
        DoneAsync("forgotten", () => snapshots.DeleteAsync(Name(form), context.RequestAborted));

    static async Task<string> DoneAsync(string word, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (ArgumentException wrong)
        {
            throw ConsoleProblem.Wrong(wrong.Message.Split(" (Parameter", 2)[0]);
        }

        return ConsoleDone.With(Path, word);
    }

    static string Name(IFormCollection form) => form["name"].ToString().Trim();
}
