using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.SignIn;

/// <summary>
/// How sure the client wants to be of the user: the first of <c>acr_values</c> that Okta knows, echoed as <c>acr</c> (oidc.md 3, 10.1).
/// </summary>
sealed record AuthenticationContext(string Value)
{
    public const string FactorIfPossible = "urn:okta:loa:2fa:any:ifpossible";

    /// <summary>What Okta's samples ask a second factor with alone, for somebody else's sign-in; no sheet has it.</summary>
    const string Attestation = "urn:okta:app:mfa:attestation";

    static readonly string[] Known =
    [
        "urn:okta:loa:1fa:any", "urn:okta:loa:1fa:pwd", "urn:okta:loa:2fa:any", FactorIfPossible, "phr", "phrh", Attestation,
    ];

    /// <summary>
    /// Null where none is asked for. UNCONFIRMED: values that Okta does not know are passed over, as OpenID Connect Core 3.1.2.1 has it.
    /// </summary>
    public static AuthenticationContext? Read(string? acrValues) =>
        acrValues?.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(Known.Contains) is { } value ? new(value) : null;

    /// <summary>Whether a password alone is not enough, and a second factor is.</summary>
    public bool TakesFactor => Value is "urn:okta:loa:2fa:any" or Attestation;

    /// <summary>Whether it makes sense for apps alone whose policy wants a second factor (oidc.md 22).</summary>
    public bool IsAttestation => Value is Attestation;

    /// <summary>Whether a second factor is asked of those who have one.</summary>
    public bool TakesFactorIfPossible => Value is FactorIfPossible;

    /// <summary>Whether nobody can prove as much, since no factor on these pages resists phishing.</summary>
    public bool IsOutOfReach => Value is "phr" or "phrh";

    /// <summary>Whether the session has proved as much.</summary>
    public bool IsMetBy(Authentication authentication) => Value switch
    {
        _ when TakesFactor => AppSignOn.HasFactor(authentication.Methods),
        _ when IsOutOfReach => false,
        _ => true,
    };
}
