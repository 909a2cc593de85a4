using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Direct;

/// <summary>
/// Who proves themselves to a client in order to set a forgotten password anew. UNCONFIRMED (direct-auth.md 4): which of the two parameters
/// the server wants; either says so here.
/// </summary>
static class DirectRecovery
{
    const string Intent = "intent";

    /// <exception cref="OAuthError">The user's password is not theirs to set.</exception>
    public static void Check(ClientRequest request, SignInPolicies policies, User user)
    {
        var isOne = request.Form[Intent] is "recovery" || request.Form[Parameters.Prompt] is "recover_authenticator";
        if (isOne && policies.PasswordRule(user, request.Address?.ToString()) is not { AllowsReset: true })
            throw new OAuthError(
                OAuthErrors.AccessDenied, "Reset password is not allowed at this time. Please contact support for assistance.", 403);
    }
}
