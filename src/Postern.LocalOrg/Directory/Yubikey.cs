namespace Postern.LocalOrg.Directory;

/// <summary>
/// A hardware key whose seed an admin brought: listed, and good for no sign-in, since those that are have fixed codes (authn.md 7). The
/// seed itself is not kept.
/// </summary>
sealed record Yubikey
{
    public const int DigitsOfSerial = 12;

    public required string Id { get; init; }

    /// <summary>Twelve digits.</summary>
    public required string Serial { get; init; }

    public long CreatedAt { get; init; }
}
