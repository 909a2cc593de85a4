using Postern.LocalOrg.Directory.Rules;

namespace Postern.LocalOrg;

/// <summary>All that is wrong with a seed file, each where it is; knows where everything stands, by its path.</summary>
sealed class SeedFaults(string file)
{
    readonly Dictionary<string, SeedPlace> _places = new(StringComparer.Ordinal) { [""] = SeedPlace.Start };
    readonly List<SeedFileFault> _found = [];
    readonly List<string> _ofMadeIds = [];
    readonly HashSet<string> _faulty = new(StringComparer.Ordinal);
    readonly HashSet<string> _aboveFaulty = new(StringComparer.Ordinal);

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<SeedFileFault> Found => [.. _found.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column)];

    public bool Any => _found.Count > 0;

    public void Place(string path, SeedPlace at) => _places[path] = at;

    public void Add(string path, SeedPlace at, string message)
    {
        _found.Add(new() { File = file, Line = at.Line, Column = at.Column, Path = path, Message = message });
        _faulty.Add(path);
        for (var above = Above(path); above.Length > 0 && _aboveFaulty.Add(above);)
            above = Above(above);
    }

    /// <summary>Where that stands; what is not in the file has the place of what it would be in.</summary>
    public void Add(string path, string message)
    {
        var known = path;
        while (!_places.ContainsKey(known))
            known = Above(known);
        Add(path, _places[known], message);
    }

    /// <summary>A rule's. What was found wrong already, or lies within that, is not told twice.</summary>
    public void Add(Fault fault, string path)
    {
        if (IsOfMadeId(path))
            _ofMadeIds.Add(path);
        else if (!_aboveFaulty.Contains(path) && !IsWithinFaulty(path))
            Add(path, fault.What);
    }

    /// <summary>
    /// Two of one name have one id, where neither has another: the name is told, where it has to be another's, or else this.
    /// </summary>
    public void AddThoseOfMadeIds()
    {
        foreach (var path in _ofMadeIds.Where(path => !_aboveFaulty.Contains(Above(path))))
            Add(path, "is made of the name, and another has the same: give it an id, or another name.");
    }

    bool IsOfMadeId(string path) => path.Split('.')[^1] is "id" or "clientId" && !_places.ContainsKey(path);

    bool IsWithinFaulty(string path)
    {
        for (var each = path; each.Length > 0; each = Above(each))
            if (_faulty.Contains(each))
                return true;
        return false;
    }

    static string Above(string path) => path.LastIndexOfAny(['.', '[']) is > 0 and var end ? path[..end] : "";
}
