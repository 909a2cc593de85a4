namespace Postern.LocalOrg;

/// <summary>What a seed file says, with where it says it; no meaning yet.</summary>
abstract record SeedNode
{
    SeedNode(SeedPlace at) => At = at;

    public SeedPlace At { get; }

    /// <summary>A scalar. A plain one, without quotes, may be more than a text.</summary>
    public sealed record Text(string Value, bool IsPlain, SeedPlace At) : SeedNode(At)
    {
        /// <summary>YAML 1.2 section 10.3.2.</summary>
        public bool IsNull => IsPlain && Value is "" or "~" or "null" or "Null" or "NULL";
    }

    /// <summary>A sequence.</summary>
    public sealed record Many(IReadOnlyList<SeedNode> Items, SeedPlace At) : SeedNode(At);

    /// <summary>A mapping, whose names differ.</summary>
    public sealed record Map(IReadOnlyList<SeedMember> Members, SeedPlace At) : SeedNode(At);
}

/// <summary>A name with its value.</summary>
sealed record SeedMember(string Name, SeedPlace At, SeedNode Value);

/// <summary>Line and column, both counted from 1.</summary>
readonly record struct SeedPlace(int Line, int Column)
{
    public static readonly SeedPlace Start = new(1, 1);
}
