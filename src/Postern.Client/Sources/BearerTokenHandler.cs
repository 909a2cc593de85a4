using System.Net.Http.Headers;

namespace Postern.Client;

/// <summary>
/// Sets <c>Authorization: Bearer</c> on each request that has no such header; where no token can be had the request fails with the reason
/// and is not sent.
/// </summary>
/// <remarks>
/// .NET's own redirect handling drops the header, so a redirect never carries the token to another origin; use one <see cref="HttpClient"/>
/// for one API. A handler before this one may send a request again: each time it gets a token that is good then.
/// </remarks>
public sealed class BearerTokenHandler(ITokenSource source) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!OwnAuthorization.IsAnothers(request, this))
            OwnAuthorization.Set(request, this, await AuthorizationAsync(cancellationToken).ConfigureAwait(false));
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    async ValueTask<AuthenticationHeaderValue> AuthorizationAsync(CancellationToken ct)
    {
        var tokens = await source.GetTokenAsync(ct).ConfigureAwait(false);
        return tokens.AccessToken is { } accessToken
            ? new("Bearer", accessToken)
            : throw new InvalidOperationException(
                "The token source gave no access token, so the request was not sent. Ask for one: response_type code, or one with token " +
                "in it.");
    }
}
