using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg.Authn;

/// <summary>
/// The body of any call of <c>/api/v1/authn</c>: authn.md 2. What it has besides is ignored. Settable, since the serializer fills such
/// members in half the time.
/// </summary>
/// <remarks>
/// What is blank is not given: Okta's own pages ask for a code with an empty <c>passCode</c>, and nobody guesses with nothing. Of a
/// password, spaces are part.
/// </remarks>
sealed record AuthnRequest
{
    public string? Username { get; set => field = Given.Text(value); }
    public string? Password { get; set => field = Given.Password(value); }
    public string? Token { get; set => field = Given.Text(value); }
    public string? StateToken { get; set => field = Given.Text(value); }
    public string? RelayState { get; set; }
    public string? Audience { get; set => field = Given.Text(value); }
    public string? OldPassword { get; set => field = Given.Password(value); }
    public string? NewPassword { get; set => field = Given.Password(value); }
    public bool? RevokeSessions { get; set; }
    public string? FactorType { get; set => field = Given.Text(value); }
    public string? Provider { get; set => field = Given.Text(value); }
    public string? PassCode { get; set => field = Given.Text(value); }
    public string? Answer { get; set => field = Given.Text(value); }
    public string? Attestation { get; set => field = Given.Text(value); }
    public string? ClientData { get; set => field = Given.Text(value); }
    public string? AuthenticatorData { get; set => field = Given.Text(value); }
    public string? SignatureData { get; set => field = Given.Text(value); }
    public string? RecoveryToken { get; set => field = Given.Text(value); }
    public bool? RememberDevice { get; set; }
    public bool? AutoPush { get; set; }
    public AuthnOptions? Options { get; set; }
    public AuthnContext? Context { get; set; }
    public FactorProfileRequest? Profile { get; set; }

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
    public bool? WarnBeforePasswordExpired { get; set; }
    public bool? MultiOptionalFactorEnroll { get; set; }
}

/// <summary>Where a trusted caller's user is: authn.md 3.1.</summary>
sealed record AuthnContext
{
    public string? DeviceToken { get; set => field = Given.Text(value); }
}

/// <summary>What a factor is enrolled with: authn.md 7.4.</summary>
sealed record FactorProfileRequest
{
    public string? PhoneNumber { get; set => field = Given.Text(value); }
    public string? PhoneExtension { get; set => field = Given.Text(value); }
    public string? Question { get; set => field = Given.Text(value); }
    public string? Answer { get; set => field = Given.Text(value); }
    public string? CredentialId { get; set => field = Given.Text(value); }

    public override string ToString() => "a factor's profile";
}

/// <summary>What somebody said, or null where they said nothing.</summary>
static class Given
{
    public static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    public static string? Password(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
