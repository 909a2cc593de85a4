using System.Globalization;
using System.Text.Json;

namespace Postern.Client;

/// <summary>An authenticator, or a user's enrollment of it.</summary>
public sealed record IdxAuthenticator
{
    /// <summary>Okta's name for the kind, such as <c>okta_password</c>, <c>phone_number</c> or <c>google_otp</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Starts with <c>aut</c>, or for an enrollment with letters of its own.</summary>
    public string? Id { get; init; }

    /// <summary>Such as <c>password</c>, <c>phone</c>, <c>app</c> or <c>security_key</c>.</summary>
    public string? Type { get; init; }

    /// <summary>For people.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Such as <c>sms</c> and <c>voice</c>.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>As Okta wrote it: a masked number or address, a question; undefined where there is none.</summary>
    public JsonElement Profile { get; init; }

    /// <summary>
    /// What it is asked, or set up with, as Okta wrote it: a security key's challenge, a TOTP seed, which is secret; undefined where there
    /// is none.
    /// </summary>
    public JsonElement ContextualData { get; init; }

    /// <summary>What a new password must be like, as Okta wrote it; undefined of anything else.</summary>
    public JsonElement Settings { get; init; }

    /// <summary>Sends the code or the push again; null where nothing is sent.</summary>
    public IdxStep? Resend { get; init; }

    /// <summary>Begins a recovery of the password; null where the policy has none.</summary>
    public IdxStep? Recover { get; init; }

    /// <summary>Asks whether a mailed link has been opened; null of anything else.</summary>
    public IdxStep? Poll { get; init; }

    /// <summary>Sends it for the first time; null where that was done already.</summary>
    public IdxStep? Send { get; init; }

    /// <summary>Secret: the Base32 seed, where one-time passwords are being set up; null elsewhere.</summary>
    public string? SharedSecret => ContextualData.Text("sharedSecret");

    /// <summary>The number that the phone must be given; null where a push asks for none.</summary>
    public int? CorrectAnswer =>
        ContextualData.Member("correctAnswer") is { ValueKind: JsonValueKind.String or JsonValueKind.Number } told
            && int.TryParse(told.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>Key and id: no seed.</summary>
    public override string ToString() => $"{Key} ({Id})";
}
