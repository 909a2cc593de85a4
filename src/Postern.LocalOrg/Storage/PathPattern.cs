using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Storage;

/// <summary>
/// A path with gaps: <c>*</c> is part of a segment, <c>**</c> any number of them; what does not begin with a slash is the end of one.
/// </summary>
sealed class PathPattern
{
    readonly Regex _path;

    public PathPattern(string pattern)
    {
        var whole = pattern.StartsWith('/') ? pattern : "**/" + pattern;
        var gaps = Regex.Escape(whole.TrimEnd('/')).Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal);
        // Without backtracking, so that no pattern can be written that takes long.
        _path = new($"^{gaps}/?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    public bool Matches(string path) => _path.IsMatch(path);
}
