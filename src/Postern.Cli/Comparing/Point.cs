namespace Postern.Cli;

/// <summary>One thing that is looked at in both orgs, and what came of it.</summary>
sealed record Point(string Area, string Name)
{
    public IReadOnlyList<Difference> Differences { get; init; } = [];

    /// <summary>Why it was not looked at; null where it was.</summary>
    public string? Skipped { get; init; }

    public string Verdict => this switch
    {
        { Skipped: not null } => "skipped",
        { Differences.Count: 0 } => "same",
        _ => "differs",
    };
}

/// <summary>What is one way here and another there; null where it is not there at all.</summary>
sealed record Difference(string What, string? Local, string? Other);
