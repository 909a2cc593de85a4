using System.CommandLine;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary><c>postern org fault</c>: what goes wrong in a running local org on purpose.</summary>
static class OrgFaultCommand
{
    public static Command Create()
    {
        var command = new Command("fault", "Makes things go wrong in a running local org, on purpose.");
        command.Add(Add());
        command.Add(List());
        command.Add(Remove());
        return command;
    }

    static Verb Add()
    {
        var (control, script, output) = (new RunningOrgFlags(), new FaultFlags(), Output());
        var command = new Verb("add", "Adds a fault script, or all of a file.")
        {
            Examples = """
                postern org fault add latency --seconds 2 --endpoint token
                postern org fault add status --status 503 --endpoint '/oauth2/*/v1/token' --calls 1-2     # the first two calls
                postern org fault add answer-lost --client-id 0oa1posternWeb000005 --chance 0.1 --seed 42  # the same calls every run
                postern org fault add clock-skew --seconds=-3600 --user ada@example.com
                postern org fault add --file faults.json      # an array of what 'postern org fault list --output json' shows
                """,
        };
        command.AddAll(script, control);
        command.Add(output);
        command.Runs<(RunningOrgChoice Control, FaultChoice Script, bool AsJson)>(
            parse => (control.Read(parse), script.Read(parse), parse.GetValue(output) is "json"),
            async (options, io, ct) =>
            {
                var body = await options.Script.BodyAsync(ct);
                using var org = await options.Control.ConnectAsync(io, ct);
                return Show(io, await org.PostAsync("faults", body, ct), options.AsJson);
            });
        return command;
    }

    static Verb List()
    {
        var (control, output) = (new RunningOrgFlags(), Output());
        var command = new Verb("list", "Shows the fault scripts, how many requests matched and how many were struck.")
        {
            Examples = """
                postern org fault list
                postern org fault list --output json | jq '[.faults[].script]' > faults.json
                """,
        };
        command.AddAll(control);
        command.Add(output);
        command.Runs<(RunningOrgChoice Control, bool AsJson)>(
            parse => (control.Read(parse), parse.GetValue(output) is "json"),
            async (options, io, ct) =>
            {
                using var org = await options.Control.ConnectAsync(io, ct);
                return Show(io, await org.GetAsync("faults", ct), options.AsJson);
            });
        return command;
    }

    static Verb Remove()
    {
        var control = new RunningOrgFlags();
        var id = new Argument<string?>("ID") { Description = "Which script", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "All there are" };
        var command = new Verb("remove", "Removes a fault script, or all.")
        {
            Examples = """
                postern org fault remove slow-token
                postern org fault remove --all
                """,
        };
        command.Add(id);
        command.Add(all);
        command.AddAll(control);
        command.Runs<(RunningOrgChoice Control, string? Id, bool All)>(
            parse => (control.Read(parse), parse.GetValue(id), parse.GetValue(all)),
            async (options, io, ct) =>
            {
                var path = Which(options.Id, options.All);
                using var org = await options.Control.ConnectAsync(io, ct);
                await org.DeleteAsync(path, ct);
                return ExitCodes.Ok;
            });
        return command;
    }

    static string Which(string? id, bool all) => (id, all) switch
    {
        (null, false) => throw new UsageException(
            "No fault script is named.", "Give its id, which 'postern org fault list' shows, or --all."),
        (not null, true) => throw new UsageException("An id and --all contradict each other.", "Give one of them."),
        (null, true) => "faults",
        _ => $"faults/{Uri.EscapeDataString(id)}",
    };

    static Option<string> Output() => JsonOutput.OrText("a line for each", "as the org tells them");

    static int Show(Terminal io, JsonObject answer, bool asJson)
    {
        if (asJson)
            return JsonOutput.Write(io, answer);

        foreach (var fault in answer["faults"] as JsonArray ?? [])
            if (fault is JsonObject { } each && each["script"] is JsonObject script)
                io.Print(
                    $"{script.Text("id")}  {Words(script)}  {each["strikes"].ToPlainText()} of {each["calls"].ToPlainText()} calls struck");
        return ExitCodes.Ok;
    }

    static string Words(JsonObject script) => string.Join(
        ' ', script.Where(member => member.Key is not ("id" or "body" or "contentType")).Select(
            member => member.Key is "fault" ? member.Value.ToPlainText() : $"{member.Key}={member.Value.ToPlainText()}"));
}
