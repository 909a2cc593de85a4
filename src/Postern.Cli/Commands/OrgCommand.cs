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
        command.Add(OrgHealthCommand.Create());
        command.Add(OrgTrustCommand.Create());
        command.Add(OrgConsoleCommand.Create());
        command.Add(OrgFaultCommand.Create());
        command.Add(OrgLogCommand.Create());
        command.Add(OrgCoverageCommand.Create());
        command.Add(OrgStateCommands.Reset());
        command.Add(OrgStateCommands.Snapshot());
        command.Add(OrgStateCommands.Restore());
        command.Add(OrgStateCommands.Fork());
        command.Add(OrgBackupCommand.Create());
        command.Add(OrgValidateCommand.Create());
        command.Add(OrgExportCommand.Create());
        command.Add(OrgImportCommand.Create());
        command.Add(OrgSchemaCommand.Create());
        command.Add(OrgDiffCommand.Create());
        return command;
    }
}
