using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.OAuth.Direct;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>RFC 6749 section 4.3, for users of whom nothing but a password is asked: oidc.md 9.3.</summary>
sealed class PasswordGrant(
    OrgStore store, OrgDirectory directory, PasswordSignIn signIn, SignInMachine machine, SignInPolicies policies, RateLimiter limits,
    DirectSignIns direct) : IGrant
{
    static readonly string[] PasswordAlone = ["pwd"];

    public string GrantType => GrantTypes.Password;

    public async Task<Granted> AuthorizeAsync(ClientRequest request, CancellationToken ct)
    {
        string login = request.Form.Required(Parameters.Username), password = request.Form.Required(Parameters.Password);
        var scopes = request.ReadScopes();
        RequestedScopes.CheckOpenId(scopes, wantsIdToken: false);
        if (directory.Org.IsIdentityEngine)
            return await SignInAsync(request, login, password, ct);
        if (!await limits.TryTakeForUserAsync(login, request.Work, ct))
            throw new OAuthError(
                OAuthErrors.InvalidGrant, "API call exceeded rate limit due to too many requests.", StatusCodes.Status429TooManyRequests);

        // Whoever is locked out learns no more than whoever has the password wrong.
        var outcome = await signIn.TryAsync(login, password, request.Work.Origin, ct);
        request.Form.Http.NoteUser(outcome.UserId);
        var credentials = outcome.Accepted ?? throw await RefusedAsync(login, ct);
        await CheckPoliciesAsync(credentials, request, ct);
        var grant = request.GrantTo(credentials.User, GrantType, scopes);
        ScopeConsents.CheckPassword(request.Server, request.Client, grant.Scopes);
        signIn.Note(request.Work, credentials.User);
        return Granted.OfSignIn(
            grant with { AuthenticatedAt = store.Time.GetUtcNow().ToUnixTimeSeconds(), Methods = PasswordAlone }, request.Client);
    }

    /// <summary>Whoever needs a second factor is told how to go on: direct-auth.md 1.</summary>
    async Task<Granted> SignInAsync(ClientRequest request, string login, string password, CancellationToken ct)
    {
        DirectGrants.Supported(request);
        var token = new DirectToken(Parameters.MfaToken, Secrets.New());
        SignInInput.Password input = new(login, password, new() { Address = request.Address?.ToString() });
        return DirectSignIns.GrantedBy(request, await direct.BeginAsync(request, token, "", login, input, ct), GrantType, token);
    }

    /// <summary>
    /// Who never had a password, such as a federated user, may try for long: no password is right. UNCONFIRMED (oidc.md 22): that this is
    /// told to anybody.
    /// </summary>
    async Task<OAuthError> RefusedAsync(string login, CancellationToken ct) => OAuthError.InvalidGrant(
        await signIn.FindAsync(login, ct) is { State: UserState.Active, PasswordHash: "" }
            ? "The user does not configure a password."
            : "The credentials provided were invalid.");

    async Task CheckPoliciesAsync(Credentials credentials, ClientRequest request, CancellationToken ct)
    {
        var proof = Proof.OfPassword(credentials, request.Address?.ToString());
        var client = policies.Asking(request.Client, credentials.User, proof.Address, isKnownDevice: false);
        if (client is null || await machine.IsKeptOutAsync(proof, ct))
            throw OAuthError.InvalidGrant("Resource owner password credentials authentication denied by sign on policy.");

        var status = (await machine.ReachAsync(proof, ct)).Status;
        if (status is AuthnStatuses.PasswordExpired)
            throw OAuthError.InvalidGrant("Password has expired.");
        if (status is not AuthnStatuses.Success || client.RequiresFactor)
            throw OAuthError.InvalidGrant("Resource owner password credentials cannot be used with MFA enabled.");
    }
}
