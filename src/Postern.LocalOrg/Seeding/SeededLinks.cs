using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>What a seed's relations between users become in the directory, and the other way round.</summary>
static class SeededLinks
{
    public static LinkedObject Of(SeedLinkedObject relation) =>
        new() { Primary = Of(relation.Primary), Associated = Of(relation.Associated) };

    public static IEnumerable<LinkedValue> Values(OrgSeed seed) => seed.LinkedObjects.SelectMany(relation => relation.Links.Select(
        link => new LinkedValue { Relation = relation.Primary.Name, AssociatedId = link.User, PrimaryId = link.Primary }));

    /// <summary>Who is there no more is related to nobody.</summary>
    public static IReadOnlyList<SeedLinkedObject> Exported(ExportRecords records, ExportNames names) =>
    [
        .. records.LinkedObjects.Select(relation => new SeedLinkedObject
        {
            Primary = Exported(relation.Primary),
            Associated = Exported(relation.Associated),
            Links = [.. Links(relation, records, names).OrderBy(link => link.User, StringComparer.Ordinal)],
        }),
    ];

    static IEnumerable<SeedLink> Links(LinkedObject relation, ExportRecords records, ExportNames names)
    {
        foreach (var value in records.LinkedValues.Where(value => value.Relation == relation.Primary.Name))
            if (names.User(value.AssociatedId) is { } user && names.User(value.PrimaryId) is { } primary)
                yield return new() { User = user, Primary = primary };
    }

    static LinkedEnd Of(SeedLinkedEnd end) => new() { Name = end.Name, Title = end.Title ?? end.Name, Description = end.Description };

    static SeedLinkedEnd Exported(LinkedEnd end) => new()
    {
        Name = end.Name, Title = end.Title == end.Name ? null : end.Title, Description = end.Description,
    };
}
