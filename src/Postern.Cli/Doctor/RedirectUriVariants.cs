namespace Postern.Cli;

/// <summary>How else a redirect URI may have been meant: Okta compares byte for byte.</summary>
static class RedirectUriVariants
{
    const int Most = 4;

    // Of a scheme that is an app's own, what http and https are told apart by makes no address at all.
    public static IEnumerable<string> Of(string given) =>
        All(given).Where(variant => variant != given && Uri.TryCreate(variant, UriKind.Absolute, out _)).Distinct().Take(Most);

    static IEnumerable<string> All(string given)
    {
        yield return given.EndsWith('/') ? given[..^1] : $"{given}/";
        yield return given.StartsWith("https:", StringComparison.Ordinal)
            ? $"http:{given[6..]}"
            : $"https:{given[(given.IndexOf(':', StringComparison.Ordinal) + 1)..]}";

        yield return given.Replace("://127.0.0.1", "://localhost", StringComparison.Ordinal);
        yield return given.Replace("://localhost", "://127.0.0.1", StringComparison.Ordinal);
        if (Uri.TryCreate(given, UriKind.Absolute, out var url) && !url.IsDefaultPort)
            yield return given.Replace($":{url.Port}", "", StringComparison.Ordinal);
    }
}
