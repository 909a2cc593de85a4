using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>The paths of a custom authorization server, and what they name: it alone may be called by a word, <c>default</c>.</summary>
static class ServerPaths
{
    public const string All = "/api/v1/authorizationServers", One = All + "/{authServerId}",
        Reading = "okta.authorizationServers.read", Managing = "okta.authorizationServers.manage";

    extension(OrgDirectory directory)
    {
        /// <summary>Switched off or not.</summary>
        /// <exception cref="OktaError">There is none.</exception>
        public async Task<CustomAuthorizationServer> ServerAsync(ManagementCall call) =>
            await directory.Servers.FindAsync(IdOf(call["authServerId"]), call.Ct) ?? throw NotFound(call);

        /// <exception cref="OktaError">There is none.</exception>
        public async Task<Kept<CustomAuthorizationServer>> ServerToChangeAsync(ManagementCall call) =>
            await directory.Servers.FindToChangeAsync(IdOf(call["authServerId"]), call.Ct) ?? throw NotFound(call);
    }

    /// <summary>The id that it is kept by.</summary>
    public static string IdOf(string named) =>
        named == OktaIds.Of(OktaIds.AuthorizationServer, CustomAuthorizationServer.Default) ? CustomAuthorizationServer.Default : named;

    /// <summary>Links name the one that an org begins with by the word.</summary>
    public static string Url(ManagementCall call, CustomAuthorizationServer server, string below = "") =>
        call.Url($"/authorizationServers/{server.Id}{below}");

    static OktaError NotFound(ManagementCall call) => OktaError.NotFound(call["authServerId"], "AuthorizationServer");
}
