using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>A grant reads its parameters, proves, and returns who may have which tokens.</summary>
interface IGrant
{
    string GrantType { get; }

    Task<Granted> AuthorizeAsync(ClientRequest request, CancellationToken ct);
}

/// <summary>What a grant came to; the grant chooses the ids of the tokens, so that it can find them again to revoke them.</summary>
sealed record Granted(TokenGrant Grant, string AccessTokenId)
{
    /// <summary>The id of a refresh token to be issued with the access token; null for none.</summary>
    public RefreshTokenId? NewRefreshToken { get; init; }

    /// <summary>A refresh token that goes into the answer as it is: the one that was presented, or its successor.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The refresh token that the access token belongs to, and dies with.</summary>
    public RefreshTokenId? Family { get; init; }

    /// <summary>A secret for the other apps of the device: Okta's <c>device_sso</c>. Null for none.</summary>
    public string? NewDeviceSecret { get; init; }

    /// <summary>The secret of a session to be begun that other apps may take over: Native to Web SSO. Null for none.</summary>
    public string? NewSharedSession { get; init; }

    /// <summary>What an exchange gave: RFC 8693 section 2.2.1. Null for any other grant.</summary>
    public string? IssuedTokenType { get; init; }

    /// <summary>What an exchange gave in the place of any access token.</summary>
    public string? OneTimeToken { get; init; }

    /// <summary>Ends with the refresh token's id where there is one: oidc.md 10.2.</summary>
    public string FullAccessTokenId => (NewRefreshToken ?? Family) is { } family ? $"{AccessTokenId}.{family}" : AccessTokenId;

    /// <summary>What a user's sign-in gives the client, as far as its scopes go.</summary>
    public static Granted OfSignIn(TokenGrant grant, App client) =>
        OfSignIn(grant, client, TokenIssuer.NewAccessTokenId(), RefreshTokenId.New);

    public static Granted OfSignIn(TokenGrant grant, App client, string accessTokenId, Func<RefreshTokenId> refreshTokenId)
    {
        var deviceSecret = grant.Scopes.Contains(Scopes.DeviceSso) ? Secrets.New() : null;
        var session = deviceSecret is null && IsShared(grant) ? Secrets.New() : null;
        var sessionId = deviceSecret is not null ? DeviceSecret.SessionIdOf(deviceSecret)
            : session is not null ? SsoTokens.NameOf(session)
            : grant.SessionId;
        return new(grant with { SessionId = sessionId }, accessTokenId)
        {
            NewRefreshToken = grant.MayBeRefreshed(client) ? refreshTokenId() : null,
            NewDeviceSecret = deviceSecret,
            NewSharedSession = session,
        };
    }

    /// <summary>Only an ID token names the session.</summary>
    static bool IsShared(TokenGrant grant) =>
        grant.Scopes.Contains(Scopes.OpenId) && (grant.Scopes.Contains(Scopes.InterclientAccess) || grant.Scopes.Contains(Scopes.AppsSso));

    public override string ToString() => Grant.ToString();
}
