using System.Text.Json.Serialization;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Direct;

/// <summary>What a client hands to a security key: direct-auth.md 4, whose members are not written as the surface's others are.</summary>
sealed record SecurityKeyChallenge
{
    const int Milliseconds = 60_000;

    [JsonPropertyName("challengeType")]
    public required string ChallengeType { get; init; }

    [JsonPropertyName("publicKey")]
    public required KeyRequest PublicKey { get; init; }

    [JsonPropertyName("authenticatorEnrollments")]
    public required IReadOnlyList<KeyEnrollment> Enrollments { get; init; }

    public static SecurityKeyChallenge Of(SignInState.FactorChallenged asked, string challengeType, string org)
    {
        var isForAny = asked.Transaction.Challenge is { IsForAny: true };
        List<Factor> keys = isForAny ? asked.Choices.FindAll(factor => factor.FactorType is FactorTypes.WebAuthn) : [asked.Factor];
        return new()
        {
            ChallengeType = challengeType,
            PublicKey = new()
            {
                Challenge = asked.Transaction.Challenge?.Nonce ?? "", RelyingParty = new Uri(org).Host, Timeout = Milliseconds,
                UserVerification = "preferred",
                Allowed = [.. keys.Select(key => new KeyDescriptor { Type = "public-key", Id = key.CredentialId ?? "" })],
                Extensions = new() { AppId = org },
            },
            // UNCONFIRMED: which model a key is nobody keeps.
            Enrollments =
            [
                .. keys.Select(key => new KeyEnrollment
                {
                    CredentialId = key.CredentialId ?? "", DisplayName = "Security key",
                    Profile = new() { Model = "00000000-0000-0000-0000-000000000000" },
                }),
            ],
        };
    }

    public override string ToString() => ChallengeType;
}

/// <summary>WebAuthn section 5.5.</summary>
sealed record KeyRequest
{
    [JsonPropertyName("challenge")]
    public required string Challenge { get; init; }

    [JsonPropertyName("rpId")]
    public required string RelyingParty { get; init; }

    [JsonPropertyName("timeout")]
    public required int Timeout { get; init; }

    [JsonPropertyName("userVerification")]
    public required string UserVerification { get; init; }

    [JsonPropertyName("allowCredentials")]
    public required IReadOnlyList<KeyDescriptor> Allowed { get; init; }

    [JsonPropertyName("extensions")]
    public required KeyExtensions Extensions { get; init; }
}

/// <summary>WebAuthn section 5.8.3.</summary>
sealed record KeyDescriptor
{
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("id")]
    public required string Id { get; init; }
}

/// <summary>What keys from before WebAuthn were registered with.</summary>
sealed record KeyExtensions
{
    [JsonPropertyName("appid")]
    public required string AppId { get; init; }
}

/// <summary>A key as its user knows it.</summary>
sealed record KeyEnrollment
{
    [JsonPropertyName("credentialId")]
    public required string CredentialId { get; init; }

    [JsonPropertyName("displayName")]
    public required string DisplayName { get; init; }

    [JsonPropertyName("profile")]
    public required KeyProfile Profile { get; init; }
}

/// <summary>Which model it is.</summary>
sealed record KeyProfile
{
    [JsonPropertyName("aaguid")]
    public required string Model { get; init; }
}
