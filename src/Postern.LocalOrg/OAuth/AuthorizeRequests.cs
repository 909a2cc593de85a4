using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>Finds what an authorize request really says, where it was pushed before (RFC 9126) or is signed (RFC 9101).</summary>
sealed class AuthorizeRequests(
    InteractionStore interactionStore, RequestObjects objects, RequestedResources resources, InterclientTrust trust)
{
    /// <summary>RFC 9126 section 2.2: what a client gets for what it pushed begins so.</summary>
    public const string UriPrefix = "urn:okta:";

    public async Task<AuthorizeParameters> OpenAsync(
        AuthorizeParameters given, App client, AuthorizationServer server, Work work, CancellationToken ct)
    {
        if (given[Parameters.RequestUri] is not { } requestUri)
            return await OpenObjectAsync(given, client, server, work, ct);

        if (given[Parameters.Request] is not null)
            throw OAuthError.InvalidRequest("The authorize request must not contain both a request object and a request uri.");

        // Nothing is fetched: OpenID Connect Core section 6.2 would have it be the URL of a request object. UNCONFIRMED (oidc.md 22): the
        // occasion.
        return requestUri.StartsWith(UriPrefix, StringComparison.Ordinal)
            ? AuthorizeParameters.From(await RedeemAsync(requestUri, client, server, work, ct), given)
            : throw new OAuthError(OAuthErrors.RequestUriNotSupported, "The authorize request uri is not supported by this client.");
    }

    /// <summary>A client that signs none keeps the parameter, which is then refused where everything else about the request is.</summary>
    public async Task<AuthorizeParameters> OpenObjectAsync(
        AuthorizeParameters given, App client, AuthorizationServer server, Work work, CancellationToken ct) =>
        given[Parameters.Request] is { } request && client.RequestObjectSigningAlgorithm is not null
            ? given.Overruled(await objects.OpenAsync(request, client, server, work, ct))
            : given;

    /// <summary>What other records must say of it: the API that the tokens are for, and the apps that trust this one.</summary>
    public async ValueTask CheckAsync(AuthorizeRequest request, AuthorizeParameters parameters, CancellationToken ct)
    {
        await resources.CheckAuthorizationAsync(request.Server, parameters[Parameters.Resource], ct);
        if (request.Scopes.Names?.Contains(Scopes.InterclientAccess) is not true)
            return;

        // Who is signed in by another app is not handed on.
        if (parameters.InterclientTokenHash is not null)
            throw RequestedScopes.NotAllowed(Scopes.InterclientAccess);
        await trust.CheckAsync(request.Client, ct);
    }

    /// <summary>
    /// Redeemed by the first visit, which keeps what it says while the user signs in: a second visit, such as a reload, is a request never
    /// made.
    /// </summary>
    async Task<PushedAuthorization> RedeemAsync(string requestUri, App client, AuthorizationServer server, Work work, CancellationToken ct)
    {
        var pushed = await interactionStore.FindPushedRequestAsync(requestUri, server.Id, client.ClientId, ct)
            ?? throw await interactionStore.PusherAsync(requestUri, ct) switch
            {
                null => new OAuthError(OAuthErrors.InvalidRequestUri, "The authorize request_uri is invalid."),
                var pusher when pusher != client.ClientId =>
                    OAuthError.InvalidClient("The 'client_id' parameter does not match the expected value for the provided request_uri."),
                _ => new OAuthError(OAuthErrors.InvalidRequestUri, "The request_uri was issued for another authorization server."),
            };
        interactionStore.SpendPushedRequest(work, requestUri);
        return pushed;
    }
}
