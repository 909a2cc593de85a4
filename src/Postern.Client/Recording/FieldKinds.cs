using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Postern.Client;

/// <summary>What a value is to a cassette.</summary>
enum FieldKind
{
    /// <summary>Kept as it is, but for whatever secret it repeats.</summary>
    Plain,

    /// <summary>Never kept; the same value has the same placeholder.</summary>
    Secret,

    /// <summary>Never kept, new for each request: any value is as good as another.</summary>
    Volatile,

    /// <summary>The hash of something else, which is kept as just that.</summary>
    Hash,

    /// <summary>Tells of a person.</summary>
    Personal,

    /// <summary>A moment, kept by its distance from the answer.</summary>
    Time,
}

/// <summary>Tells what a value is by the name that it travels under, and by its looks.</summary>
sealed partial class FieldKinds(RecordingOptions options)
{
    static readonly FrozenSet<string> Volatile = Set("assertion", "client_assertion", "otp", "passCode", "pass_code", "proof", "request");

    // Those that no message prints are among them, whether or not they are worth stealing: they differ from run to run.
    static readonly FrozenSet<string> Secrets = Set(
        "activationToken", "api_token", "apiToken", "binding_code", "challenge", "credentialPublicKey", "d", "dpop_nonce", "dpop_jkt",
        "fingerprint", "interaction_code", "interactionHandle", "interaction_handle", "jkt", "jti", "mfa_token", "nonce", "oob_code",
        "privateKey", "private_key", "registration_access_token", "request_uri", "secret", "sid", "stateHandle", "token_value",
        "tokenValue",
        "user_code", "X-Device-Fingerprint");

    static readonly FrozenSet<string> Hashes = Set("at_hash", "c_hash", "code_challenge", "ds_hash", "s_hash");

    static readonly FrozenSet<string> Personal = Set(
        "address", "birthdate", "city", "email", "family_name", "firstName", "formatted", "given_name", "honorificPrefix",
        "ipAddress", "lastName", "login", "login_hint", "logout_hint", "middle_name", "middleName", "mobilePhone", "nickName", "nickname",
        "phone_number", "phoneNumber", "picture", "postal_code", "postalAddress", "preferred_username", "primaryPhone", "profileUrl",
        "secondEmail", "street_address", "streetAddress", "userName", "username", "website", "zipCode");

    static readonly FrozenSet<string> Times = Set("auth_time", "exp", "expiresAt", "iat", "nbf", "X-Rate-Limit-Reset");

    // Long, and of no use to anybody: keys and errors are found by them.
    static readonly FrozenSet<string> Known = Set("aud", "azp", "cid", "client_id", "errorId", "errorLink", "iss", "kid", "x5t");

    readonly FrozenSet<string> _secrets = Set([.. options.SecretNames]);
    readonly FrozenSet<string> _personal = Set([.. options.PersonalNames]);

    /// <summary>Of a member of JSON, or a claim.</summary>
    public FieldKind Of(string name, string value) => name switch
    {
        _ when Volatile.Contains(name) => FieldKind.Volatile,
        _ when SecretNames.IsSecretField(name) || Secrets.Contains(name) || _secrets.Contains(name) => FieldKind.Secret,
        _ when Hashes.Contains(name) => FieldKind.Hash,
        _ when Times.Contains(name) => FieldKind.Time,
        _ when Personal.Contains(name) || _personal.Contains(name) => PersonalKind,
        _ when IsPicture(value) => FieldKind.Secret,
        _ when LooksRandom(value) && !Known.Contains(name) => FieldKind.Secret,
        _ => FieldKind.Plain,
    };

    /// <summary>Of a parameter in a query, a form or a page.</summary>
    public FieldKind OfParameter(string name, string value) =>
        name.Equals("state", StringComparison.Ordinal) ? FieldKind.Secret : Of(name, value);

    /// <summary>What is personal beside somebody's id, and is the name of an app or a factor elsewhere.</summary>
    public FieldKind PersonalKind => options.KeepsPersonalData ? FieldKind.Plain : FieldKind.Personal;

    public bool FindsPeople => !options.KeepsPersonalData;

    // It may be a QR code, which shows the seed of somebody's one-time passwords (idx.md 8).
    static bool IsPicture(string value) => value.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase);

    /// <summary>As tokens and handles look, whatever they are called.</summary>
    public static bool LooksRandom(string value) =>
        value.Length >= 24
            && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~' or '+' or '/' or '=')
            && value.Any(char.IsAsciiDigit)
            && value.Any(char.IsAsciiLetterUpper)
            && value.Any(char.IsAsciiLetterLower)
            && !value.Contains("//", StringComparison.Ordinal);

    /// <summary>
    /// Whether a value is so peculiar that it means the same wherever it is found: a word may be somebody's password, and a word besides.
    /// </summary>
    public static bool IsPeculiar(string value) =>
        (value.Length >= 6 && value.Any(char.IsAsciiDigit))
            || (value.Length >= 8 && !value.All(char.IsAsciiLetter))
            || (value.Length >= 8 && value.All(char.IsAsciiLetterUpper));

    [GeneratedRegex("""[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+""", RegexOptions.CultureInvariant)]
    public static partial Regex EmailAddress();

    static FrozenSet<string> Set(params ReadOnlySpan<string> names) => FrozenSet.Create(StringComparer.OrdinalIgnoreCase, names);
}
