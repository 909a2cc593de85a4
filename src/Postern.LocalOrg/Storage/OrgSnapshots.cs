using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>
/// States of the org that were put aside under names: users, apps, sessions, tokens, factors, messages, everything but its signing keys,
/// its clock, which never goes back, and what a test has in its hands (faults, the record). They lie in its database, and outlive a
/// restart where that does.
/// </summary>
public sealed class OrgSnapshots
{
    const int LongestName = 64;

    readonly StateKeeper _keeper;

    internal OrgSnapshots(StateKeeper keeper) => _keeper = keeper;

    /// <summary>Puts aside how the org stands, in the place of what was put aside under this name.</summary>
    /// <param name="name">Up to 64 characters.</param>
    /// <param name="ct">Ends the waiting for the database.</param>
    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    public Task TakeAsync(string name, CancellationToken ct = default) =>
        name is { Length: > 0 and <= LongestName }
            ? _keeper.TakeAsync(name, ct)
            : throw new ArgumentException($"A snapshot has a name of up to {LongestName} characters.", nameof(name));

    /// <summary>
    /// Brings back how the org stood; it stays put aside. Every process sees it at its next request. What has expired meanwhile by the
    /// clock has expired.
    /// </summary>
    /// <exception cref="ArgumentException">Nothing was put aside under this name.</exception>
    public async Task RestoreAsync(string name, CancellationToken ct = default)
    {
        if (!await _keeper.BringBackAsync(name, ct))
            throw new ArgumentException($"There is no snapshot '{name}'.", nameof(name));
    }

    /// <summary>Those there are, by name.</summary>
    public async Task<IReadOnlyList<OrgSnapshot>> AllAsync(CancellationToken ct = default) =>
    [
        .. (await _keeper.AsideAsync(ct)).Select(
            aside => new OrgSnapshot { Name = aside.Name, TakenAt = DateTimeOffset.FromUnixTimeSeconds(aside.TakenAt) }),
    ];

    /// <returns>False where there is none of this name.</returns>
    public Task<bool> DeleteAsync(string name, CancellationToken ct = default) => _keeper.ForgetAsync(name, ct);
}

/// <summary>A state that was put aside.</summary>
public sealed record OrgSnapshot
{
    /// <summary>What it is brought back by.</summary>
    public required string Name { get; init; }

    /// <summary>By the org's clock.</summary>
    public required DateTimeOffset TakenAt { get; init; }
}
