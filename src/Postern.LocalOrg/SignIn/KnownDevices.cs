using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg.SignIn;

/// <summary>Which devices have verified a factor for a user, by the names that browsers bring.</summary>
sealed class KnownDevices(SignInPolicies policies, FactorStore factorStore)
{
    /// <summary>Looked for only where the app's policy asks.</summary>
    public async ValueTask<bool> AreAsync(App app, User user, string? device, CancellationToken ct) =>
        device is not null
            && policies.AsksForDevice(app)
            && await factorStore.IsDeviceRememberedAsync(user.Id, "known:" + device, ct);
}
