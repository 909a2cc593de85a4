using System.CommandLine;

namespace Postern.Cli;

/// <summary><c>postern org</c>: what can be done with a local org.</summary>
static class OrgCommand
{
    public static Command Create()
    {
        var command = new Command("org", "An Okta-compatible org on your own machine.");
        command.Add(OrgStartCommand.Create());
        command.Add(OrgRunCommand.Create());
        command.Add(OrgTrustCommand.Create());
        return command;
    }
}
