using System.Security.Cryptography;
using System.Text;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// What is checked of ID tokens and access tokens, in order: OpenID Connect Core 1.0 sections 3.1.3.7, 3.2.2.11 and 3.3.2.11, RFC 9068
/// section 4. Those of its times are in <see cref="TimeRules"/>.
/// </summary>
sealed class TokenRules(OktaClient client, Jwt token, TokenExpectations expected)
{
    static readonly string AnotherUser = AuthorizeReasons.CookieWon.Hint;

    internal const string NoServer = "Whatever made this token is no authorization server.";

    readonly TimeRules _times = new(client, token, expected);

    public IReadOnlyList<TokenRule> IdToken =>
    [
        .. Signature,
        TokenRule.Of(Claims.Issuer, CheckIssuer),
        TokenRule.Of(Claims.Audience, () => CheckAudience(expected.Audience ?? expected.ClientId)),
        TokenRule.Of(Claims.AuthorizedParty, CheckParty),
        .. _times.All,
        TokenRule.Of(Claims.Nonce, CheckNonce),
        TokenRule.Of(Claims.AuthenticationTime, _times.CheckSignIn),
        TokenRule.Of(Claims.AccessTokenHash, () => CheckHash(Claims.AccessTokenHash, expected.AccessToken)),
        TokenRule.Of(Claims.CodeHash, () => CheckHash(Claims.CodeHash, expected.Channel == Channel.Front ? expected.Code : null)),
        TokenRule.Of(Claims.Subject, CheckSubject),
    ];

    public IReadOnlyList<TokenRule> AccessToken =>
    [
        .. Signature,
        TokenRule.Of(Claims.Issuer, CheckIssuer),
        .. _times.All,
        TokenRule.Of(Claims.Audience, () => CheckAudience(expected.Audience)),
        TokenRule.Of(AppClaim, CheckApp),
        TokenRule.Of(UserClaim, CheckUser),
        TokenRule.Of(ScopeClaim, CheckScopes),
        TokenRule.Of(Claims.Confirmation, CheckBinding),
    ];

    /// <summary>
    /// A userinfo answer that comes signed, whose user is known: OpenID Connect Core 1.0 sections 5.3.2 and 5.3.4. It need not say until
    /// when it holds.
    /// </summary>
    public IReadOnlyList<TokenRule> UserInfo =>
    [
        .. Signature,
        TokenRule.Of(Claims.Issuer, CheckIssuer),
        TokenRule.Of(Claims.Audience, () => CheckAudience(expected.ClientId)),
        TokenRule.Of(
            Claims.ExpiresAt,
            () => token.Has(Claims.ExpiresAt) ? _times.CheckExpiry() : token.Skipped("does not say when it expires, and need not")),
        TokenRule.Of(Claims.NotBefore, _times.CheckStart),
        TokenRule.Of(Claims.Subject, CheckSubject),
    ];

    IReadOnlyList<TokenRule> Signature =>
    [
        TokenRule.Of("alg", token.CheckAlgorithm),
        TokenRule.Of("crit", token.CheckCritical),
        new("kid", ct => token.FindKeyAsync(client.Keys, ct)),
        TokenRule.Of("signature", token.CheckSignature),
    ];

    // Okta's own names first, then RFC 9068's, then what others write.
    string AppClaim => new[] { Claims.ClientId, Claims.OAuthClientId, Claims.AuthorizedParty }.FirstOrDefault(token.Has) ?? Claims.ClientId;

    string UserClaim => token.Has(Claims.UserId) ? Claims.UserId : Claims.Subject;

    string ScopeClaim => token.Has(Claims.Scope) && !token.Has(Claims.Scopes) ? Claims.Scope : Claims.Scopes;

    internal static bool AreSame(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));

    public Finding CheckBinding()
    {
        var bound = token.KeyThumbprint;
        if (expected.KeyThumbprint is not { } thumbprint)
            return token.Skipped(bound is null ? "is bound to no key" : $"is bound to the key {bound}; no key was asked for");

        return bound == thumbprint
            ? token.Passed($"is bound to the key {bound}")
            : throw token.Failed(
                Claims.Confirmation,
                bound is null ? "is bound to no key" : $"is bound to the key {bound}, not to {thumbprint}",
                "Whoever answered did not bind the token to the DPoP key of this client: use the client and the key that asked for it.",
                thumbprint,
                bound);
    }

    Finding CheckIssuer()
    {
        var issuer = token.String(Claims.Issuer);
        return client.Address.IsIssuer(issuer)
            ? token.Passed($"was issued by '{issuer}'")
            : throw token.Failed(
                Claims.Issuer,
                $"was issued by '{issuer}', not by '{client.Issuer}'",
                "Use one authorization server throughout, by the issuer that its discovery document names.",
                client.Issuer,
                issuer);
    }

    Finding CheckAudience(string? wanted)
    {
        var audiences = token.Strings(Claims.Audience);
        var named = string.Join(' ', audiences);
        if (audiences is not [_, ..])
            throw token.Failed(
                Claims.Audience, "names no audience", "Set the audience in the authorization server's settings.", wanted, named);

        if (wanted is null)
            return token.Passed($"is meant for '{named}'");

        return audiences.Contains(wanted)
            ? token.Passed($"is meant for '{wanted}'")
            : throw token.Failed(
                Claims.Audience,
                $"is meant for '{named}', not for '{wanted}'",
                expected.Kind == TokenKind.AccessToken
                    ? "Ask for a token of the authorization server whose audience this is."
                    : "Use the client id that the token was asked for with.",
                wanted,
                named);
    }

    Finding CheckParty()
    {
        var party = token.String(Claims.AuthorizedParty);
        if ((expected.ClientId ?? expected.Audience) is not { } clientId)
            return token.Skipped(party is null ? "names no authorized party" : $"was issued to '{party}'; no app was asked for");

        var hasOthers = token.Strings(Claims.Audience).Count > 1;
        if (!token.Has(Claims.AuthorizedParty) && !hasOthers)
            return token.Skipped("names no authorized party, and needs none beside a single audience");

        return party != clientId
            ? throw token.Failed(
                Claims.AuthorizedParty,
                $"was issued to the party '{party}', not to '{clientId}'",
                "Use the client id that the token was asked for with.",
                clientId,
                party)
            : token.Passed($"was issued to '{clientId}'");
    }

    Finding CheckApp()
    {
        var app = token.String(AppClaim);
        if (expected.ClientId is not { } clientId)
            return token.Skipped($"was issued to the app '{app}'; no app was asked for");

        return app == clientId
            ? token.Passed($"was issued to the app '{app}'")
            : throw token.Failed(
                AppClaim, $"was issued to the app '{app}', not to '{clientId}'", "Use the same client id throughout.", clientId, app);
    }

    Finding CheckNonce()
    {
        if (expected.Nonce is not { } nonce)
            return token.Skipped(token.Has(Claims.Nonce) ? "has a nonce; none was asked for" : "has no nonce; none was asked for");

        var repeated = token.String(Claims.Nonce);
        if (repeated is null && expected.NonceMayBeAbsent)
            return token.Skipped("has no nonce, and needs none");

        return repeated is { Length: > 0 } && AreSame(repeated, nonce)
            ? token.Passed("repeats the nonce of the authorization request")
            : throw token.Failed(
                Claims.Nonce,
                "does not repeat the nonce of the authorization request",
                "It answers another request, or somebody replayed it: begin again.");
    }

    Finding CheckHash(string claim, string? value)
    {
        if (value is null)
            return token.Skipped($"was not held against what {claim} is the hash of");

        // Core 3.2.2.9 and 3.3.2.11: required in the front channel, optional from the token endpoint.
        if (token.String(claim) is not { } hash)
        {
            return token.Has(claim) || expected.Channel == Channel.Front
                ? throw token.Failed(claim, $"has no {claim}, so nothing binds it to what came with it", NoServer)
                : token.Skipped($"has no {claim}, and needs none");
        }

        return AreSame(hash, token.LeftHalfHash(value))
            ? token.Passed($"has an {claim} that fits what came with it")
            : throw token.Failed(
                claim,
                $"has an {claim} that does not fit what came with it",
                "Code and tokens were mixed up or exchanged on the way: begin again.",
                token.LeftHalfHash(value),
                hash);
    }

    Finding CheckSubject()
    {
        var user = token.String(Claims.Subject);
        if (string.IsNullOrEmpty(user))
            throw token.Failed(Claims.Subject, "names no user", NoServer);

        return expected.UserId is { } wanted && user != wanted
            ? throw token.Failed(Claims.Subject, $"is the user {user}'s, while {wanted} authenticated", AnotherUser, wanted, user)
            : token.Passed($"is the user {user}'s");
    }

    // Okta: uid is the user's id, while sub is the login; an app's own token has no uid.
    Finding CheckUser()
    {
        var user = token.String(UserClaim);
        if (expected.UserId is not { } wanted || (expected.IsOktas && !token.Has(Claims.UserId)))
            return token.Skipped(user is null ? "names no user" : $"is {user}'s");

        return user == wanted
            ? token.Passed($"is the user {user}'s")
            : throw token.Failed(UserClaim, $"is the user {user}'s, not {wanted}'s", AnotherUser, wanted, user);
    }

    Finding CheckScopes()
    {
        var granted = token.Strings(ScopeClaim).SelectMany(scope => scope.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (expected.Scopes.Count == 0)
            return token.Skipped(granted.Count == 0 ? "names no scope" : $"has the scopes {string.Join(' ', granted)}; none was asked for");

        return expected.Scopes.Except(granted).ToList() is { Count: > 0 } missing
            ? throw token.Failed(
                ScopeClaim,
                $"lacks the scope {string.Join(' ', missing)}",
                "Ask for it, and see that the access policy's rule allows it to this app and user.",
                string.Join(' ', expected.Scopes),
                string.Join(' ', granted))
            : token.Passed($"has the scopes {string.Join(' ', expected.Scopes)}");
    }
}
