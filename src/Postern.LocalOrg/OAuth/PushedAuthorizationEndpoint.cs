using Microsoft.AspNetCore.Http;
using Postern.Local.Storage;
using Postern.Local.Tokens;
using Postern.Protocol;

namespace Postern.Local.OAuth;

/// <summary><c>{as}/v1/par</c>: checks an authorize request as if a browser had brought it, and keeps it under a name (RFC 9126, oidc.md 7).</summary>
sealed class PushedAuthorizationEndpoint(ClientRequests requests, AuthorizeRequests authorizeRequests, OrgStore store)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3600); // oidc.md 21

    public async Task HandleAsync(HttpContext context)
    {
        if (BrowserCalls.AnswerPreflight(context))
            return;

        var ct = context.RequestAborted;
        var request = await requests.ReadAsync(context, Paths.PushedAuthorizationRequest);
        if (request.Form[Parameters.RequestUri] is not null)
            throw OAuthError.InvalidRequest("The 'request_uri' parameter must not be present in the request.");
        if (request.Client.Kind is AppKind.Service)
            throw OAuthError.InvalidRequest("Clients with 'application_type' of 'service' are not allowed to access the 'par' endpoint.");

        var parameters = await authorizeRequests.OpenObjectAsync(AuthorizeParameters.From(request.Form), request.Client, request.Server, ct);
        Check(request, parameters);
        var requestUri = "urn:okta:" + Secrets.New();
        await store.AddPushedRequestAsync(
            requestUri, request.Server.Id, request.Client.ClientId,
            new() { Parameters = parameters.WithoutSecrets(), SessionTokenHash = parameters.SessionTokenHash },
            store.Time.GetUtcNow() + Lifetime, ct);
        // UNCONFIRMED (oidc.md 7): Okta's pages say 200 or 201; RFC 9126 section 2.2 says 201, and clients such as openid-client take nothing else.
        await context.Response.WriteJsonAsync(
            new() { RequestUri = requestUri, ExpiresIn = (int)Lifetime.TotalSeconds }, OAuthJson.Wire.PushedAuthorizationBody, StatusCodes.Status201Created);
    }

    static void Check(ClientRequest request, AuthorizeParameters parameters)
    {
        try
        {
            AuthorizeRequest.Read(request.Server, request.Client, AuthorizeTarget.Read(request.Client, parameters), parameters);
        }
        catch (OAuthError error) when (error is { Error: OAuthErrors.InvalidScope, Description: RequestedScopes.NeedsOpenId })
        {
            throw new OAuthError(OAuthErrors.AccessDenied, error.Description, StatusCodes.Status403Forbidden); // direct-auth.md 11: this endpoint's own code for it
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
