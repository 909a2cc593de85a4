using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg.Management.Sessions;

/// <summary>Writes a session in wire order: management.md 13.</summary>
sealed class SessionWriter(FactorStore factors, OrgDirectory directory, TimeProvider time)
{
    public long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <param name="call">Which wants it.</param>
    /// <param name="session">As it stands.</param>
    /// <param name="user">Whose it is.</param>
    /// <param name="id">As it is called here.</param>
    /// <param name="isMine">Whether its links say <c>me</c>.</param>
    public async Task<JsonObject> WriteAsync(ManagementCall call, BegunSession session, User user, string id, bool isMine)
    {
        var proved = session.Authentication;
        var methods = proved.Methods.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new()
        {
            ["id"] = id, ["userId"] = user.Id, ["login"] = user.Login, ["createdAt"] = Wire.Instant(proved.AuthenticatedAt),
            ["expiresAt"] = Wire.Instant(session.ExpiresAt), ["status"] = "ACTIVE",
            ["lastPasswordVerification"] = methods.Contains("pwd") ? Wire.Instant(proved.AuthenticatedAt) : null,
            ["lastFactorVerification"] = AppSignOn.HasFactor(proved.Methods) ? Wire.Instant(proved.AuthenticatedAt) : null,
            ["amr"] = Wire.Texts(methods), ["idp"] = new JsonObject { ["id"] = directory.Org.Id, ["type"] = "OKTA" },
            ["mfaActive"] = (await factors.FactorsOfAsync(user.Id, call.Ct)).Count > 0,
            ["_links"] = Links(call, user, isMine ? "me" : SessionIds.NameOf(session.Hash), isMine ? "me" : user.Id),
        };
    }

    static JsonObject Links(ManagementCall call, User user, string session, string owner) => new()
    {
        ["self"] = Wire.Link(call.Url($"/sessions/{session}"), "GET", "DELETE"),
        ["refresh"] = Wire.Link(call.Url($"/sessions/{session}/lifecycle/refresh"), "POST"),
        ["user"] = new JsonObject
        {
            ["name"] = user.Name, ["href"] = call.Url($"/users/{owner}"),
            ["hints"] = new JsonObject { ["allow"] = Wire.Texts(["GET"]) },
        },
    };
}
