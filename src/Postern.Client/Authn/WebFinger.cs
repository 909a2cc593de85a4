using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// Asks the org where a user's browser is sent to sign in (<c>/.well-known/webfinger</c>, RFC 7033), once per login. What cannot be found
/// out is no reason to stop.
/// </summary>
sealed class WebFinger(OktaClient client)
{
    // These providers keep the user's password themselves. IWA, AgentlessDSSO and X509 let Okta's own users in without typing one that
    // they may well have, and an unknown type proves nothing.
    static readonly FrozenSet<string> KeepPasswordsThemselves =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "SAML2", "OIDC", "APPLE", "FACEBOOK", "GOOGLE", "LINKEDIN", "MICROSOFT");

    readonly ConcurrentDictionary<string, Route> _routes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where browsers are sent, if not to the org itself, and a password may be Okta's all the same; else null.</summary>
    /// <exception cref="FederatedUserException">To providers alone that keep passwords themselves.</exception>
    public async Task<string?> CheckAsync(string username, CancellationToken ct)
    {
        if (_routes.TryGetValue(username, out var known))
            return known.Elsewhere;

        var route = await AskAsync(username, ct).ConfigureAwait(false);
        if (route is { KeepsPassword: { } provider })
            throw new FederatedUserException(provider.Name, provider.Type);
        if (route is not null)
            _routes[username] = route;
        return route?.Elsewhere;
    }

    async Task<Route?> AskAsync(string username, CancellationToken ct)
    {
        var resource = Uri.EscapeDataString("okta:acct:" + username);
        var url = $"{client.OrgUrl}{Paths.WebFinger}?resource={resource}&rel={Uri.EscapeDataString("okta:idp")}";
        try
        {
            var answer = await client.Http.SendAsync(Stage.Discovery, Request, RetryRule.RateLimitOnly, ct).ConfigureAwait(false);
            return answer is { Status: 200, IsJson: true } ? RouteOf(answer.Body) : Route.ToOrg;
        }
        catch (Exception unavailable) when (unavailable is RateLimitedException or HttpRequestException)
        {
            return null; // whatever is the matter, the sign-in will say it better
        }

        HttpRequestMessage Request() => new(HttpMethod.Get, url) { Headers = { Accept = { new("application/json") } } };
    }

    static Route RouteOf(string body)
    {
        try
        {
            var links = JsonSerializer.Deserialize(body, OktaJson.Default.WebFingerResponse)?.Links ?? [];
            return Route.Of([.. links.Where(link => link.Rel == "okta:idp").Select(ProviderOf)]);
        }
        catch (JsonException)
        {
            return Route.ToOrg;
        }
    }

    static Provider ProviderOf(WebFingerLink link) => new(
        link.Titles?.Values.FirstOrDefault() ?? link.Properties?.GetValueOrDefault("okta:idp:id") ?? "another identity provider",
        link.Properties?.GetValueOrDefault("okta:idp:type") ?? "OKTA");

    sealed record Provider(string Name, string Type);

    /// <summary>
    /// A rule may send a user to several providers to choose from; one that may know an Okta password is enough to try it.
    /// </summary>
    sealed record Route(Provider? KeepsPassword, string? Elsewhere)
    {
        public static Route ToOrg { get; } = new(null, null);

        public static Route Of(IReadOnlyList<Provider> providers) => providers switch
        {
            [] => ToOrg,
            [var first, ..] when providers.All(provider => KeepPasswordsThemselves.Contains(provider.Type)) => new(first, null),
            _ => new(
                null, providers.FirstOrDefault(provider => provider.Type != "OKTA") is { } other ? $"'{other.Name}' ({other.Type})" : null),
        };
    }
}

sealed record WebFingerResponse
{
    public IReadOnlyList<WebFingerLink>? Links { get; init; }
}

sealed record WebFingerLink
{
    public string? Rel { get; init; }

    public Dictionary<string, string>? Titles { get; init; }

    public Dictionary<string, string>? Properties { get; init; }
}
