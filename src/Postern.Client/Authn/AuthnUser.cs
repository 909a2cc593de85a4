namespace Postern.Client;

/// <summary>The user whose password was right.</summary>
public sealed record AuthnUser
{
    /// <summary>Starts with <c>00u</c>; the <c>sub</c> of ID tokens.</summary>
    public required string Id { get; init; }

    /// <summary>The full user name; <c>preferred_username</c> of ID tokens.</summary>
    public string? Login { get; init; }

    /// <summary>Null where the profile has none.</summary>
    public string? FirstName { get; init; }

    /// <summary>Null where the profile has none.</summary>
    public string? LastName { get; init; }

    /// <summary>Null where it never was.</summary>
    public DateTimeOffset? PasswordChanged { get; init; }

    /// <summary>What must be answered to recover the account; null but in <see cref="AuthnTransaction.Recovery"/>.</summary>
    public string? RecoveryQuestion { get; init; }
}
