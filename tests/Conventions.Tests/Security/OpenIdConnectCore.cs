namespace Postern.Conventions.Tests.Security;

/// <summary>What OpenID Connect Core 1.0 makes mandatory.</summary>
static class OpenIdConnectCore
{
    public static readonly IReadOnlyList<Requirement> Requirements =
    [
        new("OIDC 2 ID token claims", "An ID token has iss, sub, aud, exp and iat", Side.Both),
        new("OIDC 2 signed ID token", "ID tokens are signed; one that is not is refused", Side.Both),
        new("OIDC 3.1.2.1 GET and POST", "The authorization endpoint takes GET and POST", Side.Server),
        new("OIDC 3.1.2.1 openid scope", "Without the scope openid there is no ID token", Side.Server),
        new("OIDC 3.1.2.1 prompt none", "prompt=none shows no page: it is answered, or refused with an error", Side.Both),
        new("OIDC 3.1.2.1 prompt login", "prompt=login asks for the user again", Side.Server),
        new("OIDC 3.1.2.1 max_age", "max_age is obeyed, and auth_time says when the user signed in", Side.Server),
        new("OIDC 3.1.2.1 unknown parameters", "Parameters that are not understood are ignored", Side.Server),
        new("OIDC 3.1.2.5 state returned", "state comes back as it was sent", Side.Both),
        new("OIDC 3.1.2.6 error response", "What is wrong is told to the redirect URI, state included", Side.Both),
        new("OIDC 3.1.3.2 client authentication", "A confidential client must prove itself at the token endpoint", Side.Server),
        new("OIDC 3.1.3.2 code of this client", "A code is worth nothing to another client", Side.Server),
        new("OIDC 3.1.3.2 same redirect URI", "The redirect URI is that of the authorization request", Side.Server),
        new("OIDC 3.1.3.3 no-store", "Token answers are not to be cached", Side.Server),
        new("OIDC 3.1.3.6 at_hash", "at_hash is the left half of the access token's hash", Side.Both),
        new("OIDC 3.1.3.7 issuer", "iss is the issuer", Side.Both),
        new("OIDC 3.1.3.7 audience", "aud has the client, and an authorized party where there are several", Side.Client),
        new(
            "OIDC 3.1.3.7 signature",
            "The signature is checked with the issuer's keys and a signing algorithm that was agreed",
            Side.Client),
        new("OIDC 3.1.3.7 expiry", "An expired ID token is refused", Side.Client),
        new("OIDC 3.1.3.7 nonce", "nonce is the one that was sent", Side.Both),
        new("OIDC 3.2.2.10 hashes in the front channel", "Tokens of the front channel are bound by at_hash, codes by c_hash", Side.Both),
        new("OIDC 3.3.2.11 c_hash", "c_hash is the left half of the code's hash", Side.Both),
        new("OIDC 3.3.3.6 same user in both ID tokens", "Both ID tokens of a hybrid flow have the same iss and sub", Side.Both),
        new("OIDC 5.3.1 userinfo by GET and POST", "The userinfo endpoint takes GET and POST with a bearer token", Side.Server),
        new("OIDC 5.3.2 sub in userinfo", "sub is always there, and must be the ID token's", Side.Both),
        new("OIDC 5.3.4 signed userinfo", "A signed answer is checked by signature, issuer and audience", Side.Client),
        new("OIDC 5.3.3 userinfo errors", "A bad token is refused as RFC 6750 says", Side.Server),
        new("OIDC 5.4 claims by scope", "profile, email, address and phone give their claims", Side.Server),
        new("OIDC 6.1 request object", "A request object's values are taken before the query's, and only when it is signed", Side.Server),
        new("OIDC 9 client secret methods", "client_secret_basic, client_secret_post and client_secret_jwt", Side.Both),
        new("OIDC 9 private_key_jwt", "private_key_jwt, with an audience, an expiry and an id that works once", Side.Both),
        new(
            "OIDC 10.1.1 key rotation",
            "Keys are named by kid; the old one is published until its tokens have expired, and a new one is fetched",
            Side.Both),
        new("OIDC 11 offline access", "A refresh token only where offline_access was asked for and granted", Side.Server),
        new("OIDC 12.2 refreshed ID token", "A refreshed ID token has the same iss and sub, and the auth_time of the first", Side.Both),
        new("OIDC 15.6.2 CSRF of the sign-in page", "Nobody signs another browser in through the hosted page", Side.Server),
        new("RP-Initiated Logout 2 logout", "The session ends, and the browser goes to a registered URI only", Side.Server),
    ];
}
