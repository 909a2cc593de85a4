using System.Text.Json.Serialization;

namespace Postern.LocalOrg.Authn;

/// <summary>A factor: to choose from (with links), chosen, or being enrolled (authn.md 6.5 to 6.12).</summary>
sealed record FactorBody
{
    public string? Id { get; init; }
    public required string FactorType { get; init; }
    public required string Provider { get; init; }
    public string? VendorName { get; init; }
    public FactorProfileBody? Profile { get; init; }

    [JsonPropertyName("_embedded")]
    public FactorEmbeddedBody? Embedded { get; init; }

    [JsonPropertyName("_links")]
    public LinksBody? Links { get; init; }

    public string? Status { get; init; }
    public string? Enrollment { get; init; }
}

/// <summary>What is shown of a factor's profile.</summary>
sealed record FactorProfileBody
{
    public string? CredentialId { get; init; }
    public string? AuthenticatorName { get; init; }
    public string? DeviceType { get; init; }
    public string? Name { get; init; }
    public string? Platform { get; init; }
    public string? Version { get; init; }
    public string? PhoneNumber { get; init; }
    public string? PhoneExtension { get; init; }
    public string? Email { get; init; }
    public string? Question { get; init; }
    public string? QuestionText { get; init; }
}

/// <summary>What a chosen factor has been asked, or needs to be activated; the phones a factor may be enrolled for.</summary>
sealed record FactorEmbeddedBody
{
    public ChallengeBody? Challenge { get; init; }
    public ActivationBody? Activation { get; init; }
    public IReadOnlyList<PhoneBody>? Phones { get; init; }
}

/// <summary>The number that the phone must be given; or what an authenticator signs (authn.md 6.8).</summary>
sealed record ChallengeBody
{
    public int? CorrectAnswer { get; init; }
    public string? Challenge { get; init; }
    public string? UserVerification { get; init; }
    public EmptyBody? Extensions { get; init; }
}

/// <summary><c>{}</c>.</summary>
sealed record EmptyBody;

/// <summary>How a factor is activated: authn.md 6.11, 6.12.</summary>
sealed record ActivationBody
{
    public int? TimeStep { get; init; }
    public string? SharedSecret { get; init; }
    public string? Encoding { get; init; }
    public int? KeyLength { get; init; }
    public string? ExpiresAt { get; init; }
    public string? FactorResult { get; init; }
    public string? Attestation { get; init; }
    public AuthenticatorSelectionBody? AuthenticatorSelection { get; init; }
    public string? Challenge { get; init; }
    public IReadOnlyList<CredentialBody>? ExcludeCredentials { get; init; }
    public IReadOnlyList<CredentialParameterBody>? PubKeyCredParams { get; init; }
    public NamedBody? Rp { get; init; }
    public U2fParametersBody? U2fParams { get; init; }
    public AuthenticatorUserBody? User { get; init; }

    [JsonPropertyName("_links")]
    public LinksBody? Links { get; init; }

    public override string ToString() => "activation";
}

/// <summary>Which authenticators will do: WebAuthn section 5.4.4.</summary>
sealed record AuthenticatorSelectionBody
{
    public required string UserVerification { get; init; }
    public required bool RequireResidentKey { get; init; }
}

/// <summary>A credential that the user has.</summary>
sealed record CredentialBody
{
    public string Type { get; init; } = "public-key";
    public required string Id { get; init; }
}

/// <summary>A signature algorithm that will do.</summary>
sealed record CredentialParameterBody
{
    public string Type { get; init; } = "public-key";
    public required int Alg { get; init; }
}

/// <summary>The relying party, by name: its id is the page's host.</summary>
sealed record NamedBody
{
    public required string Name { get; init; }
}

/// <summary>What U2F called a relying party.</summary>
sealed record U2fParametersBody
{
    public required string Appid { get; init; }
}

/// <summary>Whose the credential is to be.</summary>
sealed record AuthenticatorUserBody
{
    public required string DisplayName { get; init; }
    public required string Name { get; init; }
    public required string Id { get; init; }
}

/// <summary>A phone that is known already.</summary>
sealed record PhoneBody
{
    public required string Id { get; init; }
    public required FactorProfileBody Profile { get; init; }
    public required string Status { get; init; }
}

/// <summary>A security question to choose.</summary>
sealed record QuestionBody
{
    public required string Question { get; init; }
    public required string QuestionText { get; init; }
}
