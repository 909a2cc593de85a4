using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>
/// The types that a seed's users are of: Okta's base profile, what the seed says, and an attribute of the org's own for whatever else their
/// profiles have, so that nobody says it twice.
/// </summary>
static class SeededUserType
{
    /// <summary>The one that every org has first.</summary>
    public static IEnumerable<UserType> All(OrgSeed seed, long now)
    {
        var types = seed.UserTypes.Any(type => type.Id == UserType.DefaultId) ? seed.UserTypes : [Usual, .. seed.UserTypes];
        return types.OrderBy(type => type.Id != UserType.DefaultId).Select(type => Of(type, seed, now));
    }

    /// <summary>What there was, with what is new.</summary>
    public static UserType Keep(UserType was, UserType it) => was with
    {
        DisplayName = it.DisplayName,
        Description = it.Description,
        Base = it.Base.Count > 0 ? it.Base : was.Base,
        Custom =
        [
            .. was.Custom.Select(attribute => it.Custom.FirstOrDefault(other => other.Name == attribute.Name) ?? attribute),
            .. it.Custom.Where(attribute => was.Custom.All(known => known.Name != attribute.Name)),
        ],
    };

    static SeedUserType Usual => new() { Id = UserType.DefaultId, Name = "user" };

    static UserType Of(SeedUserType type, OrgSeed seed, long now)
    {
        List<ProfileAttribute> own = [], ofOkta = [];
        foreach (var attribute in type.Attributes)
            if (BaseProfile.Attributes.FirstOrDefault(usual => usual.Name == attribute.Name) is { } usual)
                ofOkta.Add(SeededAttribute.Of(attribute, usual));
            else
                own.Add(SeededAttribute.Of(attribute));
        var found = FoundAttributes.Of(ProfilesOf(type.Id, seed)).Where(attribute => own.All(known => known.Name != attribute.Name));
        return Named(type, now) with { Custom = [.. own, .. found], Base = ofOkta };
    }

    static IEnumerable<JsonObject> ProfilesOf(string typeId, OrgSeed seed) =>
        seed.Users.Where(user => (user.Type ?? UserType.DefaultId) == typeId).Select(user => user.Profile).OfType<JsonObject>();

    static UserType Named(SeedUserType type, long now)
    {
        var usual = UserType.Default(now);
        return type.Id == UserType.DefaultId
            ? usual with { DisplayName = type.DisplayName ?? usual.DisplayName, Description = type.Description ?? usual.Description }
            : new()
            {
                Id = type.Id, Name = type.Name, DisplayName = type.DisplayName ?? type.Name, Description = type.Description,
                CreatedAt = now, LastUpdatedAt = now, SchemaUpdatedAt = now,
            };
    }
}
