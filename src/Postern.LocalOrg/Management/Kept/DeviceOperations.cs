using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Kept;

/// <summary>Devices are made by Okta's own apps on them, which do not talk to a local org: there is none (management.md 19).</summary>
sealed class DeviceOperations(OrgDirectory directory) : IOperations
{
    const string Devices = "/api/v1/devices";
    const string One = Devices + "/{deviceId}";
    const string Reading = "okta.devices.read";
    const string Managing = "okta.devices.manage";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Devices, Reading, _ => Task.FromResult(Answer.List([]))),
        Operation.Read(One, Reading, call => throw NotFound(call, "Device")),
        Operation.Read(One + "/users", Reading, call => throw NotFound(call, "GenericUDObject")),
        Operation.Change("DELETE", One, Managing, (call, _) => throw NotFound(call, "Device")),
        .. ((string[])["activate", "deactivate", "suspend", "unsuspend"]).Select(
            step => Operation.Change("POST", $"{One}/lifecycle/{step}", Managing, (call, _) => throw NotFound(call, "Device"))),
        Operation.Read("/api/v1/users/{userId}/devices", "okta.users.read", OfUserAsync),
    ];

    async Task<Answer> OfUserAsync(ManagementCall call) =>
        await directory.Users.FindAsync(call["userId"], call.Ct) is null
            ? throw OktaError.NotFound(call["userId"], "User")
            : Answer.List([]);

    static OktaError NotFound(ManagementCall call, string type) => OktaError.NotFound(call["deviceId"], type);
}
