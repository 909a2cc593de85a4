namespace Postern.Client;

/// <summary>What a step is given; only what the step needs is set. Everything in it is secret.</summary>
public sealed record AuthnInput
{
    /// <summary>A one-time code.</summary>
    public string? PassCode { get; init; }

    /// <summary>The code after <see cref="PassCode"/>, where a hardware token is enrolled that must prove two.</summary>
    public string? NextPassCode { get; init; }

    /// <summary>The answer to a security or recovery question.</summary>
    public string? Answer { get; init; }

    /// <summary>The password that is given up.</summary>
    public string? OldPassword { get; init; }

    /// <summary>The password from now on.</summary>
    public string? NewPassword { get; init; }

    /// <summary>Ends the user's other sessions. Default: Okta's, which is false.</summary>
    public bool? RevokeSessions { get; init; }

    /// <summary>To enroll: such as <c>sms</c>. Default: that of the factor whose step it is.</summary>
    public string? FactorType { get; init; }

    /// <summary>To enroll: such as <c>OKTA</c>. Default: that of the factor whose step it is.</summary>
    public string? Provider { get; init; }

    /// <summary>To enroll: a phone number, or a question and its answer.</summary>
    public FactorProfile? Profile { get; init; }

    /// <summary>Whose sign-in a page's transaction is to be: with <see cref="Username"/>.</summary>
    public string? Password { get; init; }

    /// <summary>Recovery: <c>EMAIL</c>, <c>SMS</c> or <c>CALL</c> is a <see cref="FactorType"/>; this is whose account.</summary>
    public string? Username { get; init; }

    /// <summary>WebAuthn, base64url: <c>response.clientDataJSON</c>.</summary>
    public string? ClientData { get; init; }

    /// <summary>WebAuthn, base64url: <c>response.authenticatorData</c>.</summary>
    public string? AuthenticatorData { get; init; }

    /// <summary>WebAuthn, base64url: <c>response.signature</c>.</summary>
    public string? SignatureData { get; init; }

    /// <summary>WebAuthn, base64url: <c>response.attestationObject</c>.</summary>
    public string? Attestation { get; init; }

    /// <summary>Sent in the query: the device needs no factor for as long as the policy says.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool RememberDevice { get; init; }

    /// <summary>Sent in the query: pushes are sent without being asked for.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool AutoPush { get; init; }

    /// <summary>Sent in the query: a phone number takes the place of the one that was there.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool UpdatePhone { get; init; }

    /// <summary>No value of it.</summary>
    public override string ToString() => "input of a step";
}

/// <summary>What a factor is enrolled with.</summary>
public sealed record FactorProfile
{
    /// <summary>Such as <c>+1-555-010-0142</c>.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Of <c>call</c>: dialled once it is answered.</summary>
    public string? PhoneExtension { get; init; }

    /// <summary>A key of Okta's list, such as <c>disliked_food</c>.</summary>
    public string? Question { get; init; }

    /// <summary>Secret: at least 4 characters.</summary>
    public string? Answer { get; init; }

    /// <summary>Name of a hardware token's owner.</summary>
    public string? CredentialId { get; init; }

    /// <summary>No value of it.</summary>
    public override string ToString() => "profile of a factor";
}
