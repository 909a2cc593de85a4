using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg.Authn;

/// <summary>The body of any call of <c>/api/v1/authn</c>: authn.md 2. What it has besides is ignored.</summary>
/// <remarks>
/// What is blank is not given: Okta's own pages ask for a code with an empty <c>passCode</c>, and nobody guesses with nothing. Of a
/// password, spaces are part.
/// </remarks>
sealed record AuthnRequest
{
    public string? Username { get; init => field = Given.Text(value); }
    public string? Password { get; init => field = Given.Password(value); }
    public string? Token { get; init => field = Given.Text(value); }
    public string? StateToken { get; init => field = Given.Text(value); }
    public string? RelayState { get; init; }
    public string? Audience { get; init => field = Given.Text(value); }
    public string? OldPassword { get; init => field = Given.Password(value); }
    public string? NewPassword { get; init => field = Given.Password(value); }
    public bool? RevokeSessions { get; init; }
    public string? FactorType { get; init => field = Given.Text(value); }
    public string? Provider { get; init => field = Given.Text(value); }
    public string? PassCode { get; init => field = Given.Text(value); }
    public string? Answer { get; init => field = Given.Text(value); }
    public string? Attestation { get; init => field = Given.Text(value); }
    public string? ClientData { get; init => field = Given.Text(value); }
    public string? AuthenticatorData { get; init => field = Given.Text(value); }
    public string? SignatureData { get; init => field = Given.Text(value); }
    public string? RecoveryToken { get; init => field = Given.Text(value); }
    public bool? RememberDevice { get; init; }
    public bool? AutoPush { get; init; }
    public AuthnOptions? Options { get; init; }
    public AuthnContext? Context { get; init; }
    public FactorProfileRequest? Profile { get; init; }

    public bool WantsWarning => Options?.WarnBeforePasswordExpired ?? false;

    public bool WantsOptionalFactors => Options?.MultiOptionalFactorEnroll ?? false;

    public FactorAnswer Answered() => new()
    {
        Passcode = PassCode, Text = Answer,
        Key = new()
        {
            ClientData = ClientData,
            Attestation = Attestation,
            AuthenticatorData = AuthenticatorData,
            SignatureData = SignatureData,
        },
    };

    public FactorProfile SetUpWith() => new()
    {
        PhoneNumber = Profile?.PhoneNumber,
        PhoneExtension = Profile?.PhoneExtension,
        Question = Profile?.Question,
        Answer = Profile?.Answer,
        CredentialId = Profile?.CredentialId, Passcode = PassCode,
    };

    public override string ToString() => $"authentication of {Username}";
}

/// <summary>What primary authentication is asked for besides: authn.md 3.1.</summary>
sealed record AuthnOptions
{
    public bool? WarnBeforePasswordExpired { get; init; }
    public bool? MultiOptionalFactorEnroll { get; init; }
}

/// <summary>Where a trusted caller's user is: authn.md 3.1.</summary>
sealed record AuthnContext
{
    public string? DeviceToken { get; init => field = Given.Text(value); }
}

/// <summary>What a factor is enrolled with: authn.md 7.4.</summary>
sealed record FactorProfileRequest
{
    public string? PhoneNumber { get; init => field = Given.Text(value); }
    public string? PhoneExtension { get; init => field = Given.Text(value); }
    public string? Question { get; init => field = Given.Text(value); }
    public string? Answer { get; init => field = Given.Text(value); }
    public string? CredentialId { get; init => field = Given.Text(value); }

    public override string ToString() => "a factor's profile";
}

/// <summary>What somebody said, or null where they said nothing.</summary>
static class Given
{
    public static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    public static string? Password(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
