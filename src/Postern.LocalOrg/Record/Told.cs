using System.Buffers;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Postern.LocalOrg.Record;

/// <summary>
/// How what was sent and answered is told without its secrets: by the names of those that can be none, and everything else as a
/// fingerprint.
/// </summary>
static class Told
{
    const string Withheld = "(withheld)";
    const int Longest = 200;

    static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0xa0).Select(code => (char)code).Where(char.IsControl)]);

    /// <summary>Parameters of forms and queries, and members of JSON, that hold no secret.</summary>
    static readonly FrozenSet<string> Plain = FrozenSet.Create(
        StringComparer.Ordinal,
        "acr_values", "active", "audience", "client_assertion_type", "client_id", "code_challenge_method", "cid", "display", "error",
        "errorCode", "errorId", "errorLink", "errorSummary", "error_description", "exp", "expiresAt", "expires_in", "factorResult",
        "factorType", "grant_type", "iat", "idp", "interval", "iss", "issued_token_type", "issuer", "login_hint", "max_age", "prompt",
        "provider", "requested_token_type", "resource", "response_mode", "response_type", "scope", "state_type", "status", "sub",
        "actor_token_type", "subject_token_type", "token_type", "token_type_hint", "ui_locales", "uid", "username");

    /// <summary>Addresses: their queries may hold secrets.</summary>
    static readonly FrozenSet<string> Addresses = FrozenSet.Create(
        StringComparer.Ordinal, "post_logout_redirect_uri", "redirect_uri", "verification_uri");

    /// <summary>What people choose or machines show for a minute: a fingerprint of these could be guessed.</summary>
    static readonly FrozenSet<string> Guessable = FrozenSet.Create(
        StringComparer.Ordinal,
        "answer", "newPassword", "new_password", "oldPassword", "old_password", "passCode", "pass_code", "password", "confirm_password",
        "user_code", "nextPassCode", "correctAnswer", "phoneNumber", "binding_message", "pin", "code_sent", "otp", "binding_code",
        "passcode", "userCode", "phone_number");

    public static bool IsPlain(string name) => Plain.Contains(name);

    public static string Value(string name, string value) =>
        Plain.Contains(name) ? Cut(value)
        : Guessable.Contains(name) ? Withheld
        : Addresses.Contains(name) ? Address(value)
        : Fingerprint(value);

    /// <summary>As the command shows a secret: <c>sha256:</c> and the first 8 hexadecimal digits of its hash.</summary>
    public static string Fingerprint(string secret)
    {
        if (secret.Length == 0)
            return "";

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(secret.Length));
        var length = Encoding.UTF8.GetBytes(secret, bytes);
        SHA256.HashData(bytes.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        return "sha256:" + Convert.ToHexStringLower(hash[..4]);
    }

    /// <summary>Without its query, its fragment and its user.</summary>
    public static string Address(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? Cut(uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped))
        : url.StartsWith('/') ? Cut(url.Split('?', '#')[0])
        : Fingerprint(url);

    /// <summary>On one line, and no longer than anybody reads.</summary>
    public static string Cut(string value)
    {
        var cut = value.Length > Longest ? string.Concat(value.AsSpan(0, Longest), "…") : value;
        return cut.AsSpan().ContainsAny(Controls) ? string.Concat(cut.Select(c => char.IsControl(c) ? '�' : c)) : cut;
    }
}
