using System.Collections.Frozen;

namespace Postern.LocalOrg.Record;

/// <summary>
/// The names that come often, each with a number, and how what they name is told. Whatever is not among them may be a secret.
/// </summary>
static class ToldNames
{
    /// <summary>Of a name that is not among them.</summary>
    public const byte None = byte.MaxValue;

    /// <summary>Parameters of forms and queries, and members of JSON, that hold no secret.</summary>
    static readonly string[] Plain =
    [
        "acr_values", "active", "audience", "client_assertion_type", "client_id", "code_challenge_method", "cid", "display", "error",
        "errorCode", "errorId", "errorLink", "errorSummary", "error_description", "exp", "expiresAt", "expires_in", "factorResult",
        "factorType", "grant_type", "iat", "idp", "interval", "iss", "issued_token_type", "issuer", "login_hint", "max_age", "prompt",
        "provider", "requested_token_type", "resource", "response_mode", "response_type", "scope", "state_type", "status", "sub",
        "actor_token_type", "subject_token_type", "token_type", "token_type_hint", "ui_locales", "uid", "username",
    ];

    /// <summary>Addresses: their queries may hold secrets.</summary>
    static readonly string[] Addresses = ["post_logout_redirect_uri", "redirect_uri", "verification_uri"];

    /// <summary>What people choose or machines show for a minute: a fingerprint of these could be guessed.</summary>
    static readonly string[] Guessable =
    [
        "answer", "newPassword", "new_password", "oldPassword", "old_password", "passCode", "pass_code", "password", "confirm_password",
        "user_code", "nextPassCode", "correctAnswer", "phoneNumber", "binding_message", "pin", "code_sent", "otp", "binding_code",
        "passcode", "userCode", "phone_number",
    ];

    /// <summary>Secrets, and the headers that are told.</summary>
    static readonly string[] Others =
    [
        "access_token", "assertion", "client_assertion", "client_secret", "code", "code_challenge", "code_verifier", "device_code",
        "device_secret", "id_token", "interaction_handle", "nonce", "refresh_token", "sessionToken", "state", "stateHandle", "stateToken",
        "token",
        "Authorization", "Content-Type", "DPoP", "Location", "Origin", "Retry-After", "User-Agent", "WWW-Authenticate",
        "X-Okta-User-Agent-Extended", "X-Postern-Hint", "X-Postern-Unsupported",
    ];

    static readonly string[] All = [.. Plain, .. Addresses, .. Guessable, .. Others];

    static readonly FrozenDictionary<string, byte>.AlternateLookup<ReadOnlySpan<char>> Numbers = All.Index()
        .ToFrozenDictionary(each => each.Item, each => (byte)each.Index, StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public static byte NumberOf(ReadOnlySpan<char> name) => Numbers.TryGetValue(name, out var number) ? number : None;

    public static string NameOf(byte number) => All[number];

    public static bool ArePlain(byte number) => number < Plain.Length;

    public static bool AreAddresses(byte number) => number >= Plain.Length && number < Plain.Length + Addresses.Length;

    public static bool AreGuessable(byte number) =>
        number >= Plain.Length + Addresses.Length && number < Plain.Length + Addresses.Length + Guessable.Length;

    /// <summary>All the others.</summary>
    public static bool AreFingerprints(byte number) => number >= Plain.Length + Addresses.Length + Guessable.Length;
}
