using Postern.Protocol;

namespace Postern.Client;

/// <summary><c>GET {as}/v1/logout</c>: OpenID Connect RP-Initiated Logout 1.0.</summary>
static class LogoutEndpoint
{
    public static async Task<string> UrlAsync(OktaClient client, LogoutOptions options, CancellationToken ct)
    {
        var server = await client.Discovery.GetAsync(ct).ConfigureAwait(false);
        var endpoint = Discovery.Require(server, server.EndSessionEndpoint, "end_session_endpoint");
        var parameters = new FormParameters
        {
            { Parameters.IdTokenHint, options.IdTokenHint },
            { Parameters.PostLogoutRedirectUri, options.PostLogoutRedirectUri },
            { Parameters.State, options.State },
            { Parameters.LogoutHint, options.LogoutHint },
            // the hint names the app, where there is one
            { Parameters.ClientId, options.IdTokenHint is null ? client.Options.ClientId : null },
        };
        return parameters.AddExtras(options.ExtraParameters).UrlAt(endpoint);
    }

    public static async Task<LogoutResult> AskAsync(OktaClient client, LogoutOptions options, CancellationToken ct)
    {
        var url = await UrlAsync(client, options, ct).ConfigureAwait(false);
        var answer = await client.Http.SendAsync(
            Stage.Logout,
            () => new(HttpMethod.Get, url) { Headers = { Accept = { new("text/html"), new("application/json", 0.9) } } },
            RetryRule.Reads,
            ct).ConfigureAwait(false);
        return answer switch
        {
            { Status: 302 or 303, Location: { } to } when Uri.TryCreate(new Uri(url), to, out var location) => Sent(location, options),
            { Status: 200, IsHtml: true } => new LogoutResult.PageShown(Page.Of(answer).Title),
            { Status: >= 400 and < 500, IsHtml: true } => throw Page.Of(answer).Error(),
            _ => throw Refusal.Read(answer),
        };
    }

    static LogoutResult Sent(Uri location, LogoutOptions options)
    {
        if (options.PostLogoutRedirectUri is not { } redirectUri || !RedirectReader.IsSamePlace(location, new(redirectUri)))
            return new LogoutResult.SentElsewhere(location);

        if (options.State is { } state
            && RedirectReader.QueryOf(location, Parameters.State) is var repeated
            && (repeated is null || !TokenRules.AreSame(repeated, state)))
            throw new TokenValidationException(
                "logout response",
                Parameters.State,
                "The answer to the logout does not repeat the state of the request.",
                "It answers another request, or somebody replaced it.");

        return new LogoutResult.Returned(location);
    }
}
