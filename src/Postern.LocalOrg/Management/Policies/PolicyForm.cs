using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>How the records of one type that decide become what the API has, and the other way round.</summary>
/// <typeparam name="T">The record that is stored.</typeparam>
sealed record PolicyForm<T>(PolicyKind Kind)
{
    public required Func<T, OrgPolicy> Of { get; init; }

    /// <summary>With what the API cannot say from the record that there was, if there was one.</summary>
    public required Func<OrgPolicy, T?, T> Typed { get; init; }

    public required Func<T, Known, IEnumerable<Fault>> Check { get; init; }
}
