namespace Postern.Conventions.Tests.Security;

/// <summary>OAuth 2.0 Security Best Current Practice.</summary>
static class Rfc9700
{
    public static readonly IReadOnlyList<Requirement> Requirements =
    [
        new("RFC 9700 2.1 exact redirect URI", "Redirect URIs are compared with the registered ones by exact string matching", Side.Server),
        new("RFC 9700 2.1 no open redirector", "Neither side redirects to a URI that a request merely names", Side.Both),
        new("RFC 9700 2.1 CSRF", "An answer is accepted only for the request that asked for it: state, nonce, PKCE", Side.Client),
        new("RFC 9700 2.1 mix-up", "An answer of another authorization server is refused", Side.Both),
        new("RFC 9700 2.1.1 PKCE for public clients", "Public clients must use PKCE", Side.Both),
        new("RFC 9700 2.1.1 fresh challenge", "Challenge and nonce are made anew for each transaction and bound to it", Side.Client),
        new("RFC 9700 2.1.1 S256", "The challenge method is one that does not show the verifier", Side.Both),
        new("RFC 9700 2.1.1 PKCE enforced", "A code with a challenge is worth nothing without the right verifier", Side.Server),
        new("RFC 9700 2.1.1 PKCE downgrade", "A verifier is refused where the authorization request had no challenge", Side.Server),
        new("RFC 9700 2.1.1 PKCE detectable", "The metadata says that PKCE is supported", Side.Server),
        new(
            "RFC 9700 2.1.2 no implicit by default",
            "Access tokens come from the token endpoint unless the caller asks otherwise",
            Side.Client),
        new("RFC 9700 2.2.1 sender-constrained access tokens", "Access tokens can be bound to a key: DPoP", Side.Both),
        new("RFC 9700 2.2.2 refresh tokens of public clients", "Refresh tokens of public clients are rotated or bound to a key", Side.Both),
        new("RFC 9700 2.3 audience", "An access token names its audience, and is refused elsewhere", Side.Both),
        new("RFC 9700 2.3 privileges", "An access token has the scopes that were granted and no others", Side.Server),
        new("RFC 9700 2.4 no password grant", "The resource owner password credentials grant is not used", Side.Both)
        {
            Otherwise = "Okta offers it to apps that have the grant, and tests need it; no app has it unless it is given.",
        },
        new("RFC 9700 2.5 asymmetric client authentication", "Clients can prove themselves by a private key", Side.Both),
        new("RFC 9700 2.6 metadata", "Endpoints and capabilities are published and taken from the metadata", Side.Both),
        new("RFC 9700 2.6 no CORS at authorize", "Scripts of other origins cannot read the authorization endpoint's answers", Side.Server),
        new("RFC 9700 4.2.4 one-time code", "A code works once, however many ask at once", Side.Server),
        new("RFC 9700 4.2.4 code used twice", "A code used twice takes the tokens down that came of it", Side.Server),
        new("RFC 9700 4.2.4 no referrer", "Pages load nothing from elsewhere, and redirects send no referrer", Side.Server),
        new("RFC 9700 4.3.2 no token in a query", "Access tokens are neither sent nor accepted in a query", Side.Both),
        new("RFC 9700 4.5.3 code injection", "A code of another transaction is not accepted", Side.Both),
        new(
            "RFC 9700 4.6.1 access token injection",
            "An access token that came with an ID token is the one that the ID token means",
            Side.Client),
        new(
            "RFC 9700 4.11.2 authorization server as open redirector",
            "An error is redirected only to a registered redirect URI",
            Side.Server),
        new("RFC 9700 4.12 no 307", "A form with credentials is never redirected with its body", Side.Server),
        new("RFC 9700 4.13 headers of a proxy", "Issuer and URLs never come from a header of the request", Side.Server),
        new("RFC 9700 4.14.2 refresh token bound to its client", "A refresh token is worth nothing to another client", Side.Server),
        new(
            "RFC 9700 4.14.2 refresh token replay",
            "A refresh token used after its rotation takes everything down that came of it",
            Side.Server),
        new("RFC 9700 4.14.2 refresh token expires", "A refresh token that is not used expires", Side.Server),
        new("RFC 9700 4.15.1 client is no user", "A client's own token cannot be taken for a user's", Side.Server),
        new("RFC 9700 4.16.2 clickjacking", "Pages where somebody decides cannot be framed", Side.Server),
        new("RFC 9700 4.17.2 postMessage target", "A message goes to the redirect URI's origin and no other", Side.Server),
    ];
}
