namespace Postern.Local;

/// <summary>The one configured name of this org; never the Host header's.</summary>
sealed class OrgUrls
{
    /// <summary>Without a trailing slash. Set once, before the first request.</summary>
    public string Public { get; set; } = "";

    /// <summary>Where only a browser over TLS may send a cookie.</summary>
    public bool AreSecure => Public.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    public string Issuer(string? authorizationServerId) => authorizationServerId is null ? Public : $"{Public}/oauth2/{authorizationServerId}";

    public string Base(string? authorizationServerId) => authorizationServerId is null ? $"{Public}/oauth2" : $"{Public}/oauth2/{authorizationServerId}";
}
