namespace Postern.LocalOrg;

/// <summary>
/// What Okta would do about callers who are known to be dangerous (ThreatInsight). It is kept; nobody here is known to be.
/// </summary>
public sealed record SeedThreats
{
    /// <summary>Okta's: <c>none</c>, <c>audit</c> or <c>block</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Network zones that it is not for, by id or name. Default: none.</summary>
    public IReadOnlyList<string> ExcludedZoneIds { get; init; } = [];
}
