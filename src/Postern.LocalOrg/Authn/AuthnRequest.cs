namespace Postern.LocalOrg.Authn;

/// <summary>The body of any call of <c>/api/v1/authn</c>: authn.md 2. What it has besides is ignored. Settable, since the serializer fills such members in half the time.</summary>
sealed record AuthnRequest
{
    public string? Username { get; set; }
    public string? Password { get; set; }
    public string? Token { get; set; }
    public string? StateToken { get; set; }
    public string? RelayState { get; set; }
    public string? Audience { get; set; }
    public string? OldPassword { get; set; }
    public string? NewPassword { get; set; }
    public bool? RevokeSessions { get; set; }
    public string? FactorType { get; set; }
    public string? Provider { get; set; }
    public string? PassCode { get; set; }
    public string? Answer { get; set; }
    public string? Attestation { get; set; }
    public string? ClientData { get; set; }
    public string? AuthenticatorData { get; set; }
    public string? SignatureData { get; set; }
    public string? RecoveryToken { get; set; }
    public bool? RememberDevice { get; set; }
    public bool? AutoPush { get; set; }
    public AuthnOptions? Options { get; set; }
    public AuthnContext? Context { get; set; }
    public FactorProfileRequest? Profile { get; set; }

    public override string ToString() => $"authentication of {Username}";
}

/// <summary>What primary authentication is asked for besides: authn.md 3.1.</summary>
sealed record AuthnOptions
{
    public bool? WarnBeforePasswordExpired { get; set; }
    public bool? MultiOptionalFactorEnroll { get; set; }
}

/// <summary>Where a trusted caller's user is: authn.md 3.1.</summary>
sealed record AuthnContext
{
    public string? DeviceToken { get; set; }
}

/// <summary>What a factor is enrolled with: authn.md 7.4.</summary>
sealed record FactorProfileRequest
{
    public string? PhoneNumber { get; set; }
    public string? PhoneExtension { get; set; }
    public string? Question { get; set; }
    public string? Answer { get; set; }
    public string? CredentialId { get; set; }

    public override string ToString() => "a factor's profile";
}
