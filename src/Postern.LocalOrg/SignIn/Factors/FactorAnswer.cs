namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>What somebody answers a factor with, as far as they gave anything: which of it counts, the kind of factor says.</summary>
sealed record FactorAnswer
{
    public static readonly FactorAnswer Nothing = new();

    public string? Passcode { get; init; }

    /// <summary>Of a security question.</summary>
    public string? Text { get; init; }

    public SecurityKeyAnswer? Key { get; init; }

    public override string ToString() => "a factor's answer";
}

/// <summary>What a browser hands over of an authenticator's answer (WebAuthn section 5.2), in Base64 or base64url.</summary>
sealed record SecurityKeyAnswer
{
    public string? ClientData { get; init; }

    /// <summary>Of a new key.</summary>
    public string? Attestation { get; init; }

    /// <summary>Of a known key, as is the signature.</summary>
    public string? AuthenticatorData { get; init; }

    public string? SignatureData { get; init; }
}

/// <summary>What a new factor is set up with: which of it is needed, the kind of factor says.</summary>
sealed record FactorProfile
{
    public string? PhoneNumber { get; init; }
    public string? PhoneExtension { get; init; }
    public string? Question { get; init; }

    /// <summary>Of a question of the user's own.</summary>
    public string? QuestionText { get; init; }

    /// <summary>The address that is meant; null: the user's.</summary>
    public string? Email { get; init; }
    public string? Answer { get; init; }
    public string? CredentialId { get; init; }

    /// <summary>What a token shows that always shows the same.</summary>
    public string? Passcode { get; init; }

    public override string ToString() => "a factor's profile";
}
