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
        command.AddAll(control);
        command.Runs<RunningOrgChoice>(
            control.Read,
            async (options, io, ct) =>
            {
                using var org = await options.ConnectAsync(io, ct);
                io.Write((await org.PostAsync("console-links", new JsonObject(), ct)).Text("url") ?? "");
                return ExitCodes.Ok;
            });
        return command;
    }
}
