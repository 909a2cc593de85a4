using System.Collections.Concurrent;
using System.Text.Json;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>Asks the org where a user signs in (<c>/.well-known/webfinger</c>, RFC 7033), once per login. What cannot be found out is no reason to stop.</summary>
sealed class WebFinger(OktaClient client)
{
    readonly ConcurrentDictionary<string, bool> _isOktas = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="FederatedUserException">At another identity provider.</exception>
    public async Task CheckAsync(string username, CancellationToken ct)
    {
        if (_isOktas.ContainsKey(username))
            return;

        var url = $"{client.OrgUrl}{Paths.WebFinger}?resource={Uri.EscapeDataString("okta:acct:" + username)}&rel={Uri.EscapeDataString("okta:idp")}";
        HttpAnswer answer;
        try
        {
            answer = await client.Http.SendAsync(Stage.Discovery, () => new(HttpMethod.Get, url) { Headers = { Accept = { new("application/json") } } }, RetryRule.RateLimitOnly, ct).ConfigureAwait(false);
        }
        catch (Exception unavailable) when (unavailable is RateLimitedException or HttpRequestException)
        {
            return; // whatever is the matter, the sign-in will say it better
        }

        if (answer.Status == 200 && answer.IsJson && Elsewhere(answer.Body) is var (name, type))
            throw new FederatedUserException(name, type);
        _isOktas[username] = true;
    }

    static (string Name, string Type)? Elsewhere(string body)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, OktaJson.Default.WebFingerResponse) is not { Links: [{ Rel: "okta:idp" } link, ..] })
                return null;

            var type = link.Properties?.GetValueOrDefault("okta:idp:type");
            return type is null or "OKTA" ? null : (link.Titles?.Values.FirstOrDefault() ?? link.Properties?.GetValueOrDefault("okta:idp:id") ?? "another identity provider", type);
        }
        catch (JsonException)
        {
            return null;
        }
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
