using System.Net;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// Sets <c>Authorization: DPoP</c> and a proof on each request that has no such header: RFC 9449 section 7. Where the API wants a nonce,
/// the request is sent a second time with it.
/// </summary>
/// <remarks>
/// A request's content is buffered, so that it can be sent twice. Use one <see cref="HttpClient"/> for one API, with redirects off or
/// within it: a proof is good for one URL, and once. So that .NET's handler does not send one again by itself where a connection breaks, a
/// request without content gets an empty one; those that only read (GET, HEAD, OPTIONS) are then sent again from here, with a proof of
/// their own. One that asks for <c>Expect: 100-continue</c> may still be sent again with the same proof, before its content.
/// </remarks>
/// <param name="source">A source whose client has the same key in <see cref="OktaClientOptions.DPoPKey"/>.</param>
/// <param name="key">The key that the tokens are bound to.</param>
/// <param name="time">Dates the proofs; defaults to the system's.</param>
public sealed class DPoPTokenHandler(ITokenSource source, DPoPKey key, TimeProvider? time = null) : DelegatingHandler
{
    const string ProofHeader = "DPoP";

    // As often as .NET's own handler would: each of the connections that it keeps may have ended.
    const int MostBroken = 3;

    readonly DPoPNonces _nonces = new();
    readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (OwnAuthorization.IsAnothers(request, this))
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);

        var accessToken = await BoundTokenAsync(cancellationToken).ConfigureAwait(false);
        if (request.Content is { } content)
            await content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);

        var response = await SendProvenAsync(request, accessToken, cancellationToken).ConfigureAwait(false);
        if (!_nonces.Remember(request.RequestUri!, response.Headers) || !WantsNonce(response))
            return response;

        response.Dispose();
        response = await SendProvenAsync(request, accessToken, cancellationToken).ConfigureAwait(false);
        _ = _nonces.Remember(request.RequestUri!, response.Headers);
        return response;
    }

    async Task<string> BoundTokenAsync(CancellationToken ct)
    {
        var tokens = await source.GetTokenAsync(ct).ConfigureAwait(false);
        return tokens is { TokenType: { } type, AccessToken: { } accessToken }
            && type.Equals(TokenTypes.Dpop, StringComparison.OrdinalIgnoreCase)
            ? accessToken
            : throw new InvalidOperationException(
                "The token source gave no access token that is bound to a DPoP key, so the request was not sent. Set " +
                "OktaClientOptions.DPoPKey on the client that the source uses.");
    }

    async Task<HttpResponseMessage> SendProvenAsync(HttpRequestMessage request, string accessToken, CancellationToken ct)
    {
        for (var broken = 1; ; broken++)
        {
            try
            {
                return await SendOnceAsync(request, accessToken, ct).ConfigureAwait(false);
            }
            catch (HttpRequestException ended) when (broken <= MostBroken && OnlyReads(request) && BrokeOff(ended))
            {
                // The API had closed a connection that was kept for the next request.
            }
        }
    }

    Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, string accessToken, CancellationToken ct)
    {
        var url = request.RequestUri!;
        var proof = new DPoPProof(request.Method, url, _time.GetUtcNow()) { AccessToken = accessToken, Nonce = _nonces.For(url) };
        OwnAuthorization.Set(request, this, new(TokenTypes.Dpop, accessToken));
        _ = request.Headers.Remove(ProofHeader);
        request.Headers.Add(ProofHeader, key.Prove(proof));
        request.Content ??= new ByteArrayContent([]);
        return base.SendAsync(request, ct);
    }

    static bool OnlyReads(HttpRequestMessage request) => request.Method.Method is "GET" or "HEAD" or "OPTIONS";

    static bool BrokeOff(HttpRequestException failed) =>
        failed.HttpRequestError is HttpRequestError.ResponseEnded || failed.InnerException is IOException;

    static bool WantsNonce(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.Unauthorized
        && response.Headers.WwwAuthenticate.Any(
            challenge => challenge.Scheme == TokenTypes.Dpop && Refusal.ErrorIn(challenge.Parameter ?? "") == OAuthErrors.UseDpopNonce);
}
