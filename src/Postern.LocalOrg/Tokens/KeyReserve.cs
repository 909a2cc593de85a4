using System.Collections.Concurrent;

namespace Postern.LocalOrg.Tokens;

/// <summary>
/// The signing keys of orgs in memory that are gone, for those that come: where each test starts an org, most of a suite's time would go
/// into making keys. No two orgs that live have a key in common.
/// </summary>
sealed class KeyReserve
{
    /// <summary>The switch of the process that wants one (docs/adr/0004).</summary>
    const string Switch = "Postern.LocalOrg.ReuseSigningKeys";

    /// <summary>More orgs than this at one time are rare, and each key is a secret in memory.</summary>
    const int Most = 64;

    readonly ConcurrentQueue<string> _keys = [];

    /// <summary>Null where the process has not asked for it: what a gone org signed would be good at a later one of the same URL.</summary>
    public static KeyReserve? OfProcess { get; } = AppContext.TryGetSwitch(Switch, out var isWanted) && isWanted ? new() : null;

    /// <summary>The one that has lain here longest, in PKCS #8; null where there is none.</summary>
    public string? Take() => _keys.TryDequeue(out var key) ? key : null;

    public void Add(string pkcs8)
    {
        if (_keys.Count < Most)
            _keys.Enqueue(pkcs8);
    }
}
