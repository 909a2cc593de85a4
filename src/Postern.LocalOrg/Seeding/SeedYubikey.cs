namespace Postern.LocalOrg;

/// <summary>A hardware key whose seed an admin brought: it is listed, and good for no sign-in.</summary>
public sealed record SeedYubikey
{
    /// <summary>20 characters beginning with <c>ykk</c>. Default: made of the serial number, the same every time.</summary>
    public string Id { get; init; } = "";

    /// <summary>Twelve digits, unlike those of any other key.</summary>
    public required string Serial { get; init; }
}
