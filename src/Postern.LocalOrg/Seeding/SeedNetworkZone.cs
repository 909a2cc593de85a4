namespace Postern.LocalOrg;

/// <summary>A network zone to begin with: addresses that session rules and apps name together, by its id or its name.</summary>
public sealed record SeedNetworkZone
{
    /// <summary>20 characters beginning with <c>nzo</c>. Default: made of the name, the same every time.</summary>
    public string Id { get; init; } = "";

    /// <summary>Unlike that of any other zone.</summary>
    public required string Name { get; init; }

    /// <summary>Addresses, and ranges such as <c>10.0.0.0/8</c>.</summary>
    public required IReadOnlyList<string> Networks { get; init; }
}
