namespace Postern.LocalOrg;

/// <summary>How a seed file is read.</summary>
public sealed record SeedFileOptions
{
    /// <summary>As faults name it. Default: its path, or <c>seed</c> where it is a text.</summary>
    public string? Name { get; init; }

    /// <summary>Where the relative paths of <c>file:</c> secrets begin. Default: the file's folder, or the current one.</summary>
    public string? Folder { get; init; }

    /// <summary>Where <c>env:</c> secrets are. Default: the process's environment.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>
    /// False: <c>env:</c> and <c>file:</c> secrets are not looked for, and something else stands in their place, to judge a file where they
    /// are not. Default true.
    /// </summary>
    public bool FetchesSecrets { get; init; } = true;

    /// <summary>
    /// What the file adds to: who has a login, a name or an id that is there already takes that one's place. Default: nothing.
    /// </summary>
    public OrgSeed? OnTopOf { get; init; }

    /// <summary>
    /// The same file as it was read before, whose made secrets are not made again but kept, so that a running org can be brought from the
    /// one to the other. Default: none.
    /// </summary>
    public SeedFile? Before { get; init; }
}

/// <summary>A secret of a seed file that does not stand in it.</summary>
public sealed record SeedSecret
{
    /// <summary>Whose, as <c>users[0].password</c>.</summary>
    public required string Path { get; init; }

    /// <summary>In clear.</summary>
    public required string Value { get; init; }

    /// <summary>Where it was found, as <c>env:ADA_PASSWORD</c>; null where it was made, and nobody else knows it.</summary>
    public string? Reference { get; init; }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{Path} ({Reference ?? "made"})";
}
