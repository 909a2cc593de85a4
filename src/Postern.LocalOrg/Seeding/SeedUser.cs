namespace Postern.Local;

/// <summary>A user to begin with.</summary>
public sealed record SeedUser
{
    /// <summary>20 characters beginning with <c>00u</c>; the <c>sub</c> of ID tokens.</summary>
    public required string Id { get; init; }

    /// <summary>What the user types; also their e-mail address unless <see cref="Email"/> says otherwise.</summary>
    public required string Login { get; init; }

    /// <summary>In clear; stored as a salted PBKDF2 hash.</summary>
    public required string Password { get; init; }

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

    /// <summary>Groups besides <c>Everyone</c>.</summary>
    public IReadOnlyList<string> GroupIds { get; init; } = [];

    /// <summary>Seed of the user's Okta Verify TOTP factor, Base32 (RFC 4648), RFC 6238 with SHA-1, 6 digits, 30 seconds. Default: no factor.</summary>
    public string? TotpSecret { get; init; }

    /// <summary>Without its password and factor seed.</summary>
    public override string ToString() => $"{Login} ({Id}, {State})";
}

/// <summary>What primary authentication with the right password comes to: authn.md 3.3.</summary>
public enum UserState
{
    /// <summary><c>SUCCESS</c>.</summary>
    Active,

    /// <summary>401 <c>E0000004</c>, or <c>LOCKED_OUT</c> where <see cref="OrgSeed.ShowLockoutFailures"/> is set.</summary>
    LockedOut,

    /// <summary><c>PASSWORD_EXPIRED</c>.</summary>
    PasswordExpired,

    /// <summary><c>MFA_REQUIRED</c>, or <c>MFA_ENROLL</c> where the user has no factor.</summary>
    MfaRequired,
}
