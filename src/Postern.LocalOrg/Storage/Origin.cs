namespace Postern.LocalOrg.Storage;

/// <summary>Where a work comes from, as it is told with what it does. Nothing of it is a secret: the path has no query.</summary>
sealed record Origin
{
    const int Longest = 512;

    /// <summary>The org itself.</summary>
    public static readonly Origin Itself = new() { RequestId = "", Path = "" };

    public required string RequestId { get; init; }

    /// <summary>Null: from nowhere that is known.</summary>
    public string? Address { get; init; }

    public required string Path { get; init; }

    public string UserAgent { get; init; } = "";

    /// <summary>The parts in lines; of what a caller can make as long as it likes, the beginning.</summary>
    public override string ToString() => string.Join('\n', Line(RequestId), Line(Address ?? ""), Line(Path), Line(UserAgent));

    public static Origin Parse(string text) => text.Split('\n') is [var id, var address, var path, var agent]
        ? new() { RequestId = id, Address = address is "" ? null : address, Path = path, UserAgent = agent }
        : Itself;

    static string Line(string part) => (part.Length > Longest ? part[..Longest] : part).ReplaceLineEndings(" ");
}
