using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>
/// <c>{as}/v1/par</c>: checks an authorize request as if a browser had brought it, and keeps it under a name (RFC 9126, oidc.md 7).
/// </summary>
sealed class PushedAuthorizationEndpoint(
    ClientRequests requests, AuthorizeRequests authorizeRequests, DpopProofs proofs, OrgStore store, InteractionStore interactionStore)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3600); // oidc.md 21

    public async Task HandleAsync(HttpContext context)
    {
        await store.InOneWorkAsync(work => AnswerAsync(context, work, context.RequestAborted), context.RequestAborted);
    }

    async Task AnswerAsync(HttpContext context, Work work, CancellationToken ct)
    {
        var request = await requests.ReadAsync(context, Paths.PushedAuthorizationRequest, work);
        if (request.Form[Parameters.RequestUri] is not null)
            throw OAuthError.InvalidRequest("The 'request_uri' parameter must not be present in the request.");
        if (request.Client.Kind is AppKind.Service)
            throw OAuthError.InvalidRequest("Clients with 'application_type' of 'service' are not allowed to access the 'par' endpoint.");

        var thumbprint = await ProveAsync(context, request, ct);
        var parameters = await authorizeRequests.OpenObjectAsync(
            AuthorizeParameters.From(request.Form), request.Client, request.Server, work, ct);
        await authorizeRequests.CheckAsync(Checked(request, parameters), parameters, ct);
        var requestUri = AuthorizeRequests.UriPrefix + Secrets.New();
        interactionStore.AddPushedRequest(
            work, requestUri, request.Server.Id, request.Client.ClientId,
            new()
            {
                Parameters = Bound(parameters, thumbprint),
                SessionTokenHash = parameters.SessionTokenHash,
                InterclientTokenHash = parameters.InterclientTokenHash,
            },
            store.Time.GetUtcNow() + Lifetime);
        // UNCONFIRMED (oidc.md 7): Okta's pages say 200 or 201; RFC 9126 section 2.2 says 201, and clients such as openid-client take
        // nothing else.
        work.Answer(() => context.Response.WriteJsonAsync(
            new() { RequestUri = requestUri, ExpiresIn = (int)Lifetime.TotalSeconds }, OAuthJson.Wire.PushedAuthorizationBody,
            StatusCodes.Status201Created));
    }

    /// <summary>
    /// Before the request object, which a proof without the server's nonce must not spend. UNCONFIRMED (oidc.md 17): that the nonce is
    /// wanted here as at the token endpoint.
    /// </summary>
    async ValueTask<string?> ProveAsync(HttpContext context, ClientRequest request, CancellationToken ct) =>
        context.Request.Headers.ContainsKey(DpopProofs.Header)
            ? await proofs.CheckAsync(context, request.Form.EndpointUrl, request.Work, ct)
            : null;

    /// <summary>
    /// RFC 9449 section 10.1: the proof binds the code as <c>dpop_jkt</c> does, and must not gainsay it. UNCONFIRMED (oidc.md 22): the
    /// text.
    /// </summary>
    static Dictionary<string, string> Bound(AuthorizeParameters parameters, string? thumbprint)
    {
        var bound = parameters.WithoutSecrets();
        if (thumbprint is null)
            return bound;

        if (parameters[Parameters.DpopJkt] is { } asked && asked != thumbprint)
            throw DpopProofs.Invalid("The DPoP proof JWT is invalid.");
        bound[Parameters.DpopJkt] = thumbprint;
        return bound;
    }

    static AuthorizeRequest Checked(ClientRequest request, AuthorizeParameters parameters)
    {
        try
        {
            return AuthorizeRequest.Read(request.Server, request.Client, AuthorizeTarget.Read(request.Client, parameters), parameters);
        }
        catch (OAuthError error) when (error is { Error: OAuthErrors.InvalidScope, Description: RequestedScopes.NeedsOpenId })
        {
            // direct-auth.md 11: this endpoint's own code for it
            throw new OAuthError(OAuthErrors.AccessDenied, error.Description, StatusCodes.Status403Forbidden);
        }
    }
}

/// <summary>RFC 9126 section 2.2.</summary>
sealed record PushedAuthorizationBody
{
    public required string RequestUri { get; init; }
    public required int ExpiresIn { get; init; }

    public override string ToString() => $"Pushed authorization request, good for {ExpiresIn} s";
}
