namespace Postern.LocalOrg;

/// <summary>Which word was probably meant.</summary>
static class Spelling
{
    const int MostSlips = 2;

    /// <summary>The nearest of the known words; null where none is near.</summary>
    public static string? Closest(string word, IEnumerable<string> known) => known
        .Select(candidate => (candidate, slips: Slips(word.ToLowerInvariant(), candidate)))
        .Where(pair => pair.slips <= Math.Min(MostSlips, pair.candidate.Length / 2))
        .OrderBy(pair => pair.slips)
        .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
        .FirstOrDefault().candidate;

    // Letters to insert, drop or change (Levenshtein), one row of the table at a time.
    static int Slips(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)));
        }

        return row[to.Length];
    }
}
