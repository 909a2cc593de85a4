namespace Postern.LocalOrg;

/// <summary>A factor that a user has enrolled from the beginning.</summary>
public sealed record SeedFactor
{
    /// <summary>Such as <c>sms</c>, <c>token:software:totp</c>, <c>question</c>, <c>token</c>.</summary>
    public required string FactorType { get; init; }

    /// <summary>Default <c>OKTA</c>; <c>GOOGLE</c>, <c>RSA</c>, <c>SYMANTEC</c>, <c>YUBICO</c>, <c>FIDO</c> or <c>CUSTOM</c>.</summary>
    public string Provider { get; init; } = "OKTA";

    /// <summary>
    /// Base32 seed of <c>token:software:totp</c>; the fixed code of <c>token</c>, <c>token:hardware</c> and <c>token:hotp</c>; the answer
    /// of <c>question</c>.
    /// </summary>
    public string? Secret { get; init; }

    /// <summary>Of <c>sms</c> and <c>call</c>, as <c>+15550100142</c>. Default: the user's <see cref="SeedUser.Phone"/>.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Of <c>question</c>: Okta's key, as <c>disliked_food</c>. Default that one.</summary>
    public string Question { get; init; } = "disliked_food";

    /// <summary>Of <c>push</c>: whether the phone must be given the number that the screen shows. Default false.</summary>
    public bool ShowsNumber { get; init; }

    /// <summary>Of <c>webauthn</c>: the credential's id, base64url. Default: none, and then the factor must be enrolled.</summary>
    public string? CredentialId { get; init; }

    /// <summary>Of <c>webauthn</c>: the credential's public key as COSE has it (RFC 9052 section 7), base64url.</summary>
    public string? PublicKey { get; init; }

    /// <summary>Without its secret.</summary>
    public override string ToString() => $"{FactorType} of {Provider}";
}
