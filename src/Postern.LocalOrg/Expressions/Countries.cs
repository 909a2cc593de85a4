using System.Globalization;

namespace Postern.LocalOrg.Expressions;

/// <summary>The countries of ISO 3166-1. The runtime knows none where it is built without ICU, as the native command is.</summary>
static class Countries
{
    static readonly Lazy<Dictionary<string, Country>> All = new(Read);

    /// <summary>By any of its codes, or its name; null where there is none.</summary>
    public static Country? Find(string text) =>
        All.Value.GetValueOrDefault(
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var numeric) ? $"{numeric:000}" : text.Trim());

    static Dictionary<string, Country> Read()
    {
        using var lines = new StreamReader(typeof(Countries).Assembly.GetManifestResourceStream("Countries.txt")!);
        Dictionary<string, Country> countries = new(StringComparer.OrdinalIgnoreCase);
        while (lines.ReadLine()?.Split(' ', 4) is [var alpha2, var alpha3, var numeric, var name])
        {
            Country country = new(alpha2, alpha3, numeric, name);
            foreach (var key in (string[])[alpha2, alpha3, numeric, name])
                countries[key] = country;
        }

        return countries;
    }
}

/// <summary>A country's codes and its short name in English.</summary>
sealed record Country(string Alpha2, string Alpha3, string Numeric, string Name);
