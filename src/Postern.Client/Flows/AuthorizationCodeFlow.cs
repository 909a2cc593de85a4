namespace Postern.Client;

/// <summary>
/// A person signs in with a browser, at any OpenID Connect provider: OpenID Connect Core 1.0 section 3, with PKCE, and with a pushed
/// request where that is asked for or required.
/// </summary>
public sealed class AuthorizationCodeFlow
{
    readonly OktaClient _client;

    internal AuthorizationCodeFlow(OktaClient client) => _client = client;

    /// <summary>Step 1: where to send the browser.</summary>
    /// <param name="options">
    /// Null asks for a code and leaves it to the server whether to ask the person. In options, <see cref="AuthorizeOptions.Prompt"/> is
    /// <c>none</c> unless set.
    /// </param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="ArgumentException">There is no redirect URI, or the response type is none.</exception>
    /// <exception cref="OAuthException">The pushed request was refused.</exception>
    public async Task<AuthorizationRequest> BeginAsync(AuthorizeOptions? options = null, CancellationToken ct = default)
    {
        var request = new AuthorizeRequest(_client.Options, options ?? new() { Prompt = null });
        var server = await _client.Discovery.GetAsync(ct).ConfigureAwait(false);
        var now = _client.Options.Time.GetUtcNow();
        return new(request, server, await AuthorizeEndpoint.UrlAsync(_client, server, request, ct).ConfigureAwait(false), now);
    }

    /// <summary>
    /// Step 1 and 2 without a browser, as somebody who is not signed in: what is wrong with the request itself is thrown. A sound one is
    /// answered <c>login_required</c>, since <see cref="AuthorizeOptions.Prompt"/> is <c>none</c> unless set.
    /// </summary>
    /// <exception cref="OAuthException">The server refused, by <see cref="OAuthException.Error"/>.</exception>
    /// <exception cref="InteractionRequiredException">It shows a page, or sends the browser to one.</exception>
    public async Task<AuthorizeResponse> TryAsync(AuthorizeOptions? options = null, CancellationToken ct = default)
    {
        var request = new AuthorizeRequest(_client.Options, options ?? new());
        var server = await _client.Discovery.GetAsync(ct).ConfigureAwait(false);
        return await AuthorizeEndpoint.SendAsync(_client, server, request, ct).ConfigureAwait(false);
    }

    /// <summary>Step 2: reads the answer that the browser brought to the redirect URI, in its query or fragment.</summary>
    /// <exception cref="ArgumentException">The address is not the redirect URI.</exception>
    /// <exception cref="OAuthException">The server or the person refused.</exception>
    /// <exception cref="TokenValidationException">The answer is not to this request.</exception>
    public AuthorizeResponse Read(AuthorizationRequest request, Uri answer)
    {
        var read = RedirectReader.Read(answer, request.Request.RedirectUri)
            ?? throw new ArgumentException($"The answer did not come to the redirect URI {request.Request.RedirectUri}.", nameof(answer));
        return read.ToResponse(request.Request, _client, new(request.Server, request.BegunAt));
    }

    /// <summary>Step 3: redeems the code, if there is one, and validates every token.</summary>
    /// <exception cref="OAuthException">The code was refused.</exception>
    /// <exception cref="TokenValidationException">A check failed: no token is handed out.</exception>
    public Task<TokenSet> ExchangeAsync(AuthorizeResponse response, CancellationToken ct = default) =>
        new CodeExchange(_client, response).RunAsync(ct);
}
