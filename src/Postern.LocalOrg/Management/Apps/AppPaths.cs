using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>The paths of an app, and what they name.</summary>
static class AppPaths
{
    public const string All = "/api/v1/apps", One = All + "/{appId}", Reading = "okta.apps.read", Managing = "okta.apps.manage";

    extension(OrgDirectory directory)
    {
        /// <exception cref="OktaError">There is none.</exception>
        public async Task<App> AppAsync(ManagementCall call) =>
            await directory.FindAppByIdAsync(call["appId"], call.Ct) ?? throw NotFound(call);

        /// <exception cref="OktaError">There is none.</exception>
        public async Task<Kept<App>> AppToChangeAsync(ManagementCall call) =>
            await directory.Apps.FindToChangeAsync((await directory.AppAsync(call)).ClientId, call.Ct) ?? throw NotFound(call);

        /// <summary>Of what only clients have.</summary>
        /// <exception cref="OktaError">There is none, or it is no client.</exception>
        public async Task<App> ClientAsync(ManagementCall call) => Client(call, await directory.AppAsync(call));

        /// <inheritdoc cref="ClientAsync"/>
        public async Task<Kept<App>> ClientToChangeAsync(ManagementCall call)
        {
            var found = await directory.AppToChangeAsync(call);
            Client(call, found.Document);
            return found;
        }
    }

    static App Client(ManagementCall call, App app) =>
        app.IsClient ? app : throw OktaError.NotFound(call["appId"], "OAuth2AppInstance");

    static OktaError NotFound(ManagementCall call) => OktaError.NotFound(call["appId"], "AppInstance");
}
