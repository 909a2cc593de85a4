using Postern.Protocol;

namespace Postern.Client;

/// <summary>Where the org and its authorization server are, worked out from the options and checked for the usual mistakes.</summary>
sealed record OrgAddress(string OrgUrl, string Issuer)
{
    bool _mayEndInSlash;

    static readonly string[] OktaDomains = [".okta.com", ".oktapreview.com", ".okta-emea.com", ".okta-gov.com"];

    /// <summary>The org server's access tokens are opaque to everyone but Okta.</summary>
    public bool IsOrgServer => Issuer == OrgUrl;

    /// <summary>
    /// Byte for byte; where the issuer was configured with a slash at its end, some providers' really has one, and Okta's never.
    /// </summary>
    public bool IsIssuer(string? issuer) => issuer == Issuer || (_mayEndInSlash && issuer == $"{Issuer}/");

    public static OrgAddress From(OktaClientOptions options) => options switch
    {
        { Issuer: { } issuer, AuthorizationServerId: null } =>
            FromIssuer(Checked(issuer, "issuer"), options.OrgUrl) with { _mayEndInSlash = issuer.EndsWith('/') },
        { Issuer: not null } =>
            throw new ArgumentException(
                "Both an issuer and an authorization server id are set. Set the issuer alone, or the org URL with the id."),
        { OrgUrl: { } orgUrl } => FromOrg(Checked(orgUrl, "org URL"), options.AuthorizationServerId),
        _ => throw new ArgumentException("No org is set. Set the org URL, such as https://dev-1.okta.com, or an issuer."),
    };

    static OrgAddress FromOrg(string orgUrl, string? id)
    {
        if (new Uri(orgUrl).AbsolutePath != "/")
            throw new ArgumentException(
                $"The org URL {orgUrl} has a path. Set the org's address alone, and a custom authorization server by its id or by its " +
                "issuer.");

        if (id is null)
            return new(orgUrl, orgUrl);

        return id.Length > 0 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? new(orgUrl, $"{orgUrl}{Paths.OAuth}/{id}")
            : throw new ArgumentException($"The authorization server id '{id}' is not one. It is 'default', or starts with 'aus'.");
    }

    static OrgAddress FromIssuer(string issuer, string? orgUrl)
    {
        if (IsEndpointsBase(new Uri(issuer).AbsolutePath))
            throw new ArgumentException(
                $"The issuer {issuer} is not one. The org server's is the org URL alone; a custom server's ends in /oauth2/ and its id.");

        var custom = issuer.IndexOf($"{Paths.OAuth}/", StringComparison.Ordinal);
        return new(orgUrl is null ? (custom < 0 ? issuer : issuer[..custom]) : Checked(orgUrl, "org URL"), issuer);
    }

    // Okta's endpoints are below these, and no server of its has such an issuer; another provider's may end in /v1.
    static bool IsEndpointsBase(string path) =>
        path == Paths.OAuth
            || (path.StartsWith($"{Paths.OAuth}/", StringComparison.Ordinal) && path.EndsWith("/v1", StringComparison.Ordinal));

    static string Checked(string url, string what)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
            throw new ArgumentException($"The {what} '{ForeignWords.Of(url)}' is not a web address. It looks like https://dev-1.okta.com.");

        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw new ArgumentException($"The {what} has a user name, a query or a fragment. Give scheme, host and path alone.");

        if (uri.Host.Contains("-admin.", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"The {what} {url} is the admin console's. Remove '-admin'.");

        if (uri.Scheme == "http" && OktaDomains.Any(domain => uri.Host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)))
            throw new ArgumentException($"The {what} {url} would send the password in clear. Write https.");

        return url.TrimEnd('/');
    }
}
