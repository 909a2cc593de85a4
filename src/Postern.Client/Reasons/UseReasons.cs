using static Postern.Client.FailureReason;

namespace Postern.Client;

/// <summary>What is the matter with a token that was had: E of docs/okta/why-it-fails.md.</summary>
static class UseReasons
{
    public static FailureReason OktasOwn { get; } = Known(
        "E01",
        "The access token is the org authorization server's, which only Okta can look into.",
        "Have the API take tokens of a custom authorization server, or ask the org about it: introspection, userinfo.").Or("E04");

    public static FailureReason Audience { get; } = Known(
        "E02",
        "The token is meant for another API or app.",
        "An access token's audience is its authorization server's, an ID token's the client id: hold each against its own, byte for byte.")
        .Or("A04");

    public static FailureReason Claims { get; } = Known(
        "E03",
        "Claims are not in the token.",
        "Ask userinfo, or have an admin add them: to the scopes that were asked for, always in the ID token, or as claims of the server.");

    public static FailureReason Keys { get; } = Known(
        "E04",
        "The key that signed is none of those that the server publishes.",
        "Fetch the keys again where an unknown key id comes: they are rotated every few months.").Or("E01");

    public static FailureReason Clock { get; } = Known(
        "E05",
        "The org's clock and this machine's disagree.",
        "Set whichever of the two is wrong; two to five minutes of difference should be allowed for.").Or("H05");

    public static FailureReason Revoked { get; } = Known(
        "E06",
        "The token is worth nothing any more, though it has not expired: it was revoked, or the user was deactivated.",
        "Sign in again.");

    public static FailureReason UserInfo { get; } = Known(
        "E07",
        "Userinfo does not take the access token.",
        "The access token must be this authorization server's, live, and have the scope openid. Get a new one; where it has openid, add " +
        "profile or email.");

    public static FailureReason OtherKind { get; } = Known(
        "E08",
        "The token says that a password alone was used (amr), where the API may want more.",
        "Sign in with the factor that the API wants, or leave the test user out of that demand.");

    public static IReadOnlyList<FailureReason> All => [OktasOwn, Audience, Claims, Keys, Clock, Revoked, UserInfo, OtherKind];

    /// <summary>By what was held against the rules, and the rule.</summary>
    public static FailureReason? Of(string subject, string check) => (subject, check) switch
    {
        ("discovery", Protocol.Claims.Issuer) => AddressReasons.OtherIssuer,
        ("discovery", _) => MachineReasons.SomethingBetween,
        ("authorize response" or "logout response", _) => AuthorizeReasons.FollowedRedirect,
        (_, "kid" or "signature") => Keys,
        (_, Protocol.Claims.Issuer or Protocol.Claims.Audience) => Audience,
        (_, Protocol.Claims.ExpiresAt or Protocol.Claims.IssuedAt or Protocol.Claims.NotBefore) => Clock,
        (_, Protocol.Claims.Subject or Protocol.Claims.UserId) => AuthorizeReasons.CookieWon,
        (_, Protocol.Claims.Scopes or Protocol.Claims.Scope) => Claims,
        _ => null,
    };
}
