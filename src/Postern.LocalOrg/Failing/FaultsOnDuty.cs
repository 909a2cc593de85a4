using System.Collections.Concurrent;

namespace Postern.LocalOrg.Failing;

/// <summary>All scripts that are obeyed, in the order of their ids.</summary>
sealed class FaultsOnDuty(IEnumerable<FaultOnDuty> all)
{
    const int MostPaths = 100;

    readonly FaultOnDuty[] _all = [.. all];
    readonly ConcurrentDictionary<string, FaultOnDuty[]> _at = new(StringComparer.Ordinal);

    /// <summary>Those about requests of that path. To look takes longer than to know, and most requests are for few paths.</summary>
    public FaultOnDuty[] At(string path)
    {
        if (_all.Length == 0)
            return _all;
        if (_at.TryGetValue(path, out var found))
            return found;

        found = [.. _all.Where(fault => fault.IsAt(path))];
        if (_at.Count < MostPaths)
            _at[path] = found;
        return found;
    }
}
