using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>
/// The type that a seed's users are of: Okta's base profile, and an attribute of the org's own for whatever else their profiles have, so
/// that nobody says it twice.
/// </summary>
static class SeededUserType
{
    public static UserType Of(OrgSeed seed, long now) =>
        UserType.Default(now) with { Custom = FoundAttributes.Of(seed.Users.Select(user => user.Profile).OfType<JsonObject>()) };

    /// <summary>What there was, with what is new.</summary>
    public static UserType Keep(UserType was, UserType it) => was with
    {
        Custom = [.. was.Custom, .. it.Custom.Where(attribute => was.Custom.All(known => known.Name != attribute.Name))],
    };
}
