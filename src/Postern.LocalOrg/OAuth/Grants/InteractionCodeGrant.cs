using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>Identity Engine's own: what an interaction ended with, for tokens (idx.md 6.5). It has PKCE always.</summary>
sealed class InteractionCodeGrant(SpentCodes codes, OrgDirectory directory, SignInPolicies policies) : IGrant
{
    public string GrantType => GrantTypes.InteractionCode;

    public async Task<Granted> AuthorizeAsync(ClientRequest request, CancellationToken ct)
    {
        var code = request.Form.Required(Parameters.InteractionCode);
        var redeemed = await codes.OfInteractionAsync(request, code, ct);
        request.CheckSameResource();
        CodeVerifiers.Check(redeemed.CodeChallenge, request.Form[Parameters.CodeVerifier]);

        var user = await directory.FindActiveUserAsync(redeemed.UserId, ct) ?? throw OAuthError.InvalidUserStatus();
        CheckProved(request, redeemed, user);
        return Granted.OfSignIn(
            Grant(request, redeemed, user), request.Client, AuthorizationCodes.AccessTokenIdOf(code), () => RefreshTokenId.Of(code));
    }

    /// <summary>What the app wants may have changed since. UNCONFIRMED (oidc.md 22): the occasion.</summary>
    void CheckProved(ClientRequest request, AuthorizationCode redeemed, User user)
    {
        if (policies.Asking(request.Client, user, redeemed.Address, isKnownDevice: true) is not { } asking
            || !AppSignOn.HasProved(asking, redeemed.Methods))
            throw OAuthError.InvalidGrant(
                "Additional user authentication is required but the assurance requirements cannot be met with the allowed " +
                "authenticators. " +
                "Check the authenticator and assurance configuration for the user and client.");
    }

    /// <summary>Whether the user may have them is judged here, where Okta judges it: idx.md 2.</summary>
    static TokenGrant Grant(ClientRequest request, AuthorizationCode redeemed, User user)
    {
        var permission = AccessPolicies.Evaluate(
            request.Server, request.Client.ClientId, user, [GrantTypes.InteractionCode], new(redeemed.Scopes, redeemed.HasDefaultScopes));
        return new()
        {
            Server = request.Server, ClientId = redeemed.ClientId, User = user, Scopes = permission.Scopes, Nonce = redeemed.Nonce,
            GrantType = GrantTypes.InteractionCode, Lifetimes = permission.Lifetimes,
            AuthenticatedAt = redeemed.AuthenticatedAt, Methods = redeemed.Methods, Context = redeemed.Context,
        };
    }
}
