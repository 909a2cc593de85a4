using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>What the directory's user types are as a seed's: what would be found in the users' profiles is left out.</summary>
static class ExportedUserType
{
    /// <summary>The one that every org has only where there is something to say of it.</summary>
    public static IReadOnlyList<SeedUserType> All(ExportRecords records) =>
    [
        .. records.UserTypes.Select(type => Of(type, records))
            .Where(type => type is not { Name: "user", Attributes.Count: 0, DisplayName: null, Description: null }),
    ];

    static SeedUserType Of(UserType type, ExportRecords records)
    {
        var usual = UserType.Default(now: 0);
        return new()
        {
            Id = ExportedOrg.Unless(OktaIds.Of(OktaIds.UserType, type.Name), type.Id),
            Name = type.Name,
            DisplayName = type.DisplayName == (type.IsDefault ? usual.DisplayName : type.Name) ? null : type.DisplayName,
            Description = type.IsDefault && type.Description == usual.Description ? null : type.Description,
            Attributes = [.. Base(type), .. Own(type, records)],
        };
    }

    static IEnumerable<SeedProperty> Base(UserType type) => type.Base.Select(attribute =>
        SeededAttribute.Exported(attribute, BaseProfile.Attributes.First(usual => usual.Name == attribute.Name)));

    static IEnumerable<SeedProperty> Own(UserType type, ExportRecords records)
    {
        var users = records.Users.Select(user => user.Credentials.User).Where(user => (user.TypeId ?? UserType.DefaultId) == type.Id);
        var found = FoundAttributes.Of(users.Select(user => ExportedOrg.Profile(user.Profile)).OfType<JsonObject>())
            .ToDictionary(attribute => attribute.Name, SeededAttribute.Exported);
        return type.Custom.Select(SeededAttribute.Exported)
            .Where(attribute => !found.TryGetValue(attribute.Name, out var usual) || !AreSame(attribute, usual));
    }

    static bool AreSame(SeedProperty one, SeedProperty other) =>
        one with { Definition = null } == other with { Definition = null } && JsonNode.DeepEquals(one.Definition, other.Definition);
}
