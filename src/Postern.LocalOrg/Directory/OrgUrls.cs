using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Directory;

/// <summary>The names of this org: those that are configured, or where it is served; never the Host header's.</summary>
sealed class OrgUrls(string? publicUrl, string? customUrl)
{
    readonly string? _custom = customUrl?.TrimEnd('/');
    readonly HostString _customHost = customUrl is null ? default : new(new Uri(customUrl).Authority);
    string? _public = publicUrl?.TrimEnd('/');
    Func<string>? _find;

    /// <summary>Without a trailing slash.</summary>
    /// <exception cref="InvalidOperationException">None is configured, and it is not served yet.</exception>
    public string Public => _public ??= (_find ?? throw new InvalidOperationException(
        "The org has no URL yet: set LocalOrgOptions.PublicUrl, or map it into an application and ask once that has " +
        "started."))().TrimEnd('/');

    /// <summary>The custom domain, without a trailing slash; <see cref="Public"/> where there is none.</summary>
    public string Custom => _custom ?? Public;

    /// <summary>Where none is configured, its first request is early enough to ask whoever serves it.</summary>
    public void FindBy(Func<string> find) => _find = find;

    /// <summary>Where only a browser over TLS may send a cookie.</summary>
    public bool AreSecure => Public.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a request names the custom domain. It may choose between the names that are configured, and none else.</summary>
    public bool IsCustom(HostString host) => host.HasValue && host == _customHost;

    public string Issuer(string? authorizationServerId) =>
        authorizationServerId is null ? Public : $"{Public}/oauth2/{authorizationServerId}";

    public string Base(string? authorizationServerId) =>
        authorizationServerId is null ? $"{Public}/oauth2" : $"{Public}/oauth2/{authorizationServerId}";

    /// <summary>
    /// Both the issuer and the base of a custom authorization server, by the name that its mode chooses; where it has two, the org's own.
    /// </summary>
    public string Issuer(string authorizationServerId, IssuerMode mode) =>
        mode is IssuerMode.CustomUrl ? CustomIssuer(authorizationServerId) : Issuer(authorizationServerId);

    /// <summary>The picture that an authenticator app scans while the factor is being set up.</summary>
    public string QrCode(string userId, string factorId, string? token) => $"{Public}/api/v1/users/{userId}/factors/{factorId}/qr/{token}";

    public string CustomIssuer(string authorizationServerId) => $"{Custom}/oauth2/{authorizationServerId}";
}
