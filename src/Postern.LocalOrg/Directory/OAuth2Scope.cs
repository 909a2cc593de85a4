namespace Postern.LocalOrg.Directory;

/// <summary>A scope of an authorization server: api-access-management.md 8.</summary>
sealed record OAuth2Scope
{
    /// <summary>Empty where every authorization server has it.</summary>
    public string Id { get; init; } = "";

    public required string Name { get; init; }
    public string? DisplayName { get; init; }
    public string? Description { get; init; }
    public ScopeConsent Consent { get; init; }

    /// <summary>Granted where a request names no scope.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether discovery lists it.</summary>
    public bool IsPublished { get; init; }

    public bool IsOptional { get; init; }
}
