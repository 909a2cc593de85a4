namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>A factor, enrolled or about to be.</summary>
sealed record Factor
{
    public required string Id { get; init; }
    public required string FactorType { get; init; }
    public required string Provider { get; init; }

    /// <summary>What a code is computed from or compared with: a hash would not do.</summary>
    public string? Secret { get; init; }

    /// <summary>The answer of a question, as a password is stored.</summary>
    public string? AnswerHash { get; init; }

    /// <summary>A question's key; its text where it is the user's own.</summary>
    public string? Question { get; init; }

    public string? PhoneNumber { get; init; }
    public string? Email { get; init; }
    public string? CredentialId { get; init; }

    /// <summary>Of WebAuthn: the credential's COSE key, base64url.</summary>
    public string? PublicKey { get; init; }

    /// <summary>Of WebAuthn: how often the authenticator says that it has signed.</summary>
    public uint SignCount { get; init; }

    /// <summary>Of a call: dialled once it is answered.</summary>
    public string? PhoneExtension { get; init; }

    /// <summary>While it is being enrolled: fetches its QR code.</summary>
    public string? QrToken { get; init; }

    /// <summary>Of a push: whether the phone must be given the number on the screen.</summary>
    public bool ShowsNumber { get; init; }

    /// <summary>Of a temporary code: seconds since the epoch; null: it is good for ever.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>Of a temporary code: whether it is good more than once.</summary>
    public bool IsReusable { get; init; }

    /// <summary>Seconds since the epoch; zero where nobody noted it.</summary>
    public long CreatedAt { get; init; }

    /// <inheritdoc cref="CreatedAt"/>
    public long LastUpdatedAt { get; init; }

    public override string ToString() => $"{FactorType} ({Id})";
}
