namespace Postern.LocalOrg;

/// <summary>A rule that puts users into groups: those of whom an expression is true, when it begins and whenever they change.</summary>
public sealed record SeedGroupRule
{
    /// <summary>20 characters beginning with <c>0pr</c>. Default: made of the name, the same every time.</summary>
    public string Id { get; init; } = "";

    /// <summary>Unlike that of any other rule; 50 characters at most.</summary>
    public required string Name { get; init; }

    /// <summary>In Okta's expression language: <c>user.department == "Sales"</c>.</summary>
    public required string Expression { get; init; }

    /// <summary>Groups that it puts users into, by id or name.</summary>
    public required IReadOnlyList<string> GroupIds { get; init; }

    /// <summary>Users that it leaves alone, by id or login. Default: none.</summary>
    public IReadOnlyList<string> ExcludedUserIds { get; init; } = [];

    /// <summary>Groups whose members it leaves alone, by id or name. Default: none.</summary>
    public IReadOnlyList<string> ExcludedGroupIds { get; init; } = [];

    /// <summary>Whether it does nothing until it is activated. Default false.</summary>
    public bool IsInactive { get; init; }
}
