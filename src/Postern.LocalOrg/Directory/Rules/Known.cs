namespace Postern.LocalOrg.Directory.Rules;

/// <summary>The ids that a record may name: all there are, or of those that it names the ones that there are.</summary>
sealed record Known
{
    /// <summary>A longer list would hide what is wrong.</summary>
    const int MostTold = 20;

    public required IReadOnlyCollection<string> Groups { get; init; }
    public required IReadOnlyCollection<string> Users { get; init; }
    public required IReadOnlyCollection<string> Apps { get; init; }
    public required IReadOnlyCollection<string> Servers { get; init; }
    public required IReadOnlyCollection<string> Zones { get; init; }

    public IEnumerable<Fault> MissingGroups(string member, IReadOnlyList<string>? ids) => Missing(member, "group", ids, Groups);

    public IEnumerable<Fault> MissingUsers(string member, IReadOnlyList<string>? ids) => Missing(member, "user", ids, Users);

    /// <summary>Those among the ids that are not there, each with what there is.</summary>
    public static IEnumerable<Fault> Missing(
        string member, string kind, IReadOnlyList<string>? ids, IReadOnlyCollection<string> known, string hint = "") =>
        (ids ?? []).Index().Where(named => !known.Contains(named.Item))
            .Select(named => new Fault($"{member}[{named.Index}]", $"there is no {kind} '{named.Item}'. {Told(known)}{hint}"));

    static string Told(IReadOnlyCollection<string> known) => known.Count == 0
        ? "There is none."
        : $"There {(known.Count == 1 ? "is" : "are")} " +
            $"[{string.Join(", ", known.Take(MostTold))}{(known.Count > MostTold ? $", and {known.Count - MostTold} more" : "")}].";
}
