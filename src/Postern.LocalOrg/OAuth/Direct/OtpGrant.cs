using Postern.LocalOrg.OAuth.Grants;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Direct;

/// <summary>A one-time password, in the place of a password or after it (direct-auth.md 2).</summary>
sealed class OtpGrant(string grantType, DirectSignIns signIns, PasswordSignIn users, RateLimiter limits, SignInPolicies policies) : IGrant
{
    public string GrantType => grantType;

    public async Task<Granted> AuthorizeAsync(ClientRequest request, CancellationToken ct)
    {
        var code = new SignInInput.VerifyCode(request.Form.Required(Parameters.Otp));
        if (grantType is GrantTypes.MfaOtp)
        {
            var mfaToken = new DirectToken(Parameters.MfaToken, request.Form.Required(Parameters.MfaToken));
            return DirectSignIns.GrantedBy(request, await signIns.TakeAsync(request, mfaToken, _ => code, ct), grantType, mfaToken);
        }

        var login = request.Form[Parameters.LoginHint] ?? throw OAuthError.InvalidRequest("A 'login_hint' is required for the request.");
        if (!await limits.TryTakeForUserAsync(login, request.Work, ct))
            throw DirectSignIns.TooMany();
        if (await users.FindAsync(login, ct) is not { State: UserState.Active } found)
            throw OAuthError.InvalidGrant("The 'login_hint' does not uniquely identify a user.");

        DirectRecovery.Check(request, policies, found.User);
        var token = new DirectToken(Parameters.MfaToken, Secrets.New());
        var reached = await signIns.BeginAsync(request, token, found.User.Id, login, code, ct);
        return DirectSignIns.GrantedBy(request, reached, grantType, token);
    }
}
