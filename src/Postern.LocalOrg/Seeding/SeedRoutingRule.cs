using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>A routing rule (Okta's type <c>IDP_DISCOVERY</c>): who signs people in. The first that matches decides.</summary>
public sealed record SeedRoutingRule
{
    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Addresses, ranges such as <c>10.0.0.0/8</c>, and network zones, by id or name, that it holds for. Default: anywhere.
    /// </summary>
    public IReadOnlyList<string>? Networks { get; init; }

    /// <summary>The same, for where it does not hold. Default: nowhere.</summary>
    public IReadOnlyList<string>? ExcludedNetworks { get; init; }

    /// <summary>Apps that it holds for, by client id or name. Default: any.</summary>
    public IReadOnlyList<string> AppIds { get; init; } = [];

    /// <summary>Apps that it does not hold for. Default: none.</summary>
    public IReadOnlyList<string> ExcludedAppIds { get; init; } = [];

    /// <summary>User names that it holds for, such as <c>*@partner.example</c>, <c>admin*</c> or <c>*test*</c>. Default: any.</summary>
    public IReadOnlyList<string> UserNames { get; init; } = [];

    /// <summary>Identity providers, by id or name; <c>OKTA</c> is the org itself. Default: that alone.</summary>
    public IReadOnlyList<string> ProviderIds { get; init; } = [IdentityProvider.Okta];

    /// <summary>Default true; false decides nothing.</summary>
    public bool IsActive { get; init; } = true;
}
