using System.Security.Cryptography;
using System.Text;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>Where the ID token came from, which decides which hashes it must carry.</summary>
enum Channel
{
    Front,
    TokenEndpoint,
}

/// <summary>Checks ID tokens, and the access tokens of custom servers: OpenID Connect Core 1.0 sections 3.1.3.7, 3.2.2.11 and 3.3.2.11.</summary>
sealed class TokenValidator(OktaClient client)
{
    const string AnotherUser = "A live session cookie won over the session token: use a client that keeps no cookies (OktaClient.CreateHandler()).";

    readonly TimeSpan _skew = client.Options.ClockSkew;

    public async Task<Jwt> ValidateIdTokenAsync(string idToken, string? accessToken, AuthorizeResponse request, Channel channel, CancellationToken ct)
    {
        var token = Jwt.Read(idToken, Parameters.IdToken);
        await token.VerifyAsync(client.Keys, ct).ConfigureAwait(false);
        CheckIssuer(token);
        CheckClient(token);
        CheckTimes(token);
        CheckNonce(token, request.Nonce);
        CheckHash(token, Claims.AccessTokenHash, accessToken, channel);
        CheckHash(token, Claims.CodeHash, channel == Channel.Front ? request.Code : null, channel);
        CheckUser(token, request.ExpectedUserId);
        return token;
    }

    public async Task ValidateAccessTokenAsync(string accessToken, Jwt? idToken, AuthorizeResponse request, CancellationToken ct)
    {
        if (client.Address.IsOrgServer)
            return; // Okta: its structure may change and its key is not published

        var token = Jwt.Read(accessToken, Parameters.AccessToken);
        await token.VerifyAsync(client.Keys, ct).ConfigureAwait(false);
        CheckIssuer(token);
        CheckTimes(token);
        if (token.Strings(Claims.Audience) is not [_, ..])
            throw token.Failed(Claims.Audience, "names no audience", "Set the audience in the authorization server's settings.");

        var app = token.String(Claims.ClientId);
        if (app != client.Options.ClientId)
            throw token.Failed(Claims.ClientId, $"was issued to the app '{app}', not to '{client.Options.ClientId}'", "Use the same client id throughout.", client.Options.ClientId, app);

        // Okta: uid is the user's id, while sub is the login.
        if ((idToken?.String(Claims.Subject) ?? request.ExpectedUserId) is { } user && token.String(Claims.UserId) is { } uid && uid != user)
            throw token.Failed(Claims.UserId, $"is the user {uid}'s, not {user}'s", AnotherUser, user, uid);
    }

    void CheckIssuer(Jwt token)
    {
        if (token.String(Claims.Issuer) is var issuer && issuer != client.Issuer)
            throw token.Failed(Claims.Issuer, $"was issued by '{issuer}', not by '{client.Issuer}'", "Use one authorization server throughout, by the issuer that its discovery document names.", client.Issuer, issuer);
    }

    void CheckClient(Jwt token)
    {
        var (clientId, audiences, party) = (client.Options.ClientId, token.Strings(Claims.Audience), token.String(Claims.AuthorizedParty));
        if (!audiences.Contains(clientId))
            throw token.Failed(Claims.Audience, $"is meant for '{string.Join(' ', audiences)}', not for '{clientId}'", "Use the client id that the token was asked for with.", clientId, string.Join(' ', audiences));

        if (token.Has(Claims.AuthorizedParty) ? party != clientId : audiences.Count > 1)
            throw token.Failed(Claims.AuthorizedParty, $"was issued to the party '{party}', not to '{clientId}'", "Use the client id that the token was asked for with.", clientId, party);
    }

    void CheckTimes(Jwt token)
    {
        var now = client.Options.Time.GetUtcNow();
        var expires = token.Time(Claims.ExpiresAt) ?? throw token.Failed(Claims.ExpiresAt, "does not say when it expires", "Whatever made this token is no Okta org.");
        if (expires + _skew <= now)
            throw token.Failed(Claims.ExpiresAt, $"expired at {expires:u}; here it is {now:u}", "Get a new one. If it is new, set this machine's clock, or allow more ClockSkew.", $"after {now:u}", $"{expires:u}");

        var issued = token.Time(Claims.IssuedAt) ?? throw token.Failed(Claims.IssuedAt, "does not say when it was issued", "Whatever made this token is no Okta org.");
        if (issued - _skew > now)
            throw token.Failed(Claims.IssuedAt, $"was issued at {issued:u}, which is in the future; here it is {now:u}", "Set this machine's clock, or allow more ClockSkew.", $"before {now:u}", $"{issued:u}");

        if (token.Time(Claims.NotBefore) is { } start && start - _skew > now)
            throw token.Failed(Claims.NotBefore, $"is valid from {start:u} on; here it is {now:u}", "Set this machine's clock, or allow more ClockSkew.", $"before {now:u}", $"{start:u}");
    }

    static void CheckNonce(Jwt token, string nonce)
    {
        if (token.String(Claims.Nonce) is not { Length: > 0 } repeated || !AreSame(repeated, nonce))
            throw token.Failed(Claims.Nonce, "does not repeat the nonce of the authorization request", "It answers another request, or somebody replayed it: begin again.");
    }

    static void CheckHash(Jwt token, string claim, string? value, Channel channel)
    {
        if (value is null)
            return;

        // Core 3.2.2.9 and 3.3.2.11: required in the front channel, optional from the token endpoint.
        if (token.String(claim) is not { } hash)
        {
            if (token.Has(claim) || channel == Channel.Front)
                throw token.Failed(claim, $"has no {claim}, so nothing binds it to what came with it", "Whatever made this token is no Okta org.");
            return;
        }

        if (!AreSame(hash, token.LeftHalfHash(value)))
            throw token.Failed(claim, $"has an {claim} that does not fit what came with it", "Code and tokens were mixed up or exchanged on the way: begin again.", token.LeftHalfHash(value), hash);
    }

    static void CheckUser(Jwt token, string? expected)
    {
        var user = token.String(Claims.Subject);
        if (string.IsNullOrEmpty(user))
            throw token.Failed(Claims.Subject, "names no user", "Whatever made this token is no Okta org.");

        if (expected is not null && user != expected)
            throw token.Failed(Claims.Subject, $"is the user {user}'s, while {expected} authenticated", AnotherUser, expected, user);
    }

    internal static bool AreSame(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
