namespace Postern.LocalOrg.Directory;

/// <summary>
/// What policies of every type have. The first that holds for somebody decides, in the order of their priorities: 1 before 2.
/// </summary>
interface IPolicy
{
    string Id { get; }

    string Name { get; }

    string? Description { get; }

    Lifecycle Status { get; }

    int Priority { get; }

    /// <summary>Whether it is the one that every org has, after all others.</summary>
    bool IsSystem { get; }

    long CreatedAt { get; }

    long LastUpdatedAt { get; }

    /// <summary>Null: everybody.</summary>
    IReadOnlyList<string>? GroupIds { get; }
}

/// <summary>What rules of every type are looked at for, before anything that is their type's own.</summary>
interface ISignInRule
{
    Lifecycle Status { get; }

    /// <summary>Addresses, ranges, ids of network zones, or <see cref="NetworkZone.All"/>. Null: anywhere.</summary>
    IReadOnlyList<string>? Networks { get; }

    /// <summary>The same, for where it does not hold. Null: nowhere.</summary>
    IReadOnlyList<string>? ExcludedNetworks { get; }

    /// <summary>Null: nobody is left out.</summary>
    IReadOnlyList<string>? ExcludedUserIds { get; }
}
