namespace Postern.LocalOrg;

/// <summary>What another seed changed in a running org, each as <c>user ada@example.com</c>.</summary>
public sealed record SeedChanges
{
    /// <summary>What was not in the seed before.</summary>
    public required IReadOnlyList<string> Added { get; init; }

    /// <summary>What the seed says otherwise than before.</summary>
    public required IReadOnlyList<string> Changed { get; init; }

    /// <summary>What is in the seed no more.</summary>
    public required IReadOnlyList<string> Removed { get; init; }

    /// <summary>Whether the two seeds say the same.</summary>
    public bool AreNone => Added.Count + Changed.Count + Removed.Count == 0;
}
