using Postern.Protocol;

namespace Postern.Cli;

/// <summary>One authorization server of an org; no id means the org authorization server, or another provider.</summary>
sealed record ServerAddress(string OrgUrl, string? AuthorizationServerId)
{
    public const string OrgServer = "org";

    // Parts of endpoints' and pages' addresses, which people paste for the issuer.
    static readonly string[] NoPartOfAnIssuer = ["oauth2", "v1", ".well-known", "authorize", "token", "api", "app", "login", "admin"];

    string? OtherIssuer { get; init; }

    /// <summary>On this machine, by a name that nobody else can have.</summary>
    public bool IsHere =>
        new Uri(OrgUrl) is var url && (url.IsLoopback || url.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase));

    public string Issuer => AuthorizationServerId is null ? OtherIssuer ?? OrgUrl : $"{OrgUrl}{Paths.OAuth}/{AuthorizationServerId}";

    // A bare host is taken too, as people paste it.
    public static string ParseOrg(string text, string from)
    {
        var url = ParseUrl(text, from);
        return url.AbsolutePath is "/" && url.Query is ""
            ? OrgUrlOf(url, from)
            : throw new AddressException(
                $"{from} is not an org URL: {text} has a path.",
                $"Use the host alone, e.g. {OrgUrlOf(url, from)}; an authorization server goes into --auth-server or --issuer.",
                "A03");
    }

    public static ServerAddress ParseIssuer(string text, string from)
    {
        var url = ParseUrl(text, from);
        return url.AbsolutePath.Trim('/').Split('/') switch
        {
            [""] or ["oauth2"] => new(OrgUrlOf(url, from), null),
            ["oauth2", var id] => new(OrgUrlOf(url, from), id),
            var path when url.Query is "" && !path.Intersect(NoPartOfAnIssuer).Any() =>
                new(OrgUrlOf(url, from), null) { OtherIssuer = url.GetLeftPart(UriPartial.Path) },
            _ =>
                throw new AddressException(
                    $"{from} is not an issuer: {text}.",
                    "Okta's are https://{org} and https://{org}/oauth2/{authorization server}, with nothing behind; another provider's " +
                    "is what its discovery document names.",
                    "A03"),
        };
    }

    static Uri ParseUrl(string text, string from)
    {
        var withScheme = text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}";
        return Uri.TryCreate(withScheme, UriKind.Absolute, out var url) && url is { Scheme: "https" or "http", UserInfo: "", Fragment: "" }
            ? url
            : throw new AddressException($"{from} is not a web address: {text}.", "It looks like https://dev-1.okta.com.", "A03");
    }

    static string OrgUrlOf(Uri url, string from)
    {
        // The admin host answers some calls, with another issuer: tokens from it fit nowhere.
        var admin = url.Host.Split('.') is [var label, ..] && label.EndsWith("-admin", StringComparison.OrdinalIgnoreCase) ? label : null;
        return admin is null
            ? url.GetLeftPart(UriPartial.Authority)
            : throw new AddressException(
                $"{from} names the admin console, {url.Host}.",
                $"Use {url.Host.Replace(admin, admin[..^"-admin".Length], StringComparison.Ordinal)}.",
                "A02");
    }
}
