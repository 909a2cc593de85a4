namespace Postern.LocalOrg;

/// <summary>One thing that is wrong with a seed file.</summary>
public sealed record SeedFileFault
{
    /// <summary>As it was named to the reader: its path, or <c>seed</c>.</summary>
    public required string File { get; init; }

    /// <summary>Counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Counted from 1, in characters.</summary>
    public required int Column { get; init; }

    /// <summary>What is wrong, as <c>apps[2].assignedGroups[0]</c>; empty where it is the file as a whole.</summary>
    public required string Path { get; init; }

    /// <summary>A sentence, of which the path is the subject. No secret is in it.</summary>
    public required string Message { get; init; }

    /// <summary>As compilers write it: <c>org.yaml:12:7: apps[2].kind: …</c></summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {(Path is "" ? "" : Path + ": ")}{Message}";
}

/// <summary>A seed file that cannot be used, with everything that is wrong with it.</summary>
public sealed class SeedFileException : FormatException
{
    /// <summary>Without a fault; the reader gives them.</summary>
    public SeedFileException()
        : this("The seed cannot be used.")
    {
    }

    /// <summary>With a sentence and no fault.</summary>
    public SeedFileException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence, no fault, and what it came of.</summary>
    public SeedFileException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal SeedFileException(IReadOnlyList<SeedFileFault> faults)
        : base($"The seed cannot be used{(faults.Count > 1 ? $", for {faults.Count} reasons" : "")}:\n{string.Join('\n', faults)}") =>
        Faults = faults;

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<SeedFileFault> Faults { get; } = [];
}
