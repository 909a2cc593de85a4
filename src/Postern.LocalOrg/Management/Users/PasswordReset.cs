using System.Text.Json.Nodes;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Management.Users;

/// <summary>A way to a new password for who has none or forgot it: sent, or handed out. management.md 5.5, 5.6.</summary>
sealed class PasswordReset(RecoveryMessages messages, SignInPolicies policies)
{
    /// <param name="call">Whether it is sent is its own to say: it is, unless it says otherwise.</param>
    /// <param name="work">What the token is kept with.</param>
    /// <param name="user">Whose password it is.</param>
    /// <param name="path">Of the page that the token leads to, which differs.</param>
    public Answer Begin(ManagementCall call, Work work, UserRecord user, string path)
    {
        var (token, _) = messages.IssueToken(
            work, new(user.Id, RecoveryTypes.Password, null), policies.Password(user.User).RecoveryTokenLifetime);
        if (!call.Flag("sendEmail", otherwise: true))
            return Answer.Ok(new JsonObject { ["resetPasswordUrl"] = $"{call.Org}/{path}/{token}" });

        messages.SendToken(work, user.User, RecoveryTypes.Password, token);
        return Answer.EmptyObject();
    }
}
