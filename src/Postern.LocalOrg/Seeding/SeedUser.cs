using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>A user to begin with.</summary>
public sealed record SeedUser
{
    /// <summary>
    /// 20 characters beginning with <c>00u</c>; the <c>sub</c> of ID tokens. Default: made of the login, the same every time.
    /// </summary>
    public string Id { get; init; } = "";

    /// <summary>What the user types; also their e-mail address unless <see cref="Email"/> says otherwise.</summary>
    public required string Login { get; init; }

    /// <summary>In clear; stored as a salted PBKDF2 hash. Empty: none yet, as of a user who is to be activated.</summary>
    public required string Password { get; init; }

    /// <summary>
    /// In the place of <see cref="Password"/>, which is empty then: its hash as the org stores it, <c>pbkdf2-sha256$ROUNDS$SALT$HASH</c>.
    /// Default: none.
    /// </summary>
    public string? PasswordHash { get; init; }

    /// <summary>Of which type, by id or name (<see cref="OrgSeed.UserTypes"/>). Default: the one that every org has.</summary>
    public string? Type { get; init; }

    /// <summary>The <c>given_name</c> claim.</summary>
    public string FirstName { get; init; } = "Test";

    /// <summary>The <c>family_name</c> claim.</summary>
    public string LastName { get; init; } = "User";

    /// <summary>The <c>email</c> claim. Default: the login.</summary>
    public string? Email { get; init; }

    /// <summary>The <c>phone_number</c> claim, with scope <c>phone</c>. Default: none.</summary>
    public string? Phone { get; init; }

    /// <summary>What primary authentication with the right password comes to. Default: <see cref="UserState.Active"/>.</summary>
    public UserState State { get; init; }

    /// <summary>Groups besides <c>Everyone</c>, by id or name.</summary>
    public IReadOnlyList<string> GroupIds { get; init; } = [];

    /// <summary>
    /// Seed of the user's Okta Verify TOTP factor, Base32 (RFC 4648), RFC 6238 with SHA-1, 6 digits, 30 seconds. Default: no factor.
    /// </summary>
    public string? TotpSecret { get; init; }

    /// <summary>Factors besides that of <see cref="TotpSecret"/>. Default: none.</summary>
    public IReadOnlyList<SeedFactor> Factors { get; init; } = [];

    /// <summary>Asked when a password is recovered. Default: none.</summary>
    public string? RecoveryQuestion { get; init; }

    /// <summary>In clear; stored hashed, compared without regard to case.</summary>
    public string? RecoveryAnswer { get; init; }

    /// <summary>
    /// A one-time <c>token</c> that takes this user's first sign-in the place of a password; lives 7 days. Default: none.
    /// </summary>
    public string? ActivationToken { get; init; }

    /// <summary>When the password was set. Default: when the org began.</summary>
    public DateTimeOffset? PasswordChanged { get; init; }

    /// <summary>
    /// Name of the identity provider that has this user's password; <c>/.well-known/webfinger</c> sends them there. Default: the org
    /// itself.
    /// </summary>
    public string? IdentityProvider { get; init; }

    /// <summary>
    /// Attributes of the profile besides those above, for expressions: <c>user.department</c>. One named as a standard attribute, such as
    /// <c>displayName</c>, replaces it there. Default: none.
    /// </summary>
    public JsonObject? Profile { get; init; }

    /// <summary>
    /// Standard roles of an admin, such as <c>SUPER_ADMIN</c>: what API tokens of this user may do. The first active super admin owns the
    /// tokens of <see cref="OrgSeed.ApiTokens"/>; where there is none, the org has one made. Default: none.
    /// </summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Without its password and factor seed.</summary>
    public override string ToString() => $"{Login} ({Id}, {State})";
}
