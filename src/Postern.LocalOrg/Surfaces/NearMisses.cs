using Microsoft.AspNetCore.Http;
using Postern.Protocol;

namespace Postern.LocalOrg.Surfaces;

/// <summary>Paths that Okta does not have but nearly has: its own support article leaves out <c>/v1</c> (oidc.md 1).</summary>
static class NearMisses
{
    const string WellKnown = ".well-known";
    const string Version = "v1";

    /// <summary>Below the version; the longer ones first, since <c>device/authorize</c> ends like another.</summary>
    static readonly string[] Endpoints =
    [
        .. ((string[])[
            Paths.DeviceAuthorize, Paths.BackchannelAuthorize, Paths.Authorize, Paths.Token, Paths.Interact, Paths.Introspect, Paths.Revoke,
            Paths.Keys, Paths.UserInfo, Paths.Logout, Paths.PushedAuthorizationRequest, Paths.PrimaryAuthenticate, Paths.Challenge,
        ]).Select(path => path[(Version.Length + 2)..]),
        "oob-authenticate",
    ];

    /// <summary>What is missing, and the path that Okta has. Null where nothing is near.</summary>
    public static string? Hint(HttpRequest request)
    {
        var words = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var found = Array.FindIndex(words, WellKnown.Equals) is >= 0 and var at ? Discovery(words, at) : Endpoint(words);
        return found is null || found == request.Path.Value
            ? null
            : $"{Missing(words, found)}Okta has this at {new PathString(found).ToUriComponent()}";
    }

    static string? Endpoint(string[] words) =>
        Endpoints.FirstOrDefault(
            name => $"/{string.Join('/', words)}".EndsWith($"/{name}", StringComparison.OrdinalIgnoreCase)) is { } endpoint
            && ServerOf(words[..^endpoint.Split('/').Length]) is { } server
            ? $"{Paths.OAuth}{server}/{Version}/{endpoint}"
            : null;

    /// <summary>The one thing below an authorization server that has no version.</summary>
    static string? Discovery(string[] words, int at) =>
        at == words.Length - 2 && ServerOf(words[..at]) is { } server
            && $"/{WellKnown}/{words[^1]}" is Paths.OpenIdConfiguration or Paths.AuthorizationServerMetadata
            ? $"{(server.Length > 0 ? Paths.OAuth : "")}{server}/{WellKnown}/{words[^1]}"
            : null;

    /// <summary>Empty: the org's own. Null where there is more than an authorization server.</summary>
    static string? ServerOf(string[] before) => before.Where(word => word is not ("oauth2" or Version)).ToList() switch
    {
        [] => "",
        [var id] => "/" + id,
        _ => null,
    };

    static string Missing(string[] words, string found) =>
        found.Contains($"/{Version}/", StringComparison.Ordinal) && !words.Contains(Version) ? $"/{Version} is missing: " : "";
}
