using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Directory;

/// <summary>The configured names of this org; never the Host header's.</summary>
sealed class OrgUrls
{
    HostString _customHost;

    /// <summary>Without a trailing slash. Set once, before the first request.</summary>
    public string Public { get; set; } = "";

    /// <summary>The custom domain, without a trailing slash; <see cref="Public"/> where there is none.</summary>
    public string Custom
    {
        get => field.Length > 0 ? field : Public;
        set
        {
            field = value;
            _customHost = value.Length > 0 ? new HostString(new Uri(value).Authority) : default;
        }
    } = "";

    /// <summary>Where only a browser over TLS may send a cookie.</summary>
    public bool AreSecure => Public.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a request names the custom domain. It may choose between the names that are configured, and none else.</summary>
    public bool IsCustom(HostString host) => host.HasValue && host == _customHost;

    public string Issuer(string? authorizationServerId) => authorizationServerId is null ? Public : $"{Public}/oauth2/{authorizationServerId}";

    public string Base(string? authorizationServerId) => authorizationServerId is null ? $"{Public}/oauth2" : $"{Public}/oauth2/{authorizationServerId}";

    /// <summary>Both the issuer and the base of a custom authorization server, by the name that its mode chooses; where it has two, the org's own.</summary>
    public string Issuer(string authorizationServerId, IssuerMode mode) => mode is IssuerMode.CustomUrl ? CustomIssuer(authorizationServerId) : Issuer(authorizationServerId);

    public string CustomIssuer(string authorizationServerId) => $"{Custom}/oauth2/{authorizationServerId}";
}
