using Postern.LocalOrg.Directory.Rules;

namespace Postern.LocalOrg;

/// <summary>All that is wrong with a seed file, each where it is; knows where everything stands, by its path.</summary>
sealed class SeedFaults(string file)
{
    readonly Dictionary<string, SeedPlace> _places = new(StringComparer.Ordinal) { [""] = SeedPlace.Start };
    readonly List<SeedFileFault> _found = [];
    readonly List<string> _ofMadeIds = [];

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<SeedFileFault> Found => [.. _found.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column)];

    public bool Any => _found.Count > 0;

    public void Place(string path, SeedPlace at) => _places[path] = at;

    public void Add(string path, SeedPlace at, string message) =>
        _found.Add(new() { File = file, Line = at.Line, Column = at.Column, Path = path, Message = message });

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
        else if (!_found.Any(found => IsWithin(path, found.Path) || IsWithin(found.Path, path)))
            Add(path, fault.What);
    }

    /// <summary>
    /// Two of one name have one id, where neither has another: the name is told, where it has to be another's, or else this.
    /// </summary>
    public void AddThoseOfMadeIds()
    {
        foreach (var path in _ofMadeIds.Where(path => !_found.Any(found => IsWithin(found.Path, Above(path)))))
            Add(path, "is made of the name, and another has the same: give it an id, or another name.");
    }

    bool IsOfMadeId(string path) => path.Split('.')[^1] is "id" or "clientId" && !_places.ContainsKey(path);

    static bool IsWithin(string path, string outer) =>
        outer is not ""
        && path.StartsWith(outer, StringComparison.Ordinal)
        && (path.Length == outer.Length || path[outer.Length] is '.' or '[');

    static string Above(string path) => path.LastIndexOfAny(['.', '[']) is > 0 and var end ? path[..end] : "";
}
