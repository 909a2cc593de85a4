using System.Collections.Frozen;
using Postern.Protocol;

namespace Postern.LocalOrg.Directory;

/// <summary>
/// The claims about a user that every custom authorization server has, in the order in which Okta lists them: management.md 11. The claim
/// <c>sub</c> of access tokens is listed among them.
/// </summary>
static class StandardClaims
{
    public const string Subject = "(appuser != null) ? appuser.userName : app.clientId";

    public static readonly IReadOnlyList<StandardClaim> All =
    [
        new("middle_name"), new("zoneinfo"), new("website"), new("updated_at"), new("profile"), new("preferred_username", IsAlways: true),
        new("picture"), new("phone_number", Scope: Scopes.Phone), new("nickname"), new("name", IsAlways: true), new(Claims.Subject),
        new("locale"), new("given_name"), new("gender"), new("family_name"), new("email_verified", Scope: Scopes.Email),
        new("email", IsAlways: true, Scope: Scopes.Email), new("birthdate"), new("address", Scope: Scopes.Address),
    ];

    static readonly FrozenDictionary<string, StandardClaim> ByName = All.ToFrozenDictionary(claim => claim.Name, StringComparer.Ordinal);

    public static StandardClaim? Find(string name) => ByName.GetValueOrDefault(name);
}

/// <summary>A claim about a user.</summary>
/// <param name="Name">Of the claim.</param>
/// <param name="IsAlways">Whether an ID token has it also beside an access token.</param>
/// <param name="Scope">That gives it.</param>
sealed record StandardClaim(string Name, bool IsAlways = false, string Scope = Scopes.Profile);

/// <summary>One of them as an admin has made it.</summary>
sealed record ChangedClaim
{
    public required string Name { get; init; }
    public bool IsActive { get; init; }
    public bool IsAlways { get; init; }

    /// <summary>Those that give it; none: it is always there.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];
}
