using System.CommandLine;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>
/// <c>postern org reset</c>, <c>snapshot</c>, <c>restore</c> and <c>fork</c>: brings a running local org back, and makes others of it.
/// </summary>
static class OrgStateCommands
{
    const int Day = 86_400;

    public static Verb Reset()
    {
        var control = new RunningOrgFlags();
        var command = new Verb("reset", "Brings a running local org back to its seed; keys and clock stay.")
        {
            Examples = "postern org reset --org http://localhost:7777",
        };
        command.AddAll(control);
        command.Runs<RunningOrgChoice>(
            control.Read,
            async (options, io, ct) =>
            {
                using var org = await options.ConnectAsync(io, ct);
                await org.PostAsync("reset", new JsonObject(), ct);
                io.Say($"{org.OrgUrl} is as its seed has it.");
                return ExitCodes.Ok;
            });
        return command;
    }

    public static Verb Snapshot()
    {
        var (control, name) = (new RunningOrgFlags(), Name());
        var delete = new Option<bool>("--delete") { Description = "Forget the one of this name" };
        var output = JsonOutput.OrText("a line for each", "as the org tells them");
        var command = new Verb("snapshot", "Puts aside how a running local org stands; without a name, lists what was put aside.")
        {
            Examples = """
                postern org snapshot before-the-migration
                postern org snapshot
                postern org snapshot before-the-migration --delete
                """,
        };
        command.Add(name);
        command.AddAll(control);
        command.AddAll(delete, output);
        command.Runs<(RunningOrgChoice Control, string? Name, bool Delete, bool AsJson)>(
            parse => (control.Read(parse), parse.GetValue(name), parse.GetValue(delete), parse.GetValue(output) is "json"),
            async (options, io, ct) =>
            {
                if (options is { Name: null, Delete: true })
                    throw new UsageException("No snapshot is named.", "Give its name, which 'postern org snapshot' lists.");
                using var org = await options.Control.ConnectAsync(io, ct);
                if (options.Name is not { } given)
                    return List(io, await org.GetAsync("snapshots", ct), options.AsJson);
                await (options.Delete ? org.DeleteAsync(PathOf(given), ct) : org.PostAsync(PathOf(given), new JsonObject(), ct));
                return ExitCodes.Ok;
            });
        return command;
    }

    public static Verb Restore()
    {
        var (control, name) = (new RunningOrgFlags(), Name());
        var command = new Verb("restore", "Brings a running local org back to how it stood when that was put aside.")
        {
            Examples = "postern org restore before-the-migration",
        };
        command.Add(name);
        command.AddAll(control);
        command.Runs<(RunningOrgChoice Control, string? Name)>(
            parse => (control.Read(parse), parse.GetValue(name)),
            async (options, io, ct) =>
            {
                var given = options.Name
                    ?? throw new UsageException("No snapshot is named.", "'postern org snapshot' lists those there are.");
                using var org = await options.Control.ConnectAsync(io, ct);
                await org.PostAsync($"{PathOf(given)}/restore", new JsonObject(), ct);
                io.Say($"{org.OrgUrl} is as it was put aside as {given}.");
                return ExitCodes.Ok;
            });
        return command;
    }

    public static Verb Fork()
    {
        var control = new RunningOrgFlags();
        var lifetime = FlagValues.Seconds("--lifetime", 600, 1, Day);
        lifetime.Description = "How long it lives, unless it is ended before";
        var end = new Option<string?>("--end") { HelpName = "ID", Description = "End this one" };
        var output = JsonOutput.OrText("its URL", "as the org tells it");
        var command = new Verb("fork", "Starts another org with the state of a running one, for one test; prints its URL.")
        {
            Examples = """
                postern org fork --lifetime 60
                postern org fork --output json | jq -r .url
                postern org fork --end fork1a2b3c4d
                """,
        };
        command.AddAll(control);
        command.AddAll(lifetime, end, output);
        command.Runs<(RunningOrgChoice Control, double Lifetime, string? End, bool AsJson)>(
            parse => (control.Read(parse), parse.GetValue(lifetime), parse.GetValue(end), parse.GetValue(output) is "json"),
            async (options, io, ct) =>
            {
                using var org = await options.Control.ConnectAsync(io, ct);
                if (options.End is { } id)
                {
                    await org.DeleteAsync($"forks/{Uri.EscapeDataString(id)}", ct);
                    return ExitCodes.Ok;
                }

                var fork = await org.PostAsync("forks", new JsonObject { ["lifetimeSeconds"] = options.Lifetime }, ct);
                io.Write(options.AsJson ? fork.ToText(JsonLayout.Indented) : fork.Text("url") ?? "");
                return ExitCodes.Ok;
            });
        return command;
    }

    static Argument<string?> Name() => new("NAME") { Description = "Of the snapshot", Arity = ArgumentArity.ZeroOrOne };

    static string PathOf(string name) => $"snapshots/{Uri.EscapeDataString(name)}";

    static int List(Terminal io, JsonObject answer, bool asJson)
    {
        if (asJson)
            return JsonOutput.Write(io, answer);

        foreach (var snapshot in (answer["snapshots"] as JsonArray ?? []).OfType<JsonObject>())
            io.Print($"{snapshot.Text("name")}  {snapshot.Text("takenAt")}");
        return ExitCodes.Ok;
    }
}
