using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Org;

/// <summary>What an admin ticks for the org as a whole.</summary>
sealed class OrgPreferences(OrgDirectory directory) : IOperations
{
    const string Preferences = "/api/v1/org/preferences";
    const string ClientPrivileges = "/api/v1/org/settings/clientPrivilegesSetting";
    const string Reading = "okta.orgs.read";
    const string Managing = "okta.orgs.manage";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Preferences, Reading, call => Task.FromResult(Answer.Ok(Write(call, directory.Org.Settings)))),
        Operation.Change("POST", Preferences + "/hideEndUserFooter", Managing, (call, work) => HideAsync(call, work, isHidden: true)),
        Operation.Change("POST", Preferences + "/showEndUserFooter", Managing, (call, work) => HideAsync(call, work, isHidden: false)),
        Operation.Read(ClientPrivileges, Reading, _ => Task.FromResult(Answer.Ok(WritePrivileges(directory.Org.Settings)))),
        Operation.Change("PUT", ClientPrivileges, Managing, SetPrivilegesAsync),
    ];

    async Task<Answer> HideAsync(ManagementCall call, Work work, bool isHidden) =>
        Answer.Ok(Write(call, await ChangeAsync(call, work, before => before with { HidesFooter = isHidden })));

    async Task<Answer> SetPrivilegesAsync(ManagementCall call, Work work)
    {
        var isOn = call.Body.Flag("clientPrivilegesSetting") ?? throw OktaError.Blank("clientPrivilegesSetting");
        return Answer.Ok(WritePrivileges(await ChangeAsync(call, work, before => before with { PrivilegesClients = isOn })));
    }

    async Task<OrgSettings> ChangeAsync(ManagementCall call, Work work, Func<OrgSettings, OrgSettings> change)
    {
        var before = (await directory.Settings.FindToChangeAsync(directory.Org.Id, call.Ct))!;
        var after = change(before.Document);
        directory.Settings.Change(work, before, after);
        return after;
    }

    static JsonObject Write(ManagementCall call, OrgSettings org) => new()
    {
        ["showEndUserFooter"] = !org.HidesFooter,
        ["_links"] = new JsonObject
        {
            ["hideEndUserFooter"] = Wire.Link(call.Url("/org/preferences/hideEndUserFooter"), "POST"),
            ["showEndUserFooter"] = Wire.Link(call.Url("/org/preferences/showEndUserFooter"), "POST"),
        },
    };

    static JsonObject WritePrivileges(OrgSettings org) => new() { ["clientPrivilegesSetting"] = org.PrivilegesClients };
}
