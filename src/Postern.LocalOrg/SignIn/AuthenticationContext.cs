using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.SignIn;

/// <summary>
/// How sure the client wants to be of the user: the first of <c>acr_values</c> that Okta knows, echoed as <c>acr</c> (oidc.md 3, 10.1).
/// </summary>
sealed record AuthenticationContext(string Value)
{
    public const string FactorIfPossible = "urn:okta:loa:2fa:any:ifpossible";

    const string Password = "urn:okta:loa:1fa:pwd", ResistsPhishing = "phr", IsHardware = "phrh";

    /// <summary>What Okta's samples ask a second factor with alone, for somebody else's sign-in; no sheet has it.</summary>
    const string Attestation = "urn:okta:app:mfa:attestation";

    static readonly string[] Known =
    [
        "urn:okta:loa:1fa:any", Password, "urn:okta:loa:2fa:any", FactorIfPossible, ResistsPhishing, IsHardware, Attestation,
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

    /// <summary>
    /// Whether Identity Engine alone can ask for it (direct-auth.md 12): the pages of Classic ask for no factor in particular.
    /// </summary>
    public bool IsOfIdentityEngine => Value is ResistsPhishing or IsHardware;

    /// <summary>What it wants of the factors, whatever an app's policy is content with; null: nothing in particular.</summary>
    public AppConstraint? Constraint => Value switch
    {
        Password => new() { WantsPassword = true },
        ResistsPhishing => new() { ResistsPhishing = true },
        IsHardware => new() { ResistsPhishing = true, IsHardware = true },
        _ => null,
    };

    /// <summary>Whether the session has proved as much.</summary>
    public bool IsMetBy(Authentication authentication) =>
        (!TakesFactor || AppSignOn.HasFactor(authentication.Methods))
            && Constraint?.IsMetBy(authentication.Methods.Split(' ')) is not false;
}
