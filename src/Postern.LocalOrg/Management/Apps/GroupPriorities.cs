using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>Which of an app's groups comes first: smaller numbers, which need not follow one another (management.md 23).</summary>
static class GroupPriorities
{
    extension(App app)
    {
        /// <summary>In their order, each once. Of one that was seeded its place is its priority.</summary>
        public IReadOnlyList<GroupAssignment> AllGroups() =>
        [
            .. app.AssignedGroupIds.Distinct().Select((id, place) => app.GroupAssignments?.FirstOrDefault(known => known.GroupId == id)
                ?? new GroupAssignment { GroupId = id, Priority = place, LastUpdatedAt = app.CreatedAt }),
        ];

        /// <summary>After all that there are.</summary>
        public int NextPriority() => app.AllGroups() is { Count: > 0 } groups ? groups.Max(group => group.Priority) + 1 : 0;

        /// <summary>One that has the place of another moves it on, and that the next.</summary>
        public App WithGroup(GroupAssignment assignment)
        {
            var taken = assignment.Priority;
            List<GroupAssignment> groups = [assignment];
            foreach (var other in app.AllGroups().Where(other => other.GroupId != assignment.GroupId).OrderBy(other => other.Priority))
                groups.Add(other.Priority == taken ? other with { Priority = ++taken } : other);
            return app.WithGroups(groups);
        }

        public App WithGroups(IEnumerable<GroupAssignment> groups)
        {
            GroupAssignment[] ordered = [.. groups.OrderBy(group => group.Priority)];
            return app with { GroupAssignments = ordered, AssignedGroupIds = [.. ordered.Select(group => group.GroupId)] };
        }
    }
}
