namespace Postern.LocalOrg.Directory;

/// <summary>A standard role that a user, a group or an app has: management.md 19.</summary>
sealed record RoleAssignment
{
    public AssigneeKind AssigneeKind { get; init; }

    /// <summary>The id of a user or a group, or an app's client id.</summary>
    public required string AssigneeId { get; init; }

    /// <summary>One of <see cref="RoleTypes"/>.</summary>
    public required string Type { get; init; }

    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    /// <summary>Made of all three, so that nobody has a role twice.</summary>
    public string Key => KeyOf(AssigneeKind, AssigneeId, Type);

    public static RoleAssignment Of(AssigneeKind kind, string assigneeId, string type, long now) => new()
    {
        AssigneeKind = kind, AssigneeId = assigneeId, Type = type, CreatedAt = now, LastUpdatedAt = now,
    };

    public static string KeyOf(AssigneeKind kind, string assigneeId, string type) => $"{kind}:{assigneeId}:{type}";
}

/// <summary>Okta's <c>assignmentType</c>.</summary>
enum AssigneeKind
{
    User,
    Group,
    Client,
}
