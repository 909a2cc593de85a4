using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>What a seed's app knows of those who are assigned to it in the directory, and the other way round.</summary>
static class SeededAssignments
{
    /// <summary>Null: nothing that is not known of everybody.</summary>
    public static IReadOnlyList<UserAssignment>? Users(
        IReadOnlyList<SeedUserName> names, IReadOnlyList<SeedAssignedProfile> profiles, long now)
    {
        List<UserAssignment> known =
        [
            .. names.Select(user => user.User).Concat(profiles.Select(user => user.Of)).Distinct().Select(id => new UserAssignment
            {
                UserId = id, UserName = names.FirstOrDefault(user => user.User == id)?.Name,
                Profile = SeededApp.Stored(profiles.FirstOrDefault(user => user.Of == id)?.Profile), CreatedAt = now, LastUpdatedAt = now,
            }),
        ];
        return known.Count == 0 ? null : known;
    }

    /// <summary>Null: of all groups nothing but their places is known.</summary>
    public static IReadOnlyList<GroupAssignment>? Groups(
        IReadOnlyList<string> assigned, IReadOnlyList<SeedAssignedProfile> profiles, long now)
    {
        List<GroupAssignment> known =
        [
            .. profiles.Where(group => assigned.Contains(group.Of)).Select(group => new GroupAssignment
            {
                GroupId = group.Of, Priority = assigned.Index().First(each => each.Item == group.Of).Index,
                Profile = SeededApp.Stored(group.Profile), LastUpdatedAt = now,
            }),
        ];
        return known.Count == 0 ? null : known;
    }

    public static IReadOnlyList<SeedUserName> UserNames(App app, ExportNames names) =>
    [
        .. (app.UserAssignments ?? []).Where(assignment => assignment.UserName is not null).SelectMany(assignment =>
            names.Users([assignment.UserId]).Select(user => new SeedUserName { User = user, Name = assignment.UserName! })),
    ];

    public static IReadOnlyList<SeedAssignedProfile> UserProfiles(App app, ExportNames names) =>
    [
        .. (app.UserAssignments ?? []).Where(assignment => assignment.Profile is not null).SelectMany(assignment =>
            names.Users([assignment.UserId])
                .Select(user => new SeedAssignedProfile { Of = user, Profile = ExportedOrg.Profile(assignment.Profile)! })),
    ];

    public static IReadOnlyList<SeedAssignedProfile> GroupProfiles(App app, ExportNames names) =>
    [
        .. (app.GroupAssignments ?? []).Where(assignment => assignment.Profile is not null).SelectMany(assignment =>
            names.Groups([assignment.GroupId])
                .Select(group => new SeedAssignedProfile { Of = group, Profile = ExportedOrg.Profile(assignment.Profile)! })),
    ];
}
