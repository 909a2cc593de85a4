namespace Postern.LocalOrg.Directory;

/// <summary>
/// What policies of every type have. The first that holds for somebody decides, in the order of their priorities: 1 before 2.
/// </summary>
interface IPolicy
{
    string Id { get; }

    string Name { get; }

    Lifecycle Status { get; }

    int Priority { get; }

    /// <summary>Null: everybody.</summary>
    IReadOnlyList<string>? GroupIds { get; }
}
