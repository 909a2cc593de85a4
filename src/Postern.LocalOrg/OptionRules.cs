namespace Postern.LocalOrg;

/// <summary>Which options contradict themselves, or cannot be.</summary>
static class OptionRules
{
    /// <exception cref="ArgumentException">What is wrong, and what to do.</exception>
    public static void Check(LocalOrgOptions options)
    {
        if (options is { DataFile: not null, DataSource: not null })
            throw new ArgumentException("Give DataFile or DataSource, not both.", nameof(options));
        if (options.MaxConnections < 1)
            throw new ArgumentException(
                $"MaxConnections is {options.MaxConnections}: the org needs one connection at least.", nameof(options));
        if (options.DrainTime < TimeSpan.Zero)
            throw new ArgumentException("DrainTime is less than nothing.", nameof(options));
        if (options.ControlKey is "")
            throw new ArgumentException("The control key is empty: give one that cannot be guessed, or none.", nameof(options));
        if (options.Name is { } name && Uri.CheckHostName(name + LocalOrg.Domain) is not UriHostNameType.Dns)
            throw new ArgumentException(
                $"The name '{name}' cannot be part of a host name: letters, digits and hyphens can.", nameof(options));
        if (options.TrustedProxies.Any(proxies => proxies.PrefixLength == 0))
            throw new ArgumentException(
                "A network of prefix length 0 is everybody: name the proxies alone, since they are believed about who asks.",
                nameof(options));
        foreach (var url in (string?[])[options.PublicUrl, options.CustomUrl])
            if (url is not null
                && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", Query: "", Fragment: "" }))
                throw new ArgumentException(
                    $"The URL '{url}' must be an http or https URL without query and fragment, such as https://org.example.",
                    nameof(options));
    }
}
