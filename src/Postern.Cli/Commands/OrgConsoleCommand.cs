using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary><c>postern org console</c>: what opens the console of a running local org in a browser.</summary>
static class OrgConsoleCommand
{
    public static Verb Create()
    {
        var control = new RunningOrgFlags();
        var command = new Verb("console", "Prints a link that opens a running local org's console in a browser: once, within an hour.")
        {
            Examples = """
                postern org console
                xdg-open "$(postern org console)"
                postern org console --org https://okta.example.test --control-key env:KEY
                """,
        };
        var output = JsonOutput.OrText("the link", "as the org tells it");
        command.AddAll(control);
        command.Add(output);
        command.Runs<(RunningOrgChoice Control, bool AsJson)>(
            parse => (control.Read(parse), parse.GetValue(output) is "json"),
            async (options, io, ct) =>
            {
                using var org = await options.Control.ConnectAsync(io, ct);
                var link = await org.PostAsync("console-links", new JsonObject(), ct);
                if (options.AsJson)
                    return JsonOutput.Write(io, link);

                io.Write(link.Text("url") ?? "");
                return ExitCodes.Ok;
            });
        return command;
    }
}
